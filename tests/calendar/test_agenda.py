"""What is coming up, day by day, with one's own marked."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from circles.database import db
from circles.needs import Opening
from tests.form_page import FormPage


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def agenda(world):
    """The days with their titles as this person sees them."""

    def look(name: str = "Omar") -> list[tuple[str, list[str]]]:
        days = world.client(name).get("/calendar").text.split('class="agenda-day"><h2>')[1:]
        return [(day.partition("</h2>")[0], titles(day)) for day in days]

    return look


def titles(html: str) -> list[str]:
    return re.findall(r'need-link"[^>]*>([^<]*)</a>', html)


def strip(page: str) -> list[str]:
    """The week's days as screen readers say them."""
    cells = re.findall(r'class="week-day.*?</(?:a|p)>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", f"<{cell}").split()) for cell in cells]


def test_an_empty_agenda_leads_to_the_board(world):
    page = world.client("Omar").get("/calendar").text
    assert "Nothing is planned" in page
    assert 'href="/"' in page


def test_days_come_in_order_and_times_within_them(world, agenda):
    world.ask(title="late", openings=[Opening(world.day(1), time(20))])
    world.ask(title="early", openings=[Opening(world.day(1), time(8))])
    world.ask(title="all day", openings=[Opening(world.day(1))])
    world.ask(title="today", openings=[Opening(world.day(0), time(18))])
    assert agenda() == [
        ("Monday 23 November", ["today"]),
        ("Tuesday 24 November", ["all day", "early", "late"]),
    ]


def test_each_day_of_an_ask_stands_by_itself(world, agenda):
    world.ask(title="soup", openings=[world.tomorrow(days=day) for day in (3, 1)])
    assert agenda() == [("Tuesday 24 November", ["soup"]), ("Thursday 26 November", ["soup"])]


def test_whenever_has_no_day_here(world, agenda):
    world.ask(openings=[Opening()])
    assert agenda() == []


def test_what_is_over_ended_or_far_away_is_not_here(world, agenda):
    world.ask(title="over", openings=[Opening(world.day(0), time(10))])
    world.ask(title="far", openings=[world.tomorrow(days=50)])
    ended = world.ask(title="ended")
    world.ask(title="here", openings=[world.tomorrow(days=40)])
    ended.close(world.ruth)
    db.session.commit()
    world.later(hours=4)
    assert [titles for _, titles in agenda()] == [["here"]]


def test_what_has_begun_stands_under_today(world, agenda):
    days = [Opening(world.day(0), time(12), datetime(2026, 11, 30, 12))]
    world.ask(title="a week away", openings=days)
    world.ask(title="lunch", openings=[Opening(world.day(2), time(12))])
    world.later(days=2)
    assert agenda() == [("Wednesday 25 November", ["a week away", "lunch"])]


def test_another_circle_has_its_own(world, agenda):
    world.ask("Clara", title="Elm")
    assert agenda() == []
    assert [titles for _, titles in agenda("Clara")] == [["Elm"]]


def test_today_and_tomorrow_are_called_so(world):
    world.ask(openings=[world.tomorrow(days=day) for day in (0, 1, 2)])
    words = FormPage(world.client("Omar").get("/calendar")).words
    assert words.count("today") == words.count("tomorrow") == 1


def test_ones_own_yes_is_marked_and_can_be_taken_back(world):
    need = world.ask()
    world.promise(need)
    mine = FormPage(world.client("Ines").get("/calendar"))
    assert "You said yes" in mine.words
    assert f"/slots/{need.slots[0].id}/release" in mine.actions
    theirs = FormPage(world.client("Omar").get("/calendar"))
    assert "Ines" in theirs.words
    assert not [action for action in theirs.actions if "slots" in action]


def test_an_open_day_can_be_taken_by_all_but_the_author(world):
    need = world.ask()
    yes = f"/slots/{need.slots[0].id}/sign-up"
    assert yes in FormPage(world.client("Omar").get("/calendar")).actions
    assert yes not in FormPage(world.client("Ruth").get("/calendar")).actions


def test_the_week_shows_what_is_open_and_what_is_mine(world):
    need = world.ask(openings=[world.tomorrow(days=day) for day in (1, 3)])
    world.promise(need, "Ines", slot=1)
    week = strip(world.client("Ines").get("/calendar").text)
    assert [day.split()[:2] for day in week][:4] == [
        ["Mon", "23"],
        ["Tue", "24"],
        ["Wed", "25"],
        ["Thu", "26"],
    ]
    assert len(week) == 7
    assert "still open" in week[1]
    assert "yours" in week[3]
    assert "still open" not in week[3]


def test_the_week_leads_to_its_days(world):
    world.ask()
    page = world.client("Omar").get("/calendar").text
    assert 'href="#d2026-11-24"' in page
    assert 'id="d2026-11-24"' in page


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        (datetime(2026, 11, 24, 3, tzinfo=UTC), "Mon 23"),
        (datetime(2026, 11, 24, 6, tzinfo=UTC), "Tue 24"),
    ],
)
def test_the_week_begins_today_by_the_circles_clock(world, moment, first):
    """Clara's circle is in New York."""
    world.at(moment)
    assert strip(world.client("Clara").get("/calendar").text)[0].startswith(first)


def test_an_evening_stays_an_evening_when_the_clocks_change(world):
    world.at(datetime(2027, 3, 26, 12, tzinfo=UTC))
    world.ask(openings=[world.tomorrow(days=day) for day in (1, 2, 3)])
    page = world.client("Omar").get("/calendar").text.partition('class="week-strip"')[2]
    assert page.count("18:00") == 3
    assert world.day(2) - world.day(0) == timedelta(days=2)
