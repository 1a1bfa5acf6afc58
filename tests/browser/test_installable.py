"""Chromium finds nothing that would keep Circles off a home screen."""

import json
from contextlib import contextmanager

import pytest

from tests.browser.chromium import FLAGS, PROGRAM, wait_until
from tests.browser.phone_lab import phone_lab


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@contextmanager
def opened(chromium, lab, profile):
    """A page, and the protocol of the browser around it. In a private window, as other tests
    use, nothing can be installed; here is a profile that stays."""
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=PROGRAM, args=FLAGS
    )
    try:
        page = context.new_page()
        page.goto(lab.origin)
        yield page, context.new_cdp_session(page)
    finally:
        context.close()


def test_the_browser_would_install_it(chromium, lab, tmp_path):
    with opened(chromium, lab, tmp_path / "profile") as (page, protocol):
        wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
        assert protocol.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        found = protocol.send("Page.getAppManifest")
        assert found["errors"] == []
        assert json.loads(found["data"])["name"] == "Circles"


def test_a_fault_in_the_manifest_would_be_seen(chromium, lab, tmp_path):
    lab.app.view_functions["web.manifest"] = lambda: ({"name": 7, "icons": []}, 200)
    with opened(chromium, lab, tmp_path / "profile") as (_, protocol):
        assert protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert protocol.send("Page.getAppManifest")["errors"]
