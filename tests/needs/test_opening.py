"""When someone would be needed: checked by the circle's own clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from circles import clock
from circles.needs import Opening
from circles.needs.opening import MOST_SLOTS, check_all
from circles.refusal import Invalid

LONDON, NEW_YORK = "Europe/London", "America/New_York"
KOLKATA, KIRITIMATI = "Asia/Kolkata", "Pacific/Kiritimati"
MONDAY = date(2026, 11, 23)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""Days on which London's clocks change: at 01:00 to 02:00, and at 02:00 back to 01:00."""


@pytest.fixture(autouse=True)
def monday_noon():
    """It is Monday 23 November 2026, 12:00 in London."""
    clock.set_clock(lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def refusal(opening: Opening, zone: str = LONDON) -> tuple[str, str]:
    with pytest.raises(Invalid) as no:
        opening.check(zone, 3)
    return no.value.field.removeprefix("slots.3."), str(no.value)


def test_a_time_is_over_two_hours_after_it_begins():
    opening = Opening(MONDAY, time(18))
    assert opening.begins_at(LONDON) == utc(2026, 11, 23, 18)
    assert opening.over_at(LONDON) == utc(2026, 11, 23, 20)


def test_a_time_with_an_end_is_over_then():
    opening = Opening(MONDAY, time(18), datetime(2026, 11, 23, 18, 30))
    assert opening.over_at(LONDON) == utc(2026, 11, 23, 18, 30)


def test_a_day_lasts_from_midnight_to_midnight():
    assert Opening(MONDAY).begins_at(NEW_YORK) == utc(2026, 11, 23, 5)
    assert Opening(MONDAY).over_at(NEW_YORK) == utc(2026, 11, 24, 5)


def test_whenever_begins_on_no_day():
    assert Opening().begins_at(LONDON) is None
    Opening().check(LONDON)


def test_a_night_may_end_tomorrow():
    night = Opening(MONDAY, time(22), datetime(2026, 11, 24, 7))
    night.check(LONDON)
    assert night.over_at(LONDON) == utc(2026, 11, 24, 7)


def test_a_week_away_is_one_opening():
    Opening(MONDAY, time(12), datetime(2026, 11, 30, 12)).check(LONDON)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (SPRING - timedelta(days=1), utc(2027, 3, 27, 18)),
        (SPRING, utc(2027, 3, 28, 17)),
        (AUTUMN - timedelta(days=1), utc(2027, 10, 30, 17)),
        (AUTUMN, utc(2027, 10, 31, 18)),
    ],
)
def test_six_in_the_evening_stays_six_in_the_evening(day, begins):
    assert Opening(day, time(18)).begins_at(LONDON) == begins


def test_a_day_of_changing_clocks_has_23_or_25_hours():
    for day, hours in ((SPRING, 23), (AUTUMN, 25), (MONDAY, 24)):
        length = Opening(day).over_at(LONDON) - Opening(day).begins_at(LONDON)
        assert length == timedelta(hours=hours)


def test_a_time_that_the_clock_skips_is_taken_as_it_was_meant():
    opening = Opening(SPRING, time(1, 30))
    opening.check(LONDON)
    assert opening.begins_at(LONDON) == utc(2027, 3, 28, 1, 30)


def test_an_end_in_the_skipped_hour_is_still_an_end():
    opening = Opening(SPRING, time(0, 45), datetime(2027, 3, 28, 1, 15))
    opening.check(LONDON)
    assert opening.over_at(LONDON) == utc(2027, 3, 28, 1, 15)


def test_a_time_that_comes_twice_is_the_first():
    assert Opening(AUTUMN, time(1, 30)).begins_at(LONDON) == utc(2027, 10, 31, 0, 30)


def test_the_day_is_the_circles_own():
    """At noon in London it is Tuesday already on Kiritimati."""
    assert refusal(Opening(MONDAY), KIRITIMATI) == ("starts_at", "That day has passed already.")
    Opening(MONDAY).check(LONDON)
    clock.set_clock(lambda: utc(2026, 11, 24, 4, 59))
    Opening(MONDAY).check(NEW_YORK)


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), date(2025, 1, 1), date.min])
def test_a_day_in_the_past_is_refused(day):
    assert refusal(Opening(day)) == ("starts_at", "That day has passed already.")


def test_a_time_in_the_past_is_refused_and_one_under_way_is_not():
    assert refusal(Opening(MONDAY, time(9, 30)))[1] == "That time has passed already."
    assert refusal(Opening(MONDAY, time(10)))[1] == "That time has passed already."
    Opening(MONDAY, time(11)).check(LONDON)


@pytest.mark.parametrize("day", [date(2028, 11, 23), date(2127, 1, 1), date.max])
def test_a_year_that_is_a_slip_of_the_finger_is_refused(day):
    field, sentence = refusal(Opening(day, time(18)))
    assert (field, sentence[-23:]) == ("starts_at", "ahead. Is the year right?"[-23:])


@pytest.mark.parametrize(
    "ends",
    [
        datetime(2026, 11, 23, 18),
        datetime(2026, 11, 23, 17, 59),
        datetime(2026, 11, 22, 20),
        datetime.min,
    ],
)
def test_an_end_before_the_start_is_refused(ends):
    for zone in (LONDON, NEW_YORK, KOLKATA):
        opening = Opening(MONDAY + timedelta(days=1), time(18), ends)
        assert refusal(opening, zone) == ("ends_at", "It ends before it starts.")


@pytest.mark.parametrize("ends", [datetime(2027, 11, 26), datetime(9999, 12, 31, 23, 59)])
def test_an_end_in_another_year_is_refused(ends):
    for zone in (LONDON, NEW_YORK, KOLKATA):
        opening = Opening(MONDAY + timedelta(days=1), time(18), ends)
        assert refusal(opening, zone) == ("ends_at", "Please keep it to one year.")


def test_an_end_needs_a_start_and_a_start_a_day():
    until = datetime(2026, 11, 23, 20)
    assert refusal(Opening(MONDAY, None, until)) == ("ends_at", "Please say from when, too.")
    for opening in (Opening(None, time(18)), Opening(None, None, until)):
        assert refusal(opening) == ("starts_at", "Please say which day, too.")


@pytest.mark.parametrize("wanted", [-1, 0, 21, 10**9])
def test_one_to_twenty_people_may_be_wanted(wanted):
    assert refusal(Opening(wanted=wanted)) == ("wanted", "Ask for 1 to 20 people.")
    for right in (1, 20):
        Opening(wanted=right).check(LONDON)


def test_an_ask_has_at_least_one_day_and_at_most_31():
    check_all([Opening()] * MOST_SLOTS, LONDON)
    for wrong in ([], [Opening()] * (MOST_SLOTS + 1)):
        with pytest.raises(Invalid) as no:
            check_all(wrong, LONDON)
        assert no.value.field == "slots"


def test_the_wrong_one_of_several_is_named():
    with pytest.raises(Invalid) as no:
        check_all([Opening(), Opening(MONDAY - timedelta(days=1))], LONDON)
    assert no.value.field == "slots.1.starts_at"
