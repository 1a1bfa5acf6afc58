"""How days and instants read on a page."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from flask import Flask
from flask_babel import get_locale, gettext

from circles import clock
from circles.phrase import Phrase

WEEK = 7
"""Days after which a weekday comes again."""


def register(app: Flask) -> None:
    """Give templates `say`, for phrases made below the edges, and `day_at`, for instants."""
    from circles.web.errors import say

    app.add_template_filter(say, "say")
    app.add_template_filter(day_at)


def day_in_full(day: date) -> str:
    """`Tuesday 24 November`."""
    return format_skeleton("EEEEMMMMd", day, locale=region())


def day_at(at: datetime, zone: str) -> str:
    """The day of an instant, by the clock of a place."""
    return day_in_full(at.astimezone(ZoneInfo(zone)).date())


def day_in_short(day: date) -> str:
    """`Tue 24`."""
    return format_skeleton("EEEd", day, locale=region())


def weekday_in_short(day: date) -> str:
    """`Tue`."""
    return format_skeleton("EEE", day, locale=region())


def weekday_in_full(day: date) -> str:
    """`Tuesday`."""
    return format_date(day, "EEEE", locale=region())


def month_in_full(day: date) -> str:
    """`November 2026`."""
    return format_skeleton("yMMMM", day, locale=region())


def first_weekday() -> int:
    """The day a week begins with where this language is spoken; 0 is Monday."""
    return Locale.parse(region()).first_week_day


def time_in_short(at: time) -> str:
    """`18:00`."""
    return format_time(at, "short", locale=region())


def town(zone: str) -> str:
    """The place that a time zone is named for: `New York`."""
    return get_timezone_location(zone, locale=region(), return_city=True)


def day_near(day: date, today: date) -> str:
    """`today`, `tomorrow`, or nothing for any other day."""
    return {0: gettext("today"), 1: gettext("tomorrow")}.get((day - today).days, "")


def moment(at: datetime, zone: str) -> str:
    """When something happened, as of now: `today, 14:05` or `Sun 22, 14:05`."""
    local = at.astimezone(ZoneInfo(zone))
    day = day_near(local.date(), clock.today(zone)) or day_in_short(local.date())
    return f"{day}, {format_time(local.time(), 'short', locale=region())}"


def moment_ahead(at: datetime, zone: str) -> str:
    """When something will be: with its month, where the weekday alone could mean another one."""
    local = at.astimezone(ZoneInfo(zone))
    if (local.date() - clock.today(zone)).days < WEEK:
        return moment(at, zone)
    return f"{day_in_full(local.date())}, {format_time(local.time(), 'short', locale=region())}"


def spoken(phrase: Phrase) -> str:
    """A phrase as it reads at the start of a line."""
    from circles.web.errors import say

    text = say(phrase)
    return text[:1].upper() + text[1:]


def region() -> str:
    """Where the language of whoever asks is spoken, for days and times: `en_GB`."""
    locale = str(get_locale() or "en")
    return "en_GB" if locale == "en" else locale
