"""Entries and a month of them, as the templates show them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from circles.calendar.agenda import Entry
from circles.calendar.month import MONTHS_AHEAD, Month
from circles.needs import time_phrase
from circles.web import (
    day_in_full,
    first_weekday,
    month_in_full,
    say,
    town,
    weekday_in_full,
    weekday_in_short,
)

WEEK = 7
MOST_IN_A_CELL = 3
"""Entries that a day of the month has room for; all of them stand below it."""


def entry_card(entry: Entry, zone: str) -> dict[str, Any]:
    """An entry as a card; its place is named where the clocks there are not the circle's."""
    row = entry.row
    return {
        "need_id": row.need_id,
        "slot_id": row.id,
        "kind": row.kind,
        "title": row.title,
        "time_label": say(time_phrase(row.starts, row.ends)) if row.starts else "",
        "town": town(row.time_zone) if row.starts and row.time_zone != zone else "",
        "names": entry.names,
        "circle_name": entry.circle_name,
        "is_yours": entry.is_yours,
        "is_promised": entry.is_promised,
        "is_asked": entry.is_asked,
        "is_still_open": entry.is_open,
        "has_hand": entry.has_hand,
        "can_say_yes": entry.is_open and not entry.is_yours and not entry.has_hand,
    }


def wall(month: Month, days: Mapping[date, list[Entry]], today: date) -> dict[str, Any]:
    """A month as a table, its weeks beginning as they do where the reader is."""
    present, starts = Month.of(today), first_weekday()
    monday = today - timedelta(days=today.weekday() - starts)
    head = [monday + timedelta(days=n) for n in range(WEEK)]
    return {
        "name": month_in_full(month.first),
        "key": str(month),
        "previous": str(month.ahead(-1)) if month > present else None,
        "next": str(month.ahead(1)) if month < present.ahead(MONTHS_AHEAD) else None,
        "weekdays": [{"short": weekday_in_short(d), "full": weekday_in_full(d)} for d in head],
        "weeks": [
            [_cell(day, days.get(day, []), today) if day else None for day in week]
            for week in month.weeks(starts)
        ],
    }


def _cell(day: date, found: list[Entry], today: date) -> dict[str, Any]:
    return {
        "number": day.day,
        "label": day_in_full(day),
        "is_today": day == today,
        "is_past": day < today,
        "anchor": f"d{day.isoformat()}" if found else None,
        "has_open": any(entry.is_open for entry in found),
        "has_yours": any(entry.is_yours for entry in found),
        "entries": [_line(entry) for entry in found[:MOST_IN_A_CELL]],
        "has_more": len(found) > MOST_IN_A_CELL,
    }


def _line(entry: Entry) -> dict[str, Any]:
    starts = entry.row.starts
    return {
        "need_id": entry.row.need_id,
        "title": entry.row.title,
        "time_label": say(time_phrase(starts, None)) if starts else "",
        "is_yours": entry.is_yours,
        "is_open": entry.is_open,
    }
