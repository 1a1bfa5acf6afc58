"""Days and times in words, for pages, news and feeds alike."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_skeleton, format_time

from circles import clock
from circles.phrase import Phrase

AFTERNOON, EVENING = 12, 17
WEEK = timedelta(days=6)
"""Within these days a weekday's name alone means the coming one."""


class Day(Phrase):
    """A calendar day, said in the reader's language."""

    def __init__(self, day: date) -> None:
        super().__init__("{day}", day=day.isoformat())
        self.day = day

    def say(self, locale: str = "en") -> str:
        """For example `Tuesday 24 November`."""
        return _day_in_full(self.day, region(locale))


class Weekday(Day):
    """A day of this week, said by its name alone."""

    def say(self, locale: str = "en") -> str:
        """For example `Tuesday`."""
        return format_date(self.day, "EEEE", locale=region(locale))


class Clock(Phrase):
    """A time of day, said in the reader's language."""

    def __init__(self, at: time) -> None:
        super().__init__("{at}", at=at.isoformat("minutes"))
        self.at = at

    def say(self, locale: str = "en") -> str:
        """For example `18:00`."""
        return format_time(self.at, "short", locale=region(locale))


def time_phrase(starts: time | None, ends: datetime | None) -> Phrase:
    """`18:00 to 20:00`, `18:00`, or `any time`."""
    if starts is None:
        return Phrase("any time")
    if ends is None:
        return Clock(starts)
    return Phrase("{starts} to {ends}", starts=Clock(starts), ends=Clock(ends.time()))


def discreet_when(day: date | None, starts: time | None) -> Phrase:
    """A day as a lock screen may say it: `Sunday afternoon`, never to the minute. A day
    that is a week away or more says its date as well."""
    if day is None:
        return Phrase("whenever it suits")
    said = Day(day) if day - clock.now().date() >= WEEK or starts is None else Weekday(day)
    if starts is None:
        return said
    if starts.hour < AFTERNOON:
        return Phrase("{day} in the morning", day=said)
    if starts.hour < EVENING:
        return Phrase("{day} afternoon", day=said)
    return Phrase("{day} evening", day=said)


def who_asks(ask: Any) -> Phrase:
    """`Ruth asks: a ride`, or `Sam asks for Ruth: a ride`; for the inbox, never a lock screen."""
    name, title = ask.posted_by.name, ask.title
    whom = ask.for_member.name if ask.for_member else ask.for_name
    if whom:
        return Phrase("{name} asks for {whom}: {title}", name=name, whom=whom, title=title)
    return Phrase("{name} asks: {title}", name=name, title=title)


@lru_cache(maxsize=1024)
def _day_in_full(day: date, locale: str) -> str:
    """Kept, because choosing among a language's patterns takes Babel 0.3 ms."""
    return format_skeleton("EEEEMMMMd", day, locale=locale)


def region(locale: str) -> str:
    """Where a language is spoken.

    Plain English speaks of days and times as in Europe: 24 November, 18:00.
    """
    return "en_GB" if locale == "en" else locale
