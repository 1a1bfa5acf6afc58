"""Dinners over four days, and a ride whose time moves: by finger, without JavaScript, by keys."""

import re
from datetime import timedelta

from tests.browser.journey_ways import phones
from tests.browser.member import Member

DINNER, RIDE = "A warm dinner for us", "A ride to an appointment"


def test_dinners_over_four_days_are_filled_though_one_steps_back(chromium, server, way):
    with phones(chromium, server, "Ruth", "Ines", "Omar", "Sam", **way) as people:
        ruth, ines, omar, sam = people
        ask_for_four_days(ruth)
        for helper, days in ((ines, 2), (omar, 1), (sam, 1)):
            for _ in range(days):
                say_yes(helper, DINNER)
        ruth.hears(f"Ines, Omar, Sam can: {DINNER}")
        ruth.page.goto("/")
        assert ruth.button("I can").count() == 0
        omar.open(DINNER)
        omar.tap(omar.button("Can’t make it"))
        omar.reads("Thank you for saying so early. The place is open again.")
        ines.hears(f"is open again: {DINNER}")
        say_yes(ines, DINNER)
        ruth.open(DINNER)
        names = ruth.page.locator(".slot-people").all_inner_texts()
        assert sorted(" ".join(one.split()[1:]) for one in names) == ["Ines", "Ines", "Ines", "Sam"]
        ruth.does_not_read("Omar can")


def test_a_ride_whose_time_moves(chromium, server, way):
    with phones(chromium, server, "Ruth", "Ines", **way) as (ruth, ines):
        ruth.page.goto("/ask?kind=ride")
        ruth.tap(ruth.chip("Tomorrow"))
        ruth.page.locator("[name=at]").fill("09:15")
        ruth.tap(ruth.button("Ask"))
        ruth.reads("Your circle hears of it now.")
        say_yes(ines, RIDE)
        ruth.open(RIDE)
        ruth.tap(ruth.page.get_by_role("link", name="Change the days"))
        ruth.tap(ruth.page.get_by_role("link", name=re.compile(r"^Change\s*:")).first)
        ruth.page.locator("[name=at_0]").fill("10:30")
        ruth.reads("Whoever said yes keeps their place and hears of it.")
        ruth.tap(ruth.button("Save"))
        ruth.reads("Changed.")
        ines.hears(f"now: {RIDE}")
        ines.go("Calendar")
        ines.reads("10:30 · You said yes")
        ines.open(RIDE)
        ines.button("Can’t make it").wait_for()


def ask_for_four_days(ruth: Member) -> None:
    ruth.page.goto("/ask?kind=meal")
    ruth.tap(ruth.chip("Pick days"))
    for n in range(4):
        if n:
            ruth.tap(ruth.page.locator("details.day > summary").nth(n - 1))
        day = ruth.today + timedelta(days=n + 1)
        ruth.page.locator(f"[name=day_{n}]").fill(day.isoformat())
    ruth.tap(ruth.button("Ask"))
    ruth.reads("Your circle hears of it now.")


def say_yes(helper: Member, title: str) -> None:
    helper.open(title)
    helper.tap(helper.button("I can"))
    helper.reads("Thank you. Ruth hears of it.")
