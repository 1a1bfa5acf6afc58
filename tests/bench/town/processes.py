"""The processes of a server: web and workers as they really run, killed and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.free_port import reserved_port

ROOT = Path(__file__).parents[3]
GRACE = 30  # seconds to end when asked to


class Process:
    """One `circles` command with all that it starts; killed in the end, whatever happens."""

    def __init__(self, command: str, environment: Mapping[str, str], log: Path) -> None:
        self.kind = command
        self._environment = _plain_environment() | environment
        self._log = log

    def __enter__(self) -> "Process":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def start(self) -> None:
        """From now on it is there, or about to be."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "circles", self.kind],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a group of its own: a web server is several processes
            )

    def kill(self) -> None:
        """In the middle of whatever it does."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(GRACE)

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self._process.terminate()
        return self._process.wait(GRACE)


class Web(Process):
    """A web server at a port of its own, which it keeps."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._held = reserved_port()
        host, port = self._held.getsockname()
        self.origin = f"http://{host}:{port}"
        super().__init__("web", dict(environment) | {"CIRCLES_BIND": f"{host}:{port}"}, log)

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._held.close()


def _plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
