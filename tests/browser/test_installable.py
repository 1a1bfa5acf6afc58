"""Chromium finds nothing that would keep Circles off a home screen."""

import json

import pytest

from tests.browser.chromium import phone, wait_until
from tests.browser.phone_lab import phone_lab


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@pytest.fixture
def browser_window(chromium, lab):
    """A page with a worker, and the protocol of the browser around it."""
    with phone(chromium, lab.origin) as context:
        page = context.new_page()
        page.goto("/")
        wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
        yield context.new_cdp_session(page)


def test_the_browser_would_install_it(browser_window):
    errors = browser_window.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # The tests browse in private windows, where nothing can be installed.
    assert [error["errorId"] for error in errors] in ([], ["in-incognito"])


def test_the_browser_reads_the_manifest_without_complaint(browser_window):
    found = browser_window.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["name"] == "Circles"


def test_a_fault_in_the_manifest_would_be_seen(chromium, lab):
    lab.app.view_functions["web.manifest"] = lambda: ({"name": 7, "icons": []}, 200)
    with phone(chromium, lab.origin) as context:
        page = context.new_page()
        page.goto("/")
        protocol = context.new_cdp_session(page)
        assert protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert protocol.send("Page.getAppManifest")["errors"]
