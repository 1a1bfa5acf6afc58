"""A phone that rang goes on ringing, without a tap and without a word; or says that it stopped."""

import pytest

from tests.browser.chromium import (
    allow_notifications,
    deliver_push,
    phone,
    pretend_push,
    wait_until,
)
from tests.browser.phone_lab import KEY, phone_lab
from tests.browser.test_this_phone import SUBSCRIPTION, act, state, turn_on, wait_for_state

OTHER_KEY = KEY[:-2] + "AA"
BACK = SUBSCRIPTION | {"is_back": True}
LOSE = "localStorage.removeItem('pretended push')"
MADE_WITH = "localStorage.getItem('pretended push')"
REFUSE = """
const subscribe = PushManager.prototype.subscribe;
PushManager.prototype.subscribe = async (options) => {
  if (sessionStorage.getItem("refuses")) throw new DOMException("", "NotAllowedError");
  return subscribe(options);
};
"""
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) Version/15.0 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 8) Chrome/140.0 Mobile Safari/537.36"
DENY = 'Object.defineProperty(Notification, "permission", {get: () => "denied"});'


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@pytest.fixture
def context(chromium, lab):
    with phone(chromium, lab.origin) as context:
        allow_notifications(context, lab.origin)
        pretend_push(context, SUBSCRIPTION)
        context.add_init_script(REFUSE)
        yield context


@pytest.fixture
def page(context):
    """A phone that rings."""
    page = context.new_page()
    turn_on(page)
    return page


def told(lab):
    return lab.heard("PUT", "subscription")


def open_anew(page):
    """The app is opened again, some other day."""
    page.evaluate("sessionStorage.clear()")
    page.goto("/need")


def test_what_is_well_is_only_said_again(page, lab):
    open_anew(page)
    wait_until(page, lambda: len(told(lab)) == 2)
    assert told(lab) == [SUBSCRIPTION, BACK]


def test_a_subscription_that_the_browser_lost_is_made_again(page, lab):
    page.evaluate(LOSE)
    open_anew(page)
    wait_until(page, lambda: told(lab) == [SUBSCRIPTION, BACK])
    assert page.evaluate(MADE_WITH) == KEY


def test_one_that_the_server_let_go_of_is_made_anew(page, lab):
    made = []
    page.expose_function("noteMade", lambda: made.append("made"))
    page.add_init_script("""
      const before = PushManager.prototype.subscribe;
      PushManager.prototype.subscribe = (options) => { noteMade(); return before(options); };
    """)
    lab.knows_phone = False
    open_anew(page)
    # The page tells of the making by a way of its own, which may be the slower one.
    wait_until(page, lambda: made and told(lab) == [SUBSCRIPTION, BACK])
    assert made == ["made"]


def test_one_that_was_made_with_an_older_key_is_made_anew(page, lab):
    lab.key = OTHER_KEY
    open_anew(page)
    wait_until(page, lambda: told(lab) == [SUBSCRIPTION, BACK])
    assert page.evaluate(MADE_WITH) == OTHER_KEY


def test_a_phone_that_was_turned_off_stays_off(page, lab):
    act(page, "off")
    wait_for_state(page, "off")
    open_anew(page)
    page.wait_for_timeout(500)
    assert len(told(lab)) == 1
    assert page.evaluate(MADE_WITH) is None


def test_a_phone_that_cannot_be_brought_back_says_so(page, lab):
    page.evaluate("sessionStorage.setItem('refuses', 'yes')")
    page.evaluate(LOSE)  # after it: a look that has begun would bring it back in between
    page.goto("/soft")
    wait_for_state(page, "lost")
    page.goto("/you")
    wait_for_state(page, "lost")
    page.evaluate("sessionStorage.removeItem('refuses')")
    act(page, "allow")
    wait_for_state(page, "on")


def test_while_the_server_is_away_nothing_is_thrown_away(page, lab):
    lab.push_status = 503
    lab.key = OTHER_KEY
    page.route("**/push/key", lambda route: route.fulfill(status=503))
    open_anew(page)
    page.wait_for_timeout(500)
    assert page.evaluate(MADE_WITH) == KEY


def test_it_says_when_the_last_news_arrived(page, lab):
    assert page.locator("[data-arrived]:visible").count() == 0
    deliver_push(page, lab.origin, {"web_push": 8030, "notification": {"title": "News"}})
    line = page.locator("[data-arrived=today]")
    line.wait_for()
    assert page.evaluate("new Date().getHours()") == int(line.locator("time").inner_text()[:2])
    page.evaluate("""caches.open("left-for-the-page").then((left) =>
      left.put("/left/arrived", new Response(String(new Date(2026, 10, 3).getTime()))))""")
    page.reload()
    page.locator("[data-arrived=before]").wait_for()
    assert page.locator("[data-arrived=before] time").inner_text() == "Tuesday 3 November"


def test_a_test_that_does_not_arrive_says_what_may_help(page, lab):
    page.clock.install()
    page.reload()
    wait_for_state(page, "on")
    act(page, "test")
    page.locator("[data-said=sent]").wait_for()
    page.clock.run_for(14_000)
    assert page.locator("[data-said=silent]").is_hidden()
    page.clock.run_for(2_000)
    page.locator("[data-said=silent]").wait_for()
    assert page.locator("[data-said=silent] [data-platform]:visible").count() == 1


def test_a_test_that_arrives_needs_no_advice(page, lab):
    act(page, "test")
    page.locator("[data-said=sent]").wait_for()
    deliver_push(page, lab.origin, {"web_push": 8030, "notification": {"title": "News"}})
    page.locator("[data-arrived=today]").wait_for()
    assert page.locator("[data-said=silent]").is_hidden()


@pytest.mark.parametrize(
    ("agent", "script", "wanted", "platform"),
    [
        (None, DENY, "blocked", "other"),
        (ANDROID, DENY, "blocked", "android"),
        (ANDROID, "delete window.PushManager", "unsupported", "android"),
        (IPHONE, "delete window.PushManager; navigator.standalone = true", "unsupported", "apple"),
    ],
)
def test_each_kind_of_phone_is_told_what_helps_there(
    chromium, lab, agent, script, wanted, platform
):
    with phone(chromium, lab.origin, **({"user_agent": agent} if agent else {})) as context:
        context.add_init_script(script)
        page = context.new_page()
        page.goto("/you")
        wait_for_state(page, wanted)
        shown = page.locator("[data-platform]:visible")
        wait_until(page, lambda: shown.count() == 1)
        assert shown.get_attribute("data-platform") == platform
        assert state(page) == wanted
