"""The browsers and the push service, as fixtures."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium as system_chromium
from tests.browser import firefox as stock_firefox
from tests.browser.journey_ways import BY_FINGER, OTHER_WAYS, WAYS
from tests.browser.server import running
from tests.push_sender import Sender
from tests.push_service import PushService


@pytest.fixture
def push_service():
    """A push service of its own for each test."""
    with PushService() as running:
        yield running


@pytest.fixture(scope="session")
def sender():
    """An application server with a VAPID key."""
    return Sender()


@pytest.fixture(scope="session")
def firefox_program():
    """Skips where Firefox is not installed."""
    _need(stock_firefox.PROGRAM)


@pytest.fixture
def firefox(push_service, firefox_program):
    """A fresh stock Firefox, connected to `push_service`."""
    with stock_firefox.firefox(push_service.websocket) as browser:
        yield browser


@pytest.fixture(scope="module")
def chromium():
    """One Chromium for a file of tests; take a `phone(chromium, origin)` per person.

    Only for a file, because Playwright's event loop forbids `asyncio.run` while it is open.
    """
    _need(system_chromium.PROGRAM)
    with system_chromium.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def server(empty_database, tmp_path_factory):
    """Circles itself, started once on nothing; take a circle of your own (`furnished`)."""
    folder = tmp_path_factory.mktemp("server")
    with (
        _no_database(empty_database, folder) as url,
        PushService() as push_service,
        running(folder, url, push_service) as server,
    ):
        yield server
    assert "Traceback" not in server.said(), server.said()


@pytest.fixture(autouse=True)
def _what_the_server_said(request):
    """Stands beside a failure."""
    server = request.getfixturevalue("server") if "server" in request.fixturenames else None
    yield
    if server:
        print(server.said_since())


@contextmanager
def _no_database(empty_database, folder):
    """The address of a database that nobody has migrated: a server makes its own."""
    if isinstance(empty_database, Path):
        yield f"sqlite:///{folder}/circles.db"
        return
    server, _template = empty_database
    url = server.create_database()
    yield url
    server.drop(url)


def _need(program: str) -> None:
    """Skip without the browser, but never in CI."""
    if not shutil.which(program):
        assert not os.environ.get("CI"), f"{program} is missing"
        pytest.skip(f"{program} is not installed")


@pytest.fixture(params=[BY_FINGER, *OTHER_WAYS])
def way(request) -> dict[str, Any]:
    """How the people of a journey use their browsers."""
    return WAYS[request.param]
