"""A thousand messages that nobody should send: each rings, also where there is no network."""

import json
import random
import uuid

import pytest

from tests.browser.chromium import allow_notifications, deliver_pushes, phone, wait_until
from tests.browser.phone_lab import phone_lab

HOW_MANY = 1000

NEED, SLOT = (str(uuid.UUID(int=n, version=4)) for n in (1, 2))
GOOD = {
    "title": "A new ask in your circle",
    "body": "Company, Sunday afternoon",
    "navigate": "/need",
    "lang": "en",
    "dir": "ltr",
    "tag": "need-1",
    "actions": [
        {"action": "sign-up", "title": "I can", "navigate": "/need"},
        {"action": "put-aside", "title": "Not this time", "navigate": "/need"},
    ],
    "data": {"need": NEED, "slot": SLOT},
}
ODDITIES = (
    *(None, "", 0, -1, 1e99, True, [], {}, ["a"], {"a": 1}, [[]], "x" * 3000, "\u202e\x00"),
    *([None], [{"action": "sign-up"}], [{"action": "constructor", "title": "?"}], NEED, [NEED]),
    *({"need": NEED, "slot": 7}, {"need": {}, "slot": SLOT}, {"__proto__": NEED}, "javascript:0"),
)
OTHERS = ("silent", "icon", "badge", "image", "vibrate", "renotify", "timestamp", "app_badge")
BROKEN = (
    *("", " ", "{", "null", "[]", "42", '"words"', '{"notification": null}', "\ufeff{}", "\x00"),
    *('{"notification": [1]}', '{"notification": "x"}', json.dumps({"notification": GOOD})[:-20]),
)

# Counts what the browser accepted to show, and the pushes whose work is done.
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


def odd_payloads(how_many):
    """The same ones every time."""
    chance = random.Random(8030)
    yield from BROKEN
    for _ in range(how_many - len(BROKEN)):
        changed = {
            field: chance.choice(ODDITIES)
            for field in chance.sample((*GOOD, *OTHERS), chance.randint(1, 6))
        }
        yield json.dumps({"web_push": 8030, "notification": GOOD | changed})


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@pytest.fixture
def page(chromium, lab):
    """A page that the worker looks after."""
    with phone(chromium, lab.origin) as context:
        allow_notifications(context, lab.origin)
        page = context.new_page()
        page.goto("/")
        wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
        yield page


@pytest.mark.parametrize("is_online", [True, False], ids=["online", "offline"])
def test_each_shows_something(page, lab, is_online):
    worker = page.context.service_workers[0]
    worker.evaluate(TAKE_NOTES)
    if not is_online:
        lab.kill()
        page.context.set_offline(True)
    deliver_pushes(page, lab.origin, odd_payloads(HOW_MANY))
    wait_until(page, lambda: worker.evaluate("self.shown.length") >= HOW_MANY)
    titles = worker.evaluate("self.shown")
    assert len(titles) == HOW_MANY
    assert all(title.strip() for title in titles)
