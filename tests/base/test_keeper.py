"""What is said of a server that comes up."""

import socket
import threading
import time

import pytest

from circles import keeper
from tests.free_port import reserved_port


def bind_of(there: socket.socket) -> str:
    host, port = there.getsockname()
    return f"{host}:{port}"


def test_what_is_there_is_not_waited_for(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as there:
        monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("it waits"))
        assert keeper.comes_up(bind_of(there))


def test_what_comes_soon_is_waited_for():
    with reserved_port() as there:
        threading.Timer(0.3, there.listen).start()
        assert keeper.comes_up(bind_of(there))


def test_what_never_comes_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(keeper, "START", 0.2)
    with reserved_port() as nobody:
        assert not keeper.comes_up(bind_of(nobody))
