"""The browsers and the push service, as fixtures."""

import os
import shutil

import pytest

from tests.browser import chromium as system_chromium
from tests.browser import firefox as stock_firefox
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


def _need(program: str) -> None:
    """Skip without the browser, but never in CI."""
    if not shutil.which(program):
        assert not os.environ.get("CI"), f"{program} is missing"
        pytest.skip(f"{program} is not installed")
