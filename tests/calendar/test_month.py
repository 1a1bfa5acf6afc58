"""A month on the wall: which days, in which order, and what stands on them."""

import re
from datetime import UTC, date, datetime, time

import pytest
from babel import Locale

from circles.calendar.month import Month, NoMonth
from circles.membership import Membership
from circles.needs import Opening
from tests.form_page import FormPage

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
TODAY = date(2026, 11, 23)


@pytest.fixture
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def cells(page: str) -> list[str]:
    """The days of the table as screen readers say them."""
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<td>(.*?)</td>", table, re.DOTALL)
    bare = [re.sub(r'<span[^>]*aria-hidden="true">.*?</span>', "", cell) for cell in found]
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in bare]


def numbers(month: str, first_weekday: int) -> list[list[int]]:
    weeks = Month.read(month, date(2027, 1, 1)).weeks(first_weekday)
    return [[day.day if day else 0 for day in week] for week in weeks]


def test_a_leap_day_has_its_place():
    assert numbers("2028-02", MONDAY)[-1] == [28, 29, 0, 0, 0, 0, 0]
    assert numbers("2028-02", SUNDAY)[-1] == [27, 28, 29, 0, 0, 0, 0]


def test_a_month_may_have_four_weeks_or_six():
    assert len(numbers("2027-02", MONDAY)) == 4
    assert len(numbers("2027-08", MONDAY)) == 6


@pytest.mark.parametrize(
    ("locale", "first"), [("en_GB", MONDAY), ("en_US", SUNDAY), ("ar_EG", SATURDAY)]
)
def test_a_week_begins_as_it_does_where_the_language_is_spoken(locale, first):
    assert Locale.parse(locale).first_week_day == first
    assert numbers("2027-01", first)[1][0] == {MONDAY: 4, SUNDAY: 3, SATURDAY: 2}[first]


def test_months_follow_each_other_across_the_year():
    december = Month.of(date(2026, 12, 5))
    assert str(december.ahead(1)) == "2027-01"
    assert str(december.ahead(-12)) == "2025-12"
    assert december.last == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "0000-01", "soon", "2026-1", "２０２６-12", ""]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(NoMonth):
        Month.read(text, TODAY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0001-01", "2026-11"),
        ("2026-10", "2026-11"),
        ("9999-12", "2028-11"),
        ("2027-02", "2027-02"),
    ],
)
def test_what_is_past_shows_the_present_and_what_is_far_the_farthest(text, shown):
    assert str(Month.read(text, TODAY)) == shown


def test_a_made_up_month_is_answered_with_a_sentence(world):
    answer = world.client("Ines").get("/calendar?month=soon")
    assert answer.status_code == 422
    assert "Months are written like 2026-12." in answer.text


def test_every_day_stands_under_its_weekday(world, monday):
    page = world.client("Ines").get("/calendar?month=2026-12").text
    heads = re.findall(r'<th scope="col">.*?sr-only">(\w+)<', page)
    assert heads[0] == "Monday"
    assert heads[-1] == "Sunday"
    days = cells(page)
    assert days[:2] == ["", "Tuesday 1 December"]
    assert len(days) == 35
    assert days[31:] == ["Thursday 31 December", "", "", ""]


def test_a_day_says_what_is_on_it_and_what_is_mine(world, monday):
    need = world.ask(title="Soup", openings=[world.tomorrow(days=day) for day in (8, 9, 10)])
    world.promise(need, "Ines", slot=1)
    world.promise(need, "Omar", slot=2)
    page = world.client("Ines").get("/calendar?month=2026-12").text
    found = {cell.partition(" December ")[0]: cell for cell in cells(page) if "Soup" in cell}
    assert found == {
        "Tuesday 1": "Tuesday 1 December still open still open 18:00 Soup",
        "Wednesday 2": "Wednesday 2 December yours yours 18:00 Soup",
        "Thursday 3": "Thursday 3 December 18:00 Soup",
    }


