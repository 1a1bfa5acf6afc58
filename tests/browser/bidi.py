"""A small client of WebDriver BiDi: one command at a time over one WebSocket."""

import itertools
import json
import time
from contextlib import ExitStack
from typing import Any

from websockets.sync.client import connect


class BidiError(Exception):
    """The browser answered a command with an error: its code, then its words."""


class Bidi:
    """A session with a browser. `patience`: seconds a command may take."""

    def __init__(self, address: str, patience: float):
        self._patience = patience
        self._numbers = itertools.count(1)
        with ExitStack() as stack:
            # A page or a cookie jar may be larger than the default ceiling for one frame.
            wire = connect(address, max_size=None, open_timeout=patience)
            self._socket = stack.enter_context(wire)
            self.send("session.new", capabilities={})
            self._open = stack.pop_all()

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command; BidiError if it is refused, TimeoutError after `patience`."""
        number, deadline = next(self._numbers), time.monotonic() + self._patience
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv(timeout=max(0, deadline - time.monotonic())))
            if said.get("id") != number:
                continue  # an event, or the late answer to a command given up
            if said["type"] == "error":
                raise BidiError(f"{method}: {said['error']}: {said['message']}")
            return said["result"]

    def close(self) -> None:
        """Leave the browser alone."""
        self._open.close()
