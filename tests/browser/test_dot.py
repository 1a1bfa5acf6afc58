"""The dot on the app's icon: there while something is unread, gone once it was read; no number."""

import pytest

from circles.database import db
from circles.notifications import Notification, fan_out
from tests.browser.chromium import allow_notifications, deliver_push, wait_until
from tests.browser.signed_in import furnished, signed_in

pytestmark = pytest.mark.looked_at_once

# What is asked of the browser: the last word, with whatever comes beside it.
NOTE = """
for (const deed of ["setAppBadge", "clearAppBadge"]) {
  Object.defineProperty(navigator, deed, {value: async (...given) => {
    (self.dots ??= []).push([deed, ...given]);
  }});
}
"""
SET, CLEARED = [["setAppBadge"]], [["clearAppBadge"]]


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture
def page(chromium, server, world):
    with signed_in(chromium, server, world, "Ines") as page:
        allow_notifications(page.context, server.origin)
        page.context.add_init_script(NOTE)
        yield page


def dots(page):
    return page.evaluate("self.dots ?? []")


def test_it_is_there_while_something_is_unread(page, world):
    page.goto("/")
    wait_until(page, lambda: dots(page) == CLEARED)
    world.ask()
    fan_out()
    page.goto("/")
    wait_until(page, lambda: dots(page) == SET)
    page.goto("/inbox")
    wait_until(page, lambda: dots(page) == SET + CLEARED)
    page.goto("/")
    wait_until(page, lambda: dots(page) == CLEARED)


def test_what_was_read_on_another_device_takes_it_away_here(page, world):
    world.ask()
    fan_out()
    page.goto("/")
    wait_until(page, lambda: dots(page) == SET)
    Notification.read_all(world.ines)
    db.session.commit()
    page.goto("/")
    wait_until(page, lambda: dots(page) == CLEARED)


def test_a_push_sets_it_without_a_number(page, server):
    page.goto("/")
    wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
    worker = page.context.service_workers[0]
    worker.evaluate(f"() => {{ {NOTE} }}")
    news = {"title": "News", "app_badge": 7}
    deliver_push(page, server.origin, {"web_push": 8030, "notification": news, "app_badge": 7})
    wait_until(page, lambda: worker.evaluate("self.dots ?? []") == SET)
