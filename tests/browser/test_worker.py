"""The service worker in Chromium: what it shows, where it leads, and how it steps aside.

Pushes come over Chromium's own protocol. `tests/notifications` holds the encrypted ones.
"""

import pytest

from tests.browser.chromium import (
    allow_notifications,
    deliver_push,
    notifications,
    phone,
    wait_for_notifications,
    wait_until,
)
from tests.browser.phone_lab import phone_lab

GOOD = {
    "web_push": 8030,
    "notification": {
        "title": "A new ask in your circle",
        "body": "Company, Sunday afternoon",
        "navigate": "/need",
        "lang": "en",
        "dir": "ltr",
        "tag": "need-1",
        "app_badge": "1",
    },
}

# Notes what the browser accepted to show. Looking at the notifications themselves so often is no
# way: Chromium loses one that is asked for while it appears.
TAKE_NOTES = """
() => {
  self.shown = [];
  const show = ServiceWorkerRegistration.prototype.showNotification;
  ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
    await show.call(this, title, options);
    self.shown.push(title);
  };
}
"""

# A tap, as far as a script may make one: the browser itself gives no way to press a notification.
TAP = """
async () => {
  clients.openWindow = async (address) => { self.opened = address; };
  const [notification] = await registration.getNotifications();
  const tap = new NotificationEvent("notificationclick", {notification});
  let done;
  tap.waitUntil = (promise) => { done = promise; };
  dispatchEvent(tap);
  await done;
  return self.opened ?? null;
}
"""


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@pytest.fixture
def context(chromium, lab):
    with phone(chromium, lab.origin) as context:
        allow_notifications(context, lab.origin)
        yield context


@pytest.fixture
def page(context):
    """A page that the worker looks after."""
    page = context.new_page()
    page.goto("/")
    wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
    return page


def test_a_push_shows_what_it_says(page, lab):
    deliver_push(page, lab.origin, GOOD)
    [shown] = wait_for_notifications(page)
    assert (shown["title"], shown["body"]) == (
        "A new ask in your circle",
        "Company, Sunday afternoon",
    )
    assert (shown["tag"], shown["lang"], shown["dir"]) == ("need-1", "en", "ltr")
    assert shown["icon"].startswith(f"{lab.origin}/static/")
    assert shown["badge"].startswith(f"{lab.origin}/static/")


def test_news_of_the_same_need_takes_the_place_of_older_news(page, lab, context):
    worker = context.service_workers[0]
    worker.evaluate(TAKE_NOTES)
    newer = GOOD | {"notification": GOOD["notification"] | {"title": "A place is open again"}}
    for count, payload in enumerate((GOOD, newer), start=1):
        deliver_push(page, lab.origin, payload)
        wait_until(page, lambda count=count: worker.evaluate("self.shown.length") == count)
    [shown] = wait_for_notifications(page)
    assert shown["title"] == "A place is open again"


def test_a_broken_push_speaks_in_our_own_words(page, lab):
    deliver_push(page, lab.origin, "{")
    [shown] = wait_for_notifications(page)
    assert (shown["title"], shown["body"]) == ("Circles", "Something new in your circle")


def test_a_tap_leads_the_open_window_there(page, lab, context):
    deliver_push(page, lab.origin, GOOD)
    wait_for_notifications(page)
    assert context.service_workers[0].evaluate(TAP) is None
    page.wait_for_url("**/need")
    assert len(context.pages) == 1
    assert notifications(page) == []


def test_a_tap_opens_a_window_where_none_is_open(page, lab, context):
    deliver_push(page, lab.origin, GOOD)
    wait_for_notifications(page)
    page.goto("about:blank")
    assert context.service_workers[0].evaluate(TAP) == f"{lab.origin}/need"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "javascript:alert(1)", "//evil", "http://["]
)
def test_a_tap_never_leads_away_from_us(page, lab, context, address):
    elsewhere = GOOD | {"notification": GOOD["notification"] | {"navigate": address}}
    deliver_push(page, lab.origin, elsewhere)
    wait_for_notifications(page)
    page.goto("about:blank")
    assert context.service_workers[0].evaluate(TAP) == f"{lab.origin}/"


def test_a_phone_that_was_moved_tells_the_server(page, lab, context):
    context.service_workers[0].evaluate("""async () => {
      const keys = {p256dh: "key", auth: "secret"};
      const moved = new Event("pushsubscriptionchange");
      let done;
      moved.waitUntil = (promise) => { done = promise; };
      moved.newSubscription = {toJSON: () => ({endpoint: "https://push.example/new", keys})};
      dispatchEvent(moved);
      await done;
    }""")
    wanted = {"endpoint": "https://push.example/new", "keys": {"p256dh": "key", "auth": "secret"}}
    wanted["is_back"] = True
    assert lab.heard("PUT", "subscription") == [wanted]


def test_without_a_server_the_offline_page_shows(page, lab):
    lab.kill()
    page.goto("/need")
    assert page.title() == "Offline"
    assert page.url == f"{lab.origin}/need"
    assert page.evaluate("document.styleSheets[0].cssRules.length > 0"), "unstyled"
    lab.start()
    page.reload()
    assert page.inner_text("h1") == "Need"


def test_a_redirect_arrives_through_the_worker(page):
    page.goto("/moved")
    assert page.url.endswith("/need")
    assert page.inner_text("h1") == "Need"


def test_a_form_sent_from_elsewhere_is_known_for_what_it_is(page, lab):
    page.goto(f"http://127.0.0.1:{lab.port}/elsewhere?to={lab.origin}/sign-out")
    page.click("button")
    page.wait_for_url("**/sign-out")
    assert lab.heard("POST", "sign-out") == [{"from": "cross-site"}]