def test_a_day_leads_to_what_stands_below(world, monday):
    world.ask(title="Soup", openings=[world.tomorrow(days=8)])
    page = world.client("Omar").get("/calendar?month=2026-12").text
    assert 'href="#d2026-12-01"' in page
    assert 'id="d2026-12-01"' in page
    assert "/sign-up" in page


def test_a_crowded_day_says_that_there_is_more(world, monday):
    for hour in (8, 9, 10, 11):
        world.ask(title=f"At {hour}", openings=[Opening(world.day(8), time(hour))])
    page = world.client("Omar").get("/calendar?month=2026-12").text
    [cell] = [cell for cell in cells(page) if "At 8" in cell]
    assert "At 10" in cell
    assert "At 11" not in cell
    assert "and more" in cell
    assert ">At 11</a>" in page  # below, where all of them are


def test_a_month_has_its_own_days_and_no_others(world, monday):
    days = [Opening(date(2026, 11, 30), time(23, 30)), Opening(date(2026, 12, 1))]
    days += [Opening(date(2026, 12, 31), time(23, 30)), Opening(date(2027, 1, 1))]
    world.ask(title="Soup", openings=days)
    page = world.client("Omar").get("/calendar?month=2026-12").text
    assert re.findall(r'id="d([\d-]+)"', page) == ["2026-12-01", "2026-12-31"]


def test_what_is_past_of_this_month_is_let_go_of(world, monday):
    world.ask(title="Soup", openings=[world.tomorrow(days=1), world.tomorrow(days=3)])
    world.later(days=2)
    page = world.client("Omar").get("/calendar?month=2026-11").text
    assert re.findall(r'id="d([\d-]+)"', page) == ["2026-11-26"]


def test_one_month_leads_to_the_next_but_not_into_the_past(world, monday):
    ines = world.client("Ines")
    present, december, last = (
        ines.get(f"/calendar?month={month}").text for month in ("2026-11", "2026-12", "2028-11")
    )
    assert 'rel="prev"' not in present
    assert 'rel="next" href="/calendar?month=2026-12"' in present
    assert 'rel="prev" href="/calendar?month=2026-11"' in december
    assert 'rel="next"' not in last


def test_my_days_of_another_circle_stand_beside_those_of_this_one(world, monday):
    Membership.admit(world.other_circle, world.ines)
    there = world.ask(
        "Clara", title="Elm soup", openings=[world.tomorrow(days=day) for day in (1, 2)]
    )
    world.promise(there, "Ines", slot=1)
    world.ask("Ruth", title="Maple soup", openings=[world.tomorrow(days=2)])
    ines = world.client("Ines")
    ines.get(f"/circles/{world.circle.id}")
    for path in ("/calendar", "/calendar?month=2026-11"):
        answer = ines.get(path)
        assert answer.text.count(">Elm soup</a>") == 1
        words = " ".join(FormPage(answer).words.split())
        assert "18:00, New York · You said yes In Elm Road" in words
        assert "Maple soup" in words


def test_my_own_ask_is_marked_as_mine(world, monday):
    need = world.ask("Ines", title="Soup", openings=[world.tomorrow(wanted=2)])
    world.promise(need, "Omar")
    page = FormPage(world.client("Ines").get("/calendar"))
    assert "Asked by you · still open" in " ".join(page.words.split())
    assert not [action for action in page.actions if "slots" in action]


def test_a_month_that_is_far_says_that_what_repeats_goes_on(world, monday):
    goes_on = "What repeats goes on."
    assert goes_on not in world.client("Ines").get("/calendar?month=2027-03").text
    world.repeat(rule="FREQ=WEEKLY;BYDAY=MO")
    page = world.client("Ines").get("/calendar?month=2027-03").text
    assert goes_on in page
    assert "Nothing is planned" not in page
    assert goes_on not in world.client("Ines").get("/calendar").text
    assert goes_on not in world.client("Clara").get("/calendar?month=2027-03").text
