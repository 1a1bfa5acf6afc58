"""Dinners every Tuesday: asked, promised for every time, one day left out, one moved."""

import re
from datetime import timedelta

import pytest

from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

SENTENCE = "Every Tuesday at 18:00 until"


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_dinners_every_tuesday(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ruth", javascript=javascript) as ruths,
        signed_in(chromium, server, world, "Ines", javascript=javascript) as iness,
    ):
        ruth, ines = Member(ruths, "Ruth"), Member(iness, "Ines")
        last = world.day(70).isoformat()
        ruth.page.goto("/ask?kind=meal")
        ruth.tap(ruth.page.locator("label.chip").filter(has_text="Repeating"))
        ruth.tap(ruth.page.locator("label.chip").filter(has_text="Tue"))
        ruth.page.locator("[name=each_at]").fill("18:00")
        ruth.page.locator("[name=last]").fill(last)
        if javascript:
            ruth.reads(SENTENCE)  # before it is sent
        ruth.tap(ruth.button("Ask"))
        ruth.reads("Your circle hears of it now.")
        ruth.reads(SENTENCE)
        promise_every_time_but_once(ines, ruth)
        move_one_day(ruth, (world.day(0) + timedelta(days=30)).isoformat())
        ines.hears("now: A warm dinner for us")
        ines.open("A warm dinner for us")
        ines.tap(ines.button("Not every time any more"))
        ines.reads("The days to come are open again.")
        assert ines.button("Can’t make it").count() == 0
        assert ruth.troubles == ines.troubles == []


def promise_every_time_but_once(ines: Member, ruth: Member) -> None:
    ines.page.goto("/")
    ines.reads(SENTENCE)
    ines.open("A warm dinner for us")
    ines.tap(ines.button("I can, every time"))
    ines.reads("Thank you. Ruth hears of it.")
    ruth.hears("Ines can every time: A warm dinner for us")
    days = ines.page.get_by_role("button", name="Can’t make it").count()
    ines.tap(ines.button("Can’t make it"))
    ines.reads("Thank you for saying so early. The place is open again.")
    assert ines.page.get_by_role("button", name="Can’t make it").count() == days - 1


def move_one_day(ruth: Member, day: str) -> None:
    ruth.open("A warm dinner for us")
    ruth.tap(ruth.page.get_by_role("link", name="Change the days"))
    ruth.tap(ruth.page.get_by_role("link", name=re.compile(r"^Change\s*:")).nth(1))
    ruth.page.get_by_label("Day").fill(day)
    ruth.tap(ruth.button("Save"))
    ruth.reads("Changed.")


@pytest.mark.looked_at_once
def test_the_zone_is_told_to_whoever_lives_by_another_clock(chromium, server):
    with furnished(server) as world:
        need = world.repeat()
        for zone, is_told in (("Europe/London", False), ("America/New_York", True)):
            with signed_in(chromium, server, world, "Omar", timezone_id=zone) as page:
                page.goto(f"/needs/{need.id}")
                page.wait_for_load_state("networkidle")
                told = page.get_by_text("(London time)").first
                assert told.is_visible() is is_told
