"""A page and a service worker on localhost, just enough to be pushed to."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_FILES = Path(__file__).with_name("lab_page")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        """Nothing: the output belongs to the tests."""


@contextmanager
def lab_page() -> Iterator[str]:
    """The origin of the page, while it is served."""
    handler = functools.partial(_Quiet, directory=str(_FILES))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
