"""Circles as `bin/run` starts it, web and worker, on a port and in a folder of its own.

with PushService() as push, running(folder, database_url, push) as server:
    page.goto(server.founding_link())
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from circles.settings import Settings
from tests.free_port import reserved_port
from tests.push_service import PushService

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; the machine may be loaded
GRACE = 30  # seconds to end when asked to
_ADDRESS = re.compile("^Circles is at .*$", re.MULTILINE)
_FOUNDING_LINK = re.compile(r"http\S+/found#\S+")


class Server:
    """One server. It may be killed and started again, and is then where it was."""

    def __init__(self, folder: Path, database_url: str, push_service: PushService):
        self._reserved = reserved_port()
        host, port = self._reserved.getsockname()
        self.origin = f"http://localhost:{port}"  # by a name: passkeys know no bare IP address
        self.push_service = push_service
        self.environment = {
            "CIRCLES_INSTANCE_PATH": str(folder / "instance"),
            "CIRCLES_DATABASE_URL": database_url,
            "CIRCLES_BIND": f"{host}:{port}",
            "CIRCLES_BASE_URL": self.origin,
            "CIRCLES_PUSH_ALLOWED_ORIGINS": push_service.origin,
        }
        self._log = folder / "server.log"
        self._read = 0
        self._links_given = 0

    @property
    def settings(self) -> Settings:
        """What it was started with, its keys included."""
        return Settings.from_environment(self.environment)

    def start(self) -> None:
        """Start web and worker and wait until both are at work, and it says where."""
        told = len(self._printed(_ADDRESS))
        self._process = self._run("serve")
        self._wait_until(self._is_ready)
        self._wait_until(lambda: len(self._printed(_ADDRESS)) > told)

    def kill(self) -> None:
        """End web and worker in the middle of whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def stop(self) -> None:
        """End it as Ctrl-C does, and let go of its port. Those who do not listen are killed."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        self.kill()
        self._reserved.close()

    def founding_link(self) -> str:
        """The link that the first start printed; the next time, one from `circles found-link`."""
        if self._links_given:
            assert self._run("found-link").wait(PATIENCE) == 0, self.said()
        self._links_given += 1
        self._wait_until(lambda: len(self._printed(_FOUNDING_LINK)) >= self._links_given)
        return self._printed(_FOUNDING_LINK)[-1]

    def said(self) -> str:
        """What it printed, warnings and tracebacks included."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def said_since(self) -> str:
        """What it printed since this was asked last."""
        fresh = self.said()[self._read :]
        self._read += len(fresh)
        return fresh

    def _run(self, command: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "circles", command],
                cwd=ROOT,
                env=_plain_environment() | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a group of its own, so that it can be ended as a whole
            )

    def _printed(self, what: re.Pattern[str]) -> list[str]:
        return what.findall(self.said())

    def _is_ready(self) -> bool:
        assert self._process.poll() is None, f"it ended at once:\n{self.said()}"
        with suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(f"{self.origin}/readyz", timeout=PATIENCE).ok
        return False

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, f"not within {PATIENCE} s:\n{self.said()}"
            time.sleep(0.05)


@contextmanager
def running(folder: Path, database_url: str, push_service: PushService) -> Iterator[Server]:
    """A server on this database, with its secrets and its log in `folder`."""
    server = Server(folder, database_url, push_service)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _plain_environment() -> dict[str, str]:
    """The environment without settings of Circles that happen to be there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
