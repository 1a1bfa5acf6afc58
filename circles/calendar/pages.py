"""The agenda: the days ahead, whoever they are for, with one's own marked."""

import uuid
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template

from circles import clock
from circles.membership import Circle, current_circle
from circles.needs import ListedSlot, coming_up, is_for, time_phrase
from circles.web import day_in_full, day_near, me, remember_circle, say, weekday_in_short

calendar = Blueprint("calendar", __name__)

AHEAD = timedelta(days=42)
"""How far the agenda looks: six weeks, as a month on the wall does."""
WEEK = 7


@calendar.get("/calendar")
def show_agenda() -> str:
    """What is coming up in the circle this device looks at."""
    return _agenda(current_circle())


@calendar.get("/circles/<uuid:circle_id>/calendar")
def show_circle_agenda(circle_id: uuid.UUID) -> str:
    """The same of one circle; this device looks at it from now on."""
    circle = me().visible(Circle, circle_id)
    remember_circle(circle.id)
    return _agenda(circle)


def _agenda(circle: Circle) -> str:
    today = clock.today(circle.time_zone)
    entries = coming_up(circle.id, me().person.id, clock.now() + AHEAD)
    days = {day: list(found) for day, found in groupby(entries, key=lambda e: max(e[0].day, today))}
    return render_template(
        "calendar/agenda.html",
        circle=circle,
        days=[_day(day, found, today) for day, found in days.items()],
        week=[_week_day(today + timedelta(days=n), days, today) for n in range(WEEK)],
    )


def _day(day: date, found: list[Any], today: date) -> dict[str, Any]:
    return {
        "anchor": f"d{day.isoformat()}",
        "label": day_in_full(day),
        "relative": day_near(day, today),
        "entries": [_entry(row, slot, me().person.id) for row, slot in found],
    }


def _entry(row: Any, slot: ListedSlot, reader: uuid.UUID) -> dict[str, Any]:
    return {
        "need_id": row.need_id,
        "slot_id": row.id,
        "kind": row.kind,
        "title": row.title,
        "time_label": say(time_phrase(row.starts, row.ends)) if row.starts else "",
        "names": [helper.name for helper in slot.helpers],
        "is_yours": slot.holds(reader),
        "is_open": slot.is_open and not is_for(row, reader),
    }


def _week_day(day: date, days: dict[date, list[Any]], today: date) -> dict[str, Any]:
    slots = [slot for _row, slot in days.get(day, [])]
    return {
        "weekday": weekday_in_short(day),
        "number": day.day,
        "is_today": day == today,
        "has_open": any(slot.is_open for slot in slots),
        "has_yours": any(slot.holds(me().person.id) for slot in slots),
        "anchor": f"d{day.isoformat()}" if slots else None,
    }
