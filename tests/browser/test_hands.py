"""Hands drawn by chance, and "I'll say yes first", on phones."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from circles.database import db
from circles.needs import take_hands_down
from circles.needs.answering import RAISE_HANDS, Answering, put_way_on
from circles.notifications import nudge
from tests.browser.by_keyboard import DESK
from tests.browser.journey_ways import begin, phones
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

COMPANY = "Someone to sit with me"
MORE = "Add more, if it helps"


def test_a_yes_that_waits_for_the_one_who_asked(chromium, server, way):
    with phones(chromium, server, "Ruth", "Ines", "Omar", **way) as people:
        ruth, ines, omar = people
        begin(ruth, "Presence")
        ruth.tap(ruth.page.get_by_text(MORE))
        ruth.tap(ruth.chip("I’ll say yes first"))
        ruth.tap(ruth.button("Ask"))
        ruth.reads("You say yes to each first.")
        for helper in (ines, omar):
            helper.open(COMPANY)
            helper.reads("Ruth says yes to each first.")
            helper.tap(helper.button("I can"))
            helper.reads("Thank you. Ruth will say yes first.")
        ruth.hears(f"Ines, Omar can. Is that all right? {COMPANY}")
        ruth.open(COMPANY)
        ruth.tap(to(ruth, "Not this time", "Omar"))
        ruth.reads("It waits no longer. No reason is given.")
        ruth.tap(to(ruth, "Yes", "Ines"))
        ruth.reads("Good. Ines hears that you would love it.")
        ines.hears(f"Ruth would love you to come: {COMPANY}")
        ines.open(COMPANY)
        ines.button("Can’t make it").wait_for()
        omar.open(COMPANY)
        omar.reads("Ines")
        omar.does_not_read("Waiting")


def test_hands_that_are_drawn_by_chance(chromium, server, way):
    with phones(chromium, server, "Ruth", "Ines", "Omar", **way) as people:
        ruth, ines, omar = people
        ask_for_hands(ruth)
        for helper in (ines, omar):
            helper.open(COMPANY)
            helper.tap(helper.button("I can"))
            helper.reads("Thank you. Your hand is up until")
        omar.tap(omar.button("Lower my hand"))
        omar.reads("It is taken back. Nobody is told.")
        omar.tap(omar.button("I can"))
        omar.reads("Thank you. Your hand is up until")
        ruth.open(COMPANY)
        ruth.does_not_read("Let chance draw")
        the_time_is_over(server)
        ruth.hears(f"You can choose now: {COMPANY}")
        ruth.open(COMPANY)
        ruth.tap(ruth.button("Let chance draw"))
        ruth.reads("Good. Whoever comes hears of it.")
        drawn, other = sorted(people[1:], key=lambda one: comes(ruth, one), reverse=True)
        drawn.hears(f"Ruth would love you to come: {COMPANY}")
        other.open(COMPANY)
        other.does_not_read("Your hand is up")
        assert other.button("I can").count() == 0


def to(member: Member, words: str, name: str):
    """The button that says so to this person."""
    return member.page.get_by_role("button", name=re.compile(rf"^{words}\s*: {name},"))


def ask_for_hands(ruth: Member) -> None:
    begin(ruth, "Presence")
    ruth.tap(ruth.chip("Pick days"))
    day = datetime.now(UTC).date() + timedelta(days=3)
    ruth.page.locator("[name=day_0]").fill(day.isoformat())
    ruth.tap(ruth.page.get_by_text(MORE))
    ruth.tap(ruth.chip("Raise hands"))
    ruth.tap(ruth.button("Ask"))
    ruth.reads("Then you choose, or let chance draw.")


def the_time_is_over(server) -> None:
    """As if the evening had come. The worker looks every five minutes, and for news that nobody
    rang for once a minute; neither is waited for."""
    with furnished(server):
        for one in db.session.scalars(db.select(Answering)):
            if one.gathers:
                one.hands_until = datetime.now(UTC) - timedelta(minutes=1)
        db.session.commit()
        take_hands_down()
        nudge()


def comes(ruth: Member, one: Member) -> bool:
    return one.name in ruth.page.locator(".slot-people").first.inner_text()


@pytest.mark.looked_at_once
def test_choosing_by_tab_and_enter(chromium, server):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ruth", **DESK) as page,
    ):
        need = world.ask(openings=[world.tomorrow(days=3, wanted=2)])
        put_way_on(need, RAISE_HANDS)
        for name in ("Ines", "Omar", "Sam"):
            world.promise(need, name)
        need.answering.hands_until = datetime.now(UTC) - timedelta(minutes=1)
        db.session.commit()
        path = f"/needs/{need.id}"
        db.session.rollback()  # or it would hold the database
        page.goto(path)
        for name in ("Ines", "Sam"):
            to_the_box(page, name)
            page.keyboard.press("Space")
        tab_to_button(page, "That is my choice")
        page.keyboard.press("Enter")
        page.get_by_text("Good. Whoever comes hears of it.").wait_for()
        assert page.locator(".slot-people").first.inner_text().split() == ["I", "Ines", "S", "Sam"]


def to_the_box(page, name: str) -> None:
    said = "document.activeElement.closest('label')?.textContent.trim()"
    _tab_until(page, lambda: page.evaluate(said) == name, name)


def tab_to_button(page, words: str) -> None:
    said = "document.activeElement.textContent.trim()"
    _tab_until(page, lambda: page.evaluate(said).startswith(words), words)


def _tab_until(page, is_there, words: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if is_there():
            return
    raise AssertionError(f"{words!r} is not within 40 stops")
