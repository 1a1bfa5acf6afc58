"""A new release on a phone: it waits for the person, and a broken one can be put to rest."""

import shutil

import pytest

from circles.web.assets import STATIC
from circles.web.pwa import KILL_SWITCH
from tests.browser.chromium import (
    allow_notifications,
    deliver_push,
    phone,
    wait_for_notifications,
    wait_until,
)
from tests.browser.phone_lab import phone_lab

KEPT = "caches.keys()"
CONTROLLED = "Boolean(navigator.serviceWorker.controller)"
WAITING = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found.waiting))"
UPDATE = "navigator.serviceWorker.getRegistration().then((found) => found.update())"


@pytest.fixture
def lab(tmp_path):
    shutil.copytree(STATIC, tmp_path / "static")
    with phone_lab(tmp_path, tmp_path / "static") as running:
        yield running


@pytest.fixture
def page(chromium, lab):
    with phone(chromium, lab.origin) as context:
        allow_notifications(context, lab.origin)
        page = context.new_page()
        page.goto("/")
        wait_until(page, lambda: page.evaluate(CONTROLLED))
        yield page


def release_anew(lab, tmp_path):
    (tmp_path / "static/css/zone.css").write_text("/* a new release */")
    assets = lab.app.extensions["circles.assets"]
    assets.gather()
    return assets.release


def test_the_first_visit_offers_no_new_version(page):
    assert page.locator("[data-new-version]").is_hidden()


def test_a_new_version_waits_until_it_is_wanted(page, lab, tmp_path):
    before = page.evaluate(KEPT)
    release_anew(lab, tmp_path)
    page.goto("/need")
    page.locator("[data-new-version]").wait_for(state="visible")
    assert page.evaluate(WAITING)
    assert set(before) < set(page.evaluate(KEPT)), "the old one still has what it needs"


def test_one_tap_and_one_reload_bring_the_new_version(page, lab, tmp_path):
    release = release_anew(lab, tmp_path)
    page.goto("/need")
    loads = []
    page.on("load", lambda: loads.append(page.url))
    page.locator("[data-new-version] button").click()
    wait_until(page, lambda: loads and page.evaluate(KEPT) == [f"circles-{release}"])
    page.wait_for_timeout(500)
    assert len(loads) == 1
    assert page.locator("[data-new-version]").is_hidden()


def test_a_worker_that_lost_what_it_kept_fetches_it_again(page):
    page.evaluate("caches.keys().then((names) => Promise.all(names.map((n) => caches.delete(n))))")
    page.reload()
    wait_until(page, lambda: page.evaluate(KEPT))


def test_the_kill_switch_stops_everything_but_the_ring(page, lab, tmp_path):
    (tmp_path / KILL_SWITCH).touch()
    page.evaluate(UPDATE)
    wait_until(page, lambda: page.evaluate(KEPT) == [])
    note = {"web_push": 8030, "notification": {"title": "Still here", "navigate": "/need"}}
    deliver_push(page, lab.origin, note)
    assert wait_for_notifications(page)[0]["title"] == "Still here"
    lab.kill()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto("/need")


def test_the_kill_switch_can_be_taken_back(page, lab, tmp_path):
    (tmp_path / KILL_SWITCH).touch()
    page.evaluate(UPDATE)
    wait_until(page, lambda: page.evaluate(KEPT) == [])
    (tmp_path / KILL_SWITCH).unlink()
    page.goto("/need")
    page.locator("[data-new-version] button").click()
    wait_until(page, lambda: page.evaluate(KEPT))
    page.wait_for_load_state()
    lab.kill()
    page.goto("/")
    assert page.title().startswith("Offline")
