"""<this-phone> and signing out, in Chromium: asked softly, told plainly, gone when it should be.

Chromium cannot subscribe without Google's network, so `pretend_push` stands in for that one call.
"""

import time

import pytest

from tests.browser.chromium import allow_notifications, phone, pretend_push, wait_until
from tests.browser.phone_lab import KEY, phone_lab

SUBSCRIPTION = {"endpoint": "https://push.example/1", "keys": {"p256dh": KEY, "auth": "c2VjcmV0"}}
TOLD = {"endpoint": SUBSCRIPTION["endpoint"], "keys": SUBSCRIPTION["keys"]}
REFUSE = """
Object.defineProperty(Notification, "permission", {get: () => "denied"});
PushManager.prototype.subscribe = async () => { throw new DOMException("", "NotAllowedError"); };
"""
IPHONE = {
    "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
}


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@pytest.fixture
def context(chromium, lab):
    with phone(chromium, lab.origin) as context:
        allow_notifications(context, lab.origin)
        pretend_push(context, SUBSCRIPTION)
        yield context


@pytest.fixture
def page(context):
    return context.new_page()


def state(page):
    """The one state that shows, if any."""
    shown = page.locator("[data-state]:visible")
    return shown.get_attribute("data-state") if shown.count() == 1 else shown.count()


def wait_for_state(page, wanted):
    wait_until(page, lambda: state(page) == wanted)


def act(page, action):
    page.locator(f"[data-state]:visible [data-action={action}]").click()


def turn_on(page):
    page.goto("/you")
    wait_for_state(page, "ask")
    act(page, "allow")
    wait_for_state(page, "on")


def test_it_asks_before_the_browser_does(page, lab):
    page.goto("/soft")
    wait_for_state(page, "ask")
    assert lab.heard("PUT", "subscription") == []


def test_a_yes_is_told_to_the_server(page, lab):
    turn_on(page)
    assert lab.heard("PUT", "subscription") == [TOLD]


def test_the_board_says_so_once_and_then_is_quiet(page):
    page.goto("/soft")
    wait_for_state(page, "ask")
    act(page, "allow")
    wait_for_state(page, "on")
    page.reload()
    page.wait_for_timeout(500)
    assert state(page) == 0


def test_not_now_is_remembered_on_this_phone(page):
    page.goto("/soft")
    wait_for_state(page, "ask")
    act(page, "later")
    wait_for_state(page, 0)
    page.reload()
    page.wait_for_timeout(500)
    assert state(page) == 0
    page.goto("/you")
    wait_for_state(page, "off")


def test_a_quiet_phone_can_be_turned_on_again(page, lab):
    page.goto("/you")
    wait_for_state(page, "ask")
    act(page, "later")
    act(page, "allow")
    wait_for_state(page, "on")
    assert lab.heard("PUT", "subscription") == [TOLD]


def test_turning_off_unsubscribes_and_tells_the_server(page, lab):
    turn_on(page)
    act(page, "off")
    wait_for_state(page, "off")
    assert lab.heard("DELETE", "subscription") == [None]
    assert page.evaluate("localStorage.getItem('pretended push')") is None


def test_a_test_is_asked_for(page, lab):
    turn_on(page)
    act(page, "test")
    page.locator("[data-said=sent]").wait_for(state="visible")
    assert lab.heard("POST", "test") == [None]


def test_trouble_on_the_server_is_said_and_can_be_tried_again(page, lab):
    lab.push_status = 503
    page.goto("/you")
    wait_for_state(page, "ask")
    act(page, "allow")
    wait_for_state(page, "trouble")
    lab.push_status = 204
    act(page, "allow")
    wait_for_state(page, "on")


def test_a_blocked_phone_is_told_how_to_unblock(context, page):
    context.add_init_script(REFUSE)
    page.goto("/you")
    wait_for_state(page, "blocked")


@pytest.mark.parametrize(("browser", "wanted"), [({}, "unsupported"), (IPHONE, "install")])
def test_a_browser_without_push_is_told_what_helps(chromium, lab, browser, wanted):
    with phone(chromium, lab.origin, **browser) as context:
        context.add_init_script("delete window.PushManager")
        page = context.new_page()
        page.goto("/you")
        wait_for_state(page, wanted)


def test_every_opening_says_where_this_phone_is(context, page, lab):
    turn_on(page)
    context.new_page().goto("/")
    wait_until(page, lambda: len(lab.heard("PUT", "subscription")) == 2)
    page.goto("/need")
    page.wait_for_timeout(500)
    assert len(lab.heard("PUT", "subscription")) == 2, "and not on every page"


def test_signing_out_takes_this_phone_along(page, lab):
    turn_on(page)
    page.click("form[data-sign-out] button")
    page.wait_for_url("**/sign-out")
    assert lab.heard("DELETE", "subscription") == [None]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("caches.keys()") == []


def test_signing_out_never_hangs(page, lab):
    turn_on(page)
    lab.slow = 30
    before = time.monotonic()
    page.click("form[data-sign-out] button")
    page.wait_for_url("**/sign-out")
    assert 2 <= time.monotonic() - before < 6
    lab.slow = 0


def test_without_its_modules_the_page_still_signs_out(page, lab):
    page.route("**/lib/*.js", lambda route: route.abort())
    page.goto("/you")
    page.click("form[data-sign-out] button")
    page.wait_for_url("**/sign-out")
    assert len(lab.heard("POST", "sign-out")) == 1
