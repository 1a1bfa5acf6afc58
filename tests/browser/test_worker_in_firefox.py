"""The worker and <this-phone> in stock Firefox: real clicks, encrypted pushes, real taps."""

import pytest

from tests.browser.phone_lab import KEY, phone_lab

ALLOW = "[data-state=ask] [data-action=allow]"
ON = "document.querySelector('[data-state=on]')?.checkVisibility()"
CONTROLLED = "Boolean(navigator.serviceWorker.controller)"
PUSH_MODULE = """
performance.getEntriesByType("resource").map(({name}) => name)
  .find((name) => name.endsWith("/push.js"))
"""
NEWS = {"title": "A place is open again", "body": "Tuesday", "navigate": "/need", "tag": "need-1"}


@pytest.fixture
def lab(tmp_path, sender):
    with phone_lab(tmp_path) as running:
        running.key = sender.public_key
        yield running


@pytest.fixture
def subscription(firefox, lab):
    """What the page told the server after a real click."""
    firefox.open(f"{lab.origin}/you")
    firefox.click(ALLOW)
    firefox.wait_for(ON)
    [told] = lab.heard("PUT", "subscription")
    return told


def test_a_push_rings_and_a_tap_leads_the_open_window_there(firefox, lab, sender, subscription):
    firefox.wait_for(CONTROLLED)
    sender.send(subscription, {"web_push": 8030, "notification": NEWS})
    [shown] = firefox.wait_for_notifications()
    assert (shown["title"], shown["body"], shown["tag"]) == (
        NEWS["title"],
        NEWS["body"],
        NEWS["tag"],
    )
    firefox.tap_notification(NEWS["title"])
    firefox.wait_for(lambda: firefox.url == f"{lab.origin}/need")


def test_a_push_that_says_nothing_still_rings(firefox, sender, subscription):
    sender.send(subscription, ["what is this"])
    [shown] = firefox.wait_for_notifications()
    assert (shown["title"], shown["body"]) == ("Circles", "Something new in your circle")


def test_turning_off_ends_the_subscription(firefox, lab, push_service, subscription):
    firefox.click("[data-state=on] [data-action=off]")
    firefox.wait_for(lambda: lab.heard("DELETE", "subscription") == [None])
    gone = "navigator.serviceWorker.ready.then((r) => r.pushManager.getSubscription())"
    assert firefox.eval(gone) is None


def test_a_new_key_of_the_server_is_subscribed_to_anew(firefox, lab, subscription):
    module = firefox.eval(PUSH_MODULE)
    firefox.eval(f"import('{module}').then((push) => push.turnOn('{KEY}'))")
    first, second = lab.heard("PUT", "subscription")
    assert first["endpoint"] != second["endpoint"]


def test_without_a_server_the_offline_page_shows(firefox, lab):
    firefox.open(f"{lab.origin}/")
    firefox.wait_for(CONTROLLED)
    lab.kill()
    firefox.open(f"{lab.origin}/need")
    assert firefox.eval("document.title") == "Offline"
    lab.start()
    firefox.open(f"{lab.origin}/need")
    assert firefox.text("h1") == "Need"
