"""The laboratory tested: both browsers take pushes for real, and the test would see it if not."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.chromium import (
    allow_notifications,
    deliver_push,
    notifications,
    phone,
    pretend_push,
    wait_for_notifications,
    wait_until,
)
from tests.browser.firefox import firefox as stock_firefox
from tests.browser.lab import lab_page

BELL = {"title": "Something new in your circle", "body": "Company, Sunday", "tag": "need-1"}
ANSWER = "document.querySelector('output').textContent"


@pytest.fixture
def origin():
    with lab_page() as address:
        yield address


def test_firefox_decrypts_a_push_and_shows_it(firefox, push_service, sender, origin):
    subscription = _subscribed(firefox, origin, sender)
    assert sender.send(subscription, {"notification": BELL}).status_code == 201
    (ack,) = push_service.wait_for(lambda: push_service.acks)
    assert ack.code == 100
    (shown,) = firefox.wait_for_notifications()
    assert {name: shown[name] for name in BELL} == BELL


def test_firefox_shows_nothing_for_a_flipped_bit(firefox, push_service, sender, origin):
    subscription = _subscribed(firefox, origin, sender)
    body = bytearray(sender.encrypt(subscription, {"notification": BELL}))
    body[-1] ^= 1
    assert sender.post(subscription["endpoint"], bytes(body)).status_code == 201
    (ack,) = push_service.wait_for(lambda: push_service.acks)
    assert ack.code == 101
    # A good push after the bad one: had the bad one been shown, there would be two by now.
    sender.send(subscription, {"notification": BELL | {"title": "good", "tag": "need-2"}})
    push_service.wait_for(lambda: len(push_service.acks) == 2)
    assert [n["title"] for n in firefox.wait_for_notifications()] == ["good"]


def test_a_tap_on_a_notification_opens_its_page(firefox, push_service, sender, origin):
    subscription = _subscribed(firefox, origin, sender)
    page = f"{origin}/index.html?from=bell"
    assert sender.send(subscription, {"notification": BELL | {"navigate": page}}).ok
    (ack,) = push_service.wait_for(lambda: push_service.acks)
    assert ack.code == 100
    assert firefox.wait_for_notifications()
    firefox.tap_notification(BELL["title"])
    firefox.follow(page)
    assert firefox.text("button") == "Ring me"


def test_only_a_real_click_counts_as_an_act_of_the_person(firefox, sender, origin):
    firefox.open(f"{origin}/?key={sender.public_key}")
    firefox.eval("document.querySelector('button').click()")
    assert not json.loads(firefox.wait_for(ANSWER))["byPerson"]
    assert _subscribed(firefox, origin, sender)["byPerson"]


def test_firefox_catches_up_on_pushes_after_a_lost_connection(
    firefox, push_service, sender, origin
):
    subscription = _subscribed(firefox, origin, sender)
    push_service.disconnect()
    sender.send(subscription, {"notification": BELL})
    (ack,) = push_service.wait_for(lambda: push_service.acks)
    assert ack.code == 100


def test_firefox_types_and_keeps_cookies(firefox, origin):
    firefox.open(origin)
    firefox.eval("document.body.append(Object.assign(document.createElement('input')))")
    firefox.type("input", "Zoë ringt")
    assert firefox.eval("document.querySelector('input').value") == "Zoë ringt"
    firefox.eval("document.cookie = 'theme=dark'")
    assert firefox.cookies() == {"theme": "dark"}


def test_firefox_ends_with_its_block_even_when_that_fails(push_service, firefox_program):
    with pytest.raises(LookupError), stock_firefox(push_service.websocket) as browser:
        assert _processes(browser.pid) > 1
        raise LookupError
    deadline = time.monotonic() + 60
    while _processes(browser.pid):
        assert time.monotonic() < deadline


def test_chromium_shows_a_push_delivered_over_its_protocol(chromium, push_service, origin):
    device = push_service.device()
    with phone(chromium, origin) as context:
        allow_notifications(context, origin)
        pretend_push(context, device.subscription)
        page = context.new_page()
        page.goto("/")
        page.tap("button")
        wait_until(page, lambda: page.inner_text("output"))
        assert json.loads(page.inner_text("output"))["endpoint"] == device.endpoint
        assert notifications(page) == []
        deliver_push(page, origin, {"notification": BELL})
        (shown,) = wait_for_notifications(page)
        assert {name: shown[name] for name in BELL} == BELL


def test_a_pretended_subscription_lasts_until_it_is_ended(chromium, push_service, origin):
    device = push_service.device()
    state = (
        "async () => !!(await (await navigator.serviceWorker.ready).pushManager.getSubscription())"
    )
    with phone(chromium, origin) as context:
        allow_notifications(context, origin)
        pretend_push(context, device.subscription)
        page = context.new_page()
        page.goto("/")
        assert not page.evaluate(state)
        page.tap("button")
        wait_until(page, lambda: page.inner_text("output"))
        page.reload()
        assert page.evaluate(state)
        page.evaluate(
            "navigator.serviceWorker.ready.then((r) => r.pushManager.getSubscription())"
            ".then((s) => s.unsubscribe())"
        )
        assert not page.evaluate(state)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_is_a_phone(chromium, origin, theme):
    with phone(chromium, origin, theme=theme) as context:
        page = context.new_page()
        page.goto("/")
        seen = page.evaluate(
            f"[innerWidth, matchMedia('(pointer: coarse)').matches,"
            f" matchMedia('(prefers-color-scheme: {theme})').matches]"
        )
        assert seen[1:] == [True, True]
        assert page.viewport_size == {"width": 390, "height": 844}


def test_a_phone_may_do_without_javascript(chromium, origin):
    with phone(chromium, origin, javascript=False) as context:
        page = context.new_page()
        page.goto("/")
        page.tap("button")
        assert page.inner_text("output") == ""


def _subscribed(firefox, origin, sender):
    """Tap the button of the page, and what the browser gave for it."""
    firefox.open(f"{origin}/?key={sender.public_key}")
    firefox.click("button")
    return json.loads(firefox.wait_for(ANSWER))


def _processes(session):
    """How many processes of a session live; the dead ones nobody has collected are not counted."""
    count = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, leader, *_ = stat.read_text().rpartition(")")[2].split()
            count += leader == str(session) and state not in "ZX"
    return count
