"""A calendar as another program reads it, by a library that is none of ours."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

FAR = timedelta(days=900)


def parsed(text: bytes) -> Calendar:
    return Calendar.from_ical(text)


def events(text: bytes) -> list[Any]:
    """Every event of the next years, in order of time."""
    now = datetime.now(UTC)
    found = recurring_ical_events.of(parsed(text)).between(datetime(2020, 1, 1), now + 20 * FAR)
    return sorted(found, key=lambda event: str(event["UID"]))


def instants(text: bytes) -> list[tuple[Any, Any]]:
    """When each event begins and ends: instants in UTC, or days."""
    return sorted((_when(event.start), _when(event.end)) for event in events(text))


def _when(moment: date | datetime) -> Any:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
