"""Answering on the notification itself, in Chromium, on Circles as it runs."""

import pytest
from sqlalchemy import select

from circles.database import db
from circles.fact import Fact
from circles.needs import SignUp
from circles.needs.announcements import Asked
from circles.needs.answering import YES_FIRST, put_way_on
from circles.needs.need import ASKED
from circles.needs.wording import Day
from circles.notifications.channels import payload
from tests.browser.chromium import (
    allow_notifications,
    deliver_push,
    notifications,
    wait_for_notifications,
    wait_until,
)
from tests.browser.signed_in import furnished, signed_in

# A tap on a button of the notification, as far as a script may make one.
TAP = """
async (action) => {
  const [notification] = await registration.getNotifications();
  const tap = new NotificationEvent("notificationclick", {notification, action});
  let done;
  tap.waitUntil = (promise) => { done = promise; };
  dispatchEvent(tap);
  await done;
}
"""
SHOWN = """
async () => (await registration.getNotifications()).map(({title, body, actions, data}) =>
  ({title, body, navigate: data.navigate, buttons: actions.map(({title}) => title)}))
"""


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture
def page(chromium, server, world):
    """Ines has the board open, and her phone may ring."""
    with signed_in(chromium, server, world, "Ines") as page:
        allow_notifications(page.context, server.origin)
        page.goto("/")
        wait_until(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
        yield page


@pytest.fixture
def ring(page, server, world):
    """The news of an ask reaches Ines's phone as the server would say it."""

    def news(need):
        fact = Fact(kind=ASKED, circle_id=need.circle_id, subject_id=need.id, recorded_at=None)
        words = Asked.words(fact, world.ines.id)
        deliver_push(page, server.origin, payload.full(words, server.origin, "en").decode())
        db.session.rollback()
        return wait_for_notifications(page)

    return news


def tap(page, action):
    """Press a button; what the phone shows then."""
    db.session.rollback()  # the test's own transaction must not stand in the way
    worker = page.context.service_workers[0]
    worker.evaluate(TAP, action)
    return worker.evaluate(SHOWN)


def promised(need):
    """Who said yes to this ask, according to the server."""
    db.session.rollback()
    days = [slot.id for slot in need.slots]
    names = [one.person.name for one in db.session.scalars(select(SignUp)) if one.slot_id in days]
    db.session.rollback()
    return names


def test_a_yes_is_given_without_opening_the_app(page, ring, world):
    need = world.ask(openings=[world.tomorrow(days=8)])
    ring(need)
    [shown] = page.context.service_workers[0].evaluate(SHOWN)
    assert shown["buttons"] == ["I can", "Not this time"]
    assert promised(need) == []
    [said] = tap(page, "sign-up")
    assert promised(need) == ["Ines"]
    assert (said["title"], said["buttons"]) == ("Thank you!", [])
    assert said["body"] == f"You said yes for {Day(world.day(8)).say()}."
    assert said["navigate"].endswith(f"/needs/{need.id}#slot-{need.slots[0].id}")


@pytest.mark.looked_at_once
def test_several_days_are_not_answered_by_one_tap(page, ring, world):
    ring(world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)]))
    [shown] = page.context.service_workers[0].evaluate(SHOWN)
    assert shown["buttons"] == ["Not this time"]


def test_whoever_is_second_is_told_what_is_still_open(page, ring, world):
    need = world.ask(openings=[world.tomorrow(days=1), world.tomorrow(days=2)])
    world.promise(need, "Omar", slot=1)
    ring(need)
    world.promise(need, "Sam", slot=0)
    need.slots[1].sign_ups[0].release()
    db.session.commit()
    [said] = tap(page, "sign-up")
    day = f"{world.day(2):%A}"
    assert (said["title"], said["body"]) == ("Someone was first", f"{day} is still open.")
    assert said["navigate"].endswith(f"#slot-{need.slots[1].id}")
    assert said["buttons"] == ["I can"]
    [said] = tap(page, "sign-up")
    assert said["body"] == f"You said yes for {day}."
    assert sorted(promised(need)) == ["Ines", "Sam"]


