"""The agenda: the days ahead, whoever they are for, with one's own marked; and a month."""

import uuid
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import render_template, request
from flask import session as cookie

from circles import clock
from circles.calendar.agenda import Entry, agenda
from circles.calendar.month import Month
from circles.calendar.pages.blueprint import calendar
from circles.calendar.pages.feed import MADE
from circles.calendar.pages.wall import entry_card, wall
from circles.membership import Circle, current_circle
from circles.needs import repeats_after
from circles.web import day_in_full, day_near, me, remember_circle, weekday_in_short

AHEAD = timedelta(days=42)
"""How far the agenda looks: six weeks, as a month on the wall does."""
WEEK = 7


@calendar.get("/calendar")
def show_agenda() -> str:
    """What is coming up in the circle this device looks at; `?month=2026-12` for one month."""
    return _agenda(current_circle())


@calendar.get("/circles/<uuid:circle_id>/calendar")
def show_circle_agenda(circle_id: uuid.UUID) -> str:
    """The same of one circle; this device looks at it from now on."""
    circle = me().visible(Circle, circle_id)
    remember_circle(circle.id)
    return _agenda(circle)


def _agenda(circle: Circle) -> str:
    cookie.pop(MADE, None)  # a link to one's calendar is shown until its page is left
    today = clock.today(circle.time_zone)
    asked = request.args.get("month")
    month = Month.read(asked, today) if asked else Month.of(today)
    entries = _of_month(circle, month, today) if asked else _from_now(circle, today)
    days = {day: list(found) for day, found in groupby(entries, key=lambda entry: entry.day)}
    week = [] if asked else [today + timedelta(days=n) for n in range(WEEK)]
    return render_template(
        "calendar/agenda.html",
        circle=circle,
        days=[_day(day, found, today, circle) for day, found in days.items()],
        week=[_week_day(day, days.get(day, []), today) for day in week],
        month=wall(month, days, today),
        is_month=bool(asked),
        comes_nearer=month.last > (today + AHEAD)
        and repeats_after(circle.id, me().person.id, today + AHEAD),
    )


def _from_now(circle: Circle, today: date) -> list[Entry]:
    return agenda(circle.id, me().person.id, today, clock.now() + AHEAD)


def _of_month(circle: Circle, month: Month, today: date) -> list[Entry]:
    """A day more is read: what is in another zone may be on a day of this month all the same."""
    since = max(clock.now(), month.begins_at(circle.time_zone))
    until = month.ahead(1).begins_at(circle.time_zone) + timedelta(days=1)
    found = agenda(circle.id, me().person.id, max(today, month.first), until, since)
    return [entry for entry in found if entry.day <= month.last]


def _day(day: date, found: list[Entry], today: date, circle: Circle) -> dict[str, Any]:
    return {
        "anchor": f"d{day.isoformat()}",
        "label": day_in_full(day),
        "relative": day_near(day, today),
        "entries": [entry_card(entry, circle.time_zone) for entry in found],
    }


def _week_day(day: date, found: list[Entry], today: date) -> dict[str, Any]:
    return {
        "weekday": weekday_in_short(day),
        "number": day.day,
        "is_today": day == today,
        "has_open": any(entry.is_open for entry in found),
        "has_yours": any(entry.is_yours for entry in found),
        "anchor": f"d{day.isoformat()}" if found else None,
    }
