"""Days as other calendars read them (RFC 5545), and as little else as possible.

Whoever keeps a calendar for people reads what is in it. So an event says which kind of thing it
is, in which circle and when; no words of anyone, no names, no address.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from circles import clock
from circles.needs import Opening, kind_of
from circles.phrase import Phrase

PRODUCT = "-//Circles//Circles//EN"
LOOK_AGAIN = timedelta(hours=1)
"""How often a calendar is asked to look; most look less often than they are asked to."""
SHAPE = 1
"""Raised whenever something is written differently: then calendars fetch what they know again."""


def digest_of(days: Sequence[Any], language: str) -> str:
    """A mark that changes when what is written of these days would."""
    said = repr((SHAPE, language, [tuple(day) for day in days]))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def write(days: Sequence[Any], base_url: str, language: str) -> bytes:
    """These days as a calendar; `base_url` is where they can be read about."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Circles")
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for day in days:
        calendar.add_component(_event(day, _plain(base_url), language))
    if days:
        calendar.add_missing_timezones(*_years(days))
    return calendar.to_ical()


def _event(day: Any, base_url: str, language: str) -> Event:
    off_at = _called_off_at(day)
    event = Event()
    event.add("uid", f"{day.id}@{urlsplit(base_url).hostname}")
    event.add(
        "sequence", day.revision + (off_at is not None)
    )  # nothing changes after it was called off
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("summary", _summary(day, language))
    event.add("status", "CANCELLED" if off_at else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("url", f"{base_url}/needs/{day.need_id}")
    if off_at is not None:
        event.add("last-modified", off_at.replace(microsecond=0))
    if said := _whose(day):
        event.add("description", said.say(language))
    _add_time(event, day)
    return event


def _called_off_at(day: Any) -> datetime | None:
    """When it was said that nobody is needed: a day by itself is over from then on."""
    if day.is_called_off:
        return day.over_at
    return day.ended_at if day.ended_at is not None and day.ended_at < day.over_at else None


def _summary(day: Any, language: str) -> str:
    return f"{kind_of(day.kind).discreet.say(language)} · {_plain(day.circle_name)}"


def _whose(day: Any) -> Phrase | None:
    if day.is_asked:
        return Phrase("You asked for this.")
    return Phrase("You said yes to this.") if day.is_promised else None


def _add_time(event: Event, day: Any) -> None:
    """A day without a time lasts all day, wherever its reader is, and keeps nobody busy."""
    if day.starts is None:
        event.add("dtstart", day.day)
        event.add("dtend", day.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        starts, ends = _by_the_clock(day.begins_at, _would_be_over_at(day), day.time_zone)
        event.add("dtstart", starts)
        event.add("dtend", ends)


def _would_be_over_at(day: Any) -> datetime:
    if day.is_called_off:
        return Opening(day.day, day.starts, day.ends).over_at(day.time_zone)
    over_at: datetime = day.over_at
    return over_at


def _by_the_clock(begins: datetime, over: datetime, zone: str) -> tuple[datetime, datetime]:
    """As the clock of the place says it. The second of two equal readings, when clocks go back,
    can only be said in UTC, for by itself a reading means the first (RFC 5545, section 3.3.5);
    then both are, because programs take one from the other."""
    starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (begins, over))
    return (begins, over) if starts.fold or ends.fold else (starts, ends)


def _years(days: Sequence[Any]) -> tuple[date, date]:
    """The years whose changes of clocks have to be told; whole ones, so they stay the same."""
    first = min(day.begins_at for day in days).year
    last = max(day.over_at for day in days).year
    return date(first - 1, 1, 1), date(last + 2, 1, 1)


def _plain(text: str) -> str:
    """On one line, whichever characters a reader takes for the end of one."""
    bare = (" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join("".join(bare).split())
