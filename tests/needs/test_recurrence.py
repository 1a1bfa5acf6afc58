"""What repeats keeps the clock on the wall: 2024 to 2040, in twelve zones, in spring and autumn."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from circles import clock
from circles.needs import Recurrence, RepeatingRule
from circles.needs.recurrence import CannotRepeat, existing

ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",  # half past
    "America/Santiago",  # the southern half, changes at midnight
    "America/Havana",  # changes at midnight
    "Australia/Lord_Howe",  # by half an hour
    "Australia/Sydney",
    "Africa/Casablanca",  # twice a year more, around Ramadan
    "Asia/Kolkata",
    "Asia/Beirut",
    "Pacific/Chatham",  # three quarters
)
TIMES = (time(0, 30), time(1, 30), time(2, 30), time(3), time(18))
DAY = timedelta(days=1)


def at(moment: str) -> None:
    clock.set_clock(lambda: datetime.fromisoformat(moment))


def recurrence(rule: str, first: date, starts=None, ends=None, zone="Europe/London", wanted=1):
    read = RepeatingRule.read(rule, first, zone, starts)
    return Recurrence.beginning(read, first, starts, ends, zone, wanted)


def days(rule: str, first: str, most: int = 6) -> list[str]:
    begins = date.fromisoformat(first)
    at(f"{first}T00:00+00:00")
    found = recurrence(rule, begins).openings(begins)
    return [opening.day.isoformat() for (_, opening), _n in zip(found, range(most), strict=False)]


def changes(zone: str) -> list[date]:
    """Days on which the offset changes, found by comparing noons."""
    day, there, found = date(2024, 1, 1), ZoneInfo(zone), []
    before = None
    while day < date(2041, 1, 1):
        offset = datetime.combine(day, time(12), tzinfo=there).utcoffset()
        if before is not None and offset != before:
            found.append(day)
        before, day = offset, day + DAY
    return found


def instants_of(day: date, there: ZoneInfo) -> dict[datetime, datetime]:
    """Every minute that the wall shows around this day to the first instant at which it does:
    walked through in UTC, where no minute is left out or comes twice."""
    shown: dict[datetime, datetime] = {}
    offset = datetime.combine(day, time(12), tzinfo=there).utcoffset()
    moment = datetime.combine(day, time.min, tzinfo=UTC) - offset - timedelta(hours=2)
    for _ in range(60 * 24):
        shown.setdefault(moment.astimezone(there).replace(tzinfo=None, fold=0), moment)
        moment += timedelta(minutes=1)
    return shown


@pytest.mark.parametrize("zone", ZONES)
def test_across_every_change_the_wall_keeps_its_time(zone):
    there = ZoneInfo(zone)
    for day in changes(zone) or [date(2024, 3, 31)]:
        at(f"{day - 3 * DAY}T00:00+00:00")
        shown = instants_of(day, there)
        for starts in TIMES:
            again = recurrence("FREQ=DAILY;COUNT=5", day - DAY, starts, zone=zone)
            found = dict(again.openings(day - DAY))
            meant = datetime.combine(day, starts)
            wall = min(minute for minute in shown if minute >= meant)
            assert found[meant].begins_at(zone) == shown[wall], (zone, meant)
            assert datetime.combine(found[meant].day, found[meant].starts) == wall


@pytest.mark.parametrize("zone", ZONES)
def test_far_from_changes_it_is_the_same_time_every_week_until_2040(zone):
    there = ZoneInfo(zone)
    for year in range(2024, 2041):
        at(f"{year}-01-01T00:00+00:00")
        first = date(year, 1, 2)
        weekly = recurrence("FREQ=WEEKLY", first, time(18), time(20), zone)
        found = [opening for _, opening in weekly.openings(first)]
        assert len(found) == 53
        for n, opening in enumerate(found):
            wall = opening.begins_at(zone).astimezone(there)
            assert (wall.date(), wall.time()) == (first + n * 7 * DAY, time(18))
            assert opening.over_at(zone).astimezone(there).time() == time(20)


@pytest.mark.parametrize(
    ("zone", "day", "starts", "instant"),
    [
        ("Europe/London", "2027-03-27", time(18), "2027-03-27T18:00+00:00"),
        ("Europe/London", "2027-03-28", time(18), "2027-03-28T17:00+00:00"),
        ("Europe/London", "2027-03-28", time(1, 30), "2027-03-28T01:00+00:00"),
        ("Europe/London", "2027-10-31", time(1, 30), "2027-10-31T00:30+00:00"),
        ("Europe/London", "2027-10-31", time(18), "2027-10-31T18:00+00:00"),
        ("America/New_York", "2026-03-08", time(2, 30), "2026-03-08T07:00+00:00"),
        ("America/New_York", "2026-11-01", time(1, 30), "2026-11-01T05:30+00:00"),
        ("Australia/Lord_Howe", "2026-10-04", time(2, 15), "2026-10-03T15:30+00:00"),
        ("Asia/Kolkata", "2030-07-01", time(18), "2030-07-01T12:30+00:00"),
    ],
)
def test_checked_by_hand(zone, day, starts, instant):
    first = date.fromisoformat(day)
    at(f"{first - 2 * DAY}T00:00+00:00")
    _, opening = next(recurrence("FREQ=DAILY", first, starts, zone=zone).openings(first))
    assert opening.begins_at(zone) == datetime.fromisoformat(instant)


def test_the_first_minute_after_a_gap():
    assert existing(datetime(2027, 3, 28, 1, 30), "Europe/London") == datetime(2027, 3, 28, 2)
    assert existing(datetime(2027, 3, 28, 0, 59), "Europe/London").minute == 59
    assert existing(datetime(2027, 10, 31, 1, 30), "Europe/London").hour == 1


def test_what_lies_in_the_gap_altogether_has_no_end():
    at("2027-03-27T00:00+00:00")
    day = date(2027, 3, 28)
    _, opening = next(recurrence("FREQ=DAILY", day, time(1, 15), time(1, 45)).openings(day))
    assert (opening.starts, opening.ends) == (time(2), None)


def test_a_night_ends_the_next_morning():
    at("2026-11-23T00:00+00:00")
    day = date(2026, 11, 24)
    _, opening = next(recurrence("FREQ=DAILY", day, time(22), time(7)).openings(day))
    assert opening.ends == datetime(2026, 11, 25, 7)


@pytest.mark.parametrize(
    ("rule", "first", "found"),
    [
        ("FREQ=DAILY;COUNT=2", "2026-11-24", ["2026-11-24", "2026-11-25"]),
        ("FREQ=WEEKLY;UNTIL=20261201", "2026-11-24", ["2026-11-24", "2026-12-01"]),
        (
            "FREQ=WEEKLY;BYDAY=TH,MO;COUNT=3",
            "2026-11-24",
            ["2026-11-26", "2026-11-30", "2026-12-03"],
        ),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2", "2026-11-25", ["2026-12-01", "2026-12-15"]),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
            "2026-12-31",
            ["2026-12-31", "2027-01-31", "2027-02-28"],
        ),
        ("FREQ=MONTHLY;COUNT=2", "2026-12-31", ["2026-12-31", "2027-01-31"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", "2026-11-24", ["2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2026-11-24", ["2026-11-27", "2026-12-25"]),
    ],
)
def test_the_days_of_a_rule(rule, first, found):
    assert days(rule, first) == found


def test_what_has_no_end_ends_after_a_year():
    assert days("FREQ=WEEKLY", "2026-11-24", most=99)[-1] == "2027-11-23"


@pytest.mark.parametrize(
    ("changed", "part", "sentence"),
    [
        ({"first": date(2026, 11, 22)}, "starts_at", "That day has passed already."),
        ({"first": date(2028, 1, 1)}, "starts_at", "That is more than a year ahead."),
        ({"rule": "FREQ=DAILY;UNTIL=20261101"}, "until", "It ends before it starts."),
        ({"rule": "FREQ=DAILY;UNTIL=20281101"}, "until", "Please keep it to one year."),
        ({"rule": "FREQ=MONTHLY;COUNT=14"}, "rule", "Please keep it to one year."),
        ({"rule": "FREQ=WEEKLY;BYDAY=SA;UNTIL=20261124"}, "until", "It ends before it starts."),
        ({"rule": "FREQ=MONTHLY;BYMONTHDAY=9;UNTIL=20261201"}, "until", "There is no such day"),
        ({"ends": time(18)}, "ends_at", "Please say from when, too."),
        ({"starts": time(18), "ends": time(18)}, "ends_at", "It ends before it starts."),
        ({"wanted": 21}, "wanted", "Ask for 1 to 20 people."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(changed, part, sentence):
    at("2026-11-23T12:00+00:00")
    with pytest.raises(CannotRepeat, match=sentence) as no:
        recurrence(**({"rule": "FREQ=DAILY", "first": date(2026, 11, 24)} | changed)).check()
    assert no.value.field == f"series.{part}"
