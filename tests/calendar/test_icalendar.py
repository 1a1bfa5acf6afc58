"""Days as other calendars read them: the same instants, and not a word too many."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from circles import clock
from circles.calendar.icalendar import write
from circles.needs import Opening
from tests.calendar.reading import events, instants, parsed
from tests.hostile_words import HOSTILE

ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "UTC",
)

EDGES = {
    "Europe/London": (date(2027, 3, 28), date(2027, 10, 31)),
    "Europe/Berlin": (date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "America/St_Johns": (date(2027, 3, 14), date(2027, 11, 7)),
    "Australia/Lord_Howe": (date(2027, 4, 4), date(2027, 10, 3)),
    "Pacific/Chatham": (date(2027, 4, 4), date(2027, 9, 26)),
}


def day(opening: Opening, zone: str, **changed):
    """What is known of a day, as it is read from the database."""
    known = {
        "id": uuid.uuid4(),
        "need_id": uuid.uuid4(),
        "day": opening.day,
        "starts": opening.starts,
        "ends": opening.ends,
        "time_zone": zone,
        "begins_at": opening.begins_at(zone),
        "over_at": opening.over_at(zone),
        "revision": 0,
        "kind": "meal",
        "ended_at": None,
        "is_called_off": False,
        "is_asked": False,
        "is_promised": True,
        "circle_name": "Maple Street",
    }
    return SimpleNamespace(**(known | changed))


def written(*days, base_url="https://care.example", language="en") -> bytes:
    return write(days, base_url, language)


def times(around: date) -> list[Opening]:
    """Every half hour of three days, and nights between them."""
    days = [around + timedelta(days=n) for n in (-1, 0, 1)]
    marks = [(d, time(hour, minute)) for d in days for hour in range(24) for minute in (0, 30)]
    timed = [Opening(d, starts) for d, starts in marks]
    nights = [
        Opening(d, time(22), datetime.combine(d + timedelta(days=1), time(hour, 30)))
        for d in days
        for hour in range(1, 7)
    ]
    return [*timed, *nights]


@pytest.mark.parametrize("zone", ZONES)
def test_another_program_reads_the_same_instants(zone):
    for around in EDGES.get(zone, (date(2027, 3, 28), date(2027, 10, 31))):
        days = [day(opening, zone) for opening in times(around)]
        meant = sorted((one.begins_at, one.over_at) for one in days)
        assert instants(written(*days)) == meant


def test_a_weekly_dinner_stays_at_six_by_the_clock_of_the_place():
    weeks = [Opening(date(2027, 3, 14) + timedelta(weeks=n), time(18)) for n in range(5)]
    text = written(*(day(opening, "Europe/London") for opening in weeks))
    starts = sorted(event.start for event in events(text))
    assert {start.strftime("%H:%M %Z") for start in starts[:2]} == {"18:00 GMT"}
    assert {start.strftime("%H:%M %Z") for start in starts[2:]} == {"18:00 BST"}
    assert b"DTSTART;TZID=Europe/London:20270328T180000" in text
    assert b"BEGIN:VTIMEZONE" in text


def test_a_day_without_a_time_lasts_all_day_wherever_it_is_read():
    text = written(day(Opening(date(2027, 3, 28)), "Pacific/Apia"))
    assert instants(text) == [(date(2027, 3, 28), date(2027, 3, 29))]
    assert b"DTSTART;VALUE=DATE:20270328" in text
    assert b"TRANSP:TRANSPARENT" in text


def test_all_zones_are_told_of_once():
    openings = [Opening(date(2027, 3, 28), time(hour)) for hour in (9, 18)]
    text = written(*(day(opening, zone) for zone in ZONES for opening in openings))
    assert text.count(b"BEGIN:VTIMEZONE") == len(ZONES) - 1  # UTC is known everywhere


def test_what_was_called_off_stays_and_says_so():
    opening = Opening(date(2027, 3, 28), time(18))
    known = {"revision": 2, "ended_at": datetime(2027, 3, 27, 9, 0, 0, 5, tzinfo=UTC)}
    [event] = parsed(written(day(opening, "UTC", **known))).events
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 3
    assert event["LAST-MODIFIED"].dt == datetime(2027, 3, 27, 9, tzinfo=UTC)


def test_a_day_that_was_over_before_the_ask_ended_took_place():
    opening = Opening(date(2027, 3, 28), time(18))
    ended = {"ended_at": opening.over_at("UTC") + timedelta(hours=1)}
    [event] = parsed(written(day(opening, "UTC", **ended))).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)


def test_it_says_when_it_was_written(world):
    world.at(datetime(2026, 11, 23, 9, 0, 0, 123, tzinfo=UTC))
    [event] = parsed(written(day(Opening(world.day(1)), "UTC"))).events
    assert event["DTSTAMP"].dt == clock.now().replace(microsecond=0)


def test_a_calendar_without_days_is_one_all_the_same():
    assert parsed(written()).events == []
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in written()
    assert b"X-PUBLISHED-TTL:PT1H" in written()


@pytest.mark.parametrize("base_url", ["https://care.example\r\nX-EVIL:1", "https://care.example"])
def test_an_event_leads_to_its_ask_and_is_called_after_its_day(base_url):
    one = day(Opening(date(2027, 3, 28)), "UTC")
    [event] = parsed(written(one, base_url=base_url)).events
    assert str(event["UID"]).startswith(f"{one.id}@care.example")
    assert f"/needs/{one.need_id}" in event["URL"]
    assert "X-EVIL" not in event


ON_A_LINE = (
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "a\nATTACH:https://evil.example",
    "a\x0bX:1",
    "a\x85X:1",
    "a\u2028X:1",
    "\ud800",
    'a;X="b":c,d\\n',
)


def test_no_name_of_a_circle_injects_a_line():
    names = [*ON_A_LINE, *HOSTILE]
    assert len(names) >= 60
    opening = Opening(date(2027, 3, 28), time(18))
    plain = [name_of(line) for line in written(day(opening, "UTC")).splitlines()]
    for name in names:
        text = written(day(opening, "UTC", circle_name=name)).decode()
        unfolded = text.replace("\r\n ", "")
        assert [name_of(line.encode()) for line in unfolded.splitlines()] == plain, name
        [event] = parsed(text.encode()).events
        assert str(event["SUMMARY"]).startswith("A meal · "), name


def name_of(line: bytes) -> bytes:
    return line.partition(b":")[0].partition(b";")[0]