@pytest.mark.looked_at_once
@pytest.mark.parametrize(
    ("meanwhile", "title", "body"),
    [
        (
            lambda world, need: world.promise(need, "Omar"),
            "Someone was first",
            "Thank you! Everything here is taken care of now.",
        ),
        (
            lambda world, need: need.withdraw(world.ruth),
            "Circles",
            "This is no longer asked for. Thank you all the same.",
        ),
        (
            lambda world, need: put_way_on(need, YES_FIRST),
            "Thank you!",
            "It waits for a yes. You will hear of it.",
        ),
        (
            lambda world, need: db.session.delete(need),
            "This is no longer asked for",
            "Thank you all the same.",
        ),
    ],
    ids=["taken", "withdrawn", "a yes comes first", "gone"],
)
def test_what_became_of_it_meanwhile_is_said(page, ring, world, meanwhile, title, body):
    need = world.ask()
    ring(need)
    meanwhile(world, need)
    db.session.commit()
    [said] = tap(page, "sign-up")
    assert (said["title"], said["body"], said["buttons"]) == (title, body, [])


@pytest.mark.looked_at_once
def test_without_a_network_it_says_so_and_can_be_tried_again(page, ring, world):
    need = world.ask()
    ring(need)
    page.context.set_offline(True)
    [said] = tap(page, "sign-up")
    assert (said["title"], said["buttons"]) == ("You seem to be offline", ["I can"])
    assert promised(need) == []
    page.context.set_offline(False)
    [said] = tap(page, "sign-up")
    assert said["title"] == "Thank you!"
    assert promised(need) == ["Ines"]


def test_trying_again_is_the_same_yes(page, ring, world):
    """The server knows a second try by its key, whatever became of the first."""
    need = world.ask()
    ring(need)
    keys = []
    page.context.on("request", lambda request: keys.append(request.headers.get("idempotency-key")))
    page.context.set_offline(True)
    tap(page, "sign-up")
    page.context.set_offline(False)
    tap(page, "sign-up")
    assert len(set(filter(None, keys))) == 1


@pytest.mark.looked_at_once
def test_whoever_is_signed_out_is_led_to_the_way_in(page, ring, world, server):
    need = world.ask()
    ring(need)
    page.context.clear_cookies()
    [said] = tap(page, "sign-up")
    assert said["title"] == "You are signed out on this phone"
    assert (said["navigate"], said["buttons"]) == ("/sign-in", [])
    assert promised(need) == []


@pytest.mark.looked_at_once
def test_not_this_time_hides_the_ask_here_and_tells_nobody(page, ring, world):
    need = world.ask(title="Dinner for four")
    page.reload()
    card = page.get_by_role("article").filter(has_text="Dinner for four")
    card.wait_for()
    ring(need)
    asked = []
    page.context.on("request", lambda request: asked.append(request.method))
    assert tap(page, "put-aside") == []
    card.wait_for(state="hidden")
    assert set(asked) <= {"GET"}, "something was sent"
    page.get_by_role("button", name="Show them").click()
    card.wait_for()
    page.reload()
    card.wait_for()


@pytest.mark.looked_at_once
def test_not_this_time_waits_for_the_next_page(page, ring, world):
    need = world.ask(title="Dinner for four")
    ring(need)
    page.goto("about:blank")
    assert tap(page, "put-aside") == []
    page.goto("/")
    page.locator("[data-said=put-aside]").wait_for()
    assert page.get_by_role("article").filter(has_text="Dinner for four").count() == 0
    assert notifications(page) == []


@pytest.mark.looked_at_once
def test_news_leads_to_the_button_itself(page, world):
    """For phones whose notifications have none."""
    need = world.ask(openings=[world.tomorrow(days=n) for n in range(1, 9)], details="x\n" * 60)
    anchor = f"slot-{need.slots[6].id}"
    page.goto(f"/needs/{need.id}#{anchor}")
    db.session.rollback()
    button = page.locator(f"[id='{anchor}']")
    wait_until(page, lambda: button.evaluate("(button) => button === document.activeElement"))
    assert button.evaluate("""(button) => {
      const {left, top, width, height} = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }"""), "something lies over it"
    page.keyboard.press("Enter")
    page.get_by_text("Thank you. Ruth hears of it.").wait_for()
    assert promised(need) == ["Ines"]
