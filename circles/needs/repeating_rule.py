"""The rules that may be said: a small part of RFC 5545, as text and as what it means."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_OF_EVERY_MONTH = 28
LAST = -1
NTHS = (1, 2, 3, 4, LAST)
MOST_TIMES = 366
RULE_LENGTH = 200

KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"}
NTH_WEEKDAY = re.compile(rf"(1|2|3|4|-1)({'|'.join(WEEKDAYS)})")


class UnknownRule(ValueError):
    """Not a rule, or not one of those that people live by."""


@dataclass(frozen=True)
class RepeatingRule:
    """`every` is `day`, `week`, `two_weeks` or `month`; weekdays count from Monday as 0.

    Of a month it is either `month_day` (-1 is the last) or the `nth` of one weekday.
    """

    every: str
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: int | None = None
    until: date | None = None
    times: int | None = None

    @classmethod
    def read(cls, text: str, first: date, zone: str, starts: time | None) -> "RepeatingRule":
        """What a rule means that begins on `first`; raises `UnknownRule`.

        An `UNTIL` in UTC, as RFC 5545 has it, is turned into a day of the place, where each
        day begins at `starts` by the wall clock.
        """
        parts = _parts(text)
        shape = _shape(parts, first)
        if "UNTIL" in parts and "COUNT" in parts:
            raise UnknownRule
        until = _until(parts["UNTIL"], zone, starts) if "UNTIL" in parts else None
        times = _number(parts["COUNT"], MOST_TIMES) if "COUNT" in parts else None
        return cls(**shape, until=until, times=times)

    def ending(self, until: date) -> "RepeatingRule":
        """The same rule, with a last day."""
        return replace(self, until=until)

    @property
    def is_weekly(self) -> bool:
        """Whether it names weekdays of a week."""
        return self.every in ("week", "two_weeks")

    def __str__(self) -> str:
        parts = [f"FREQ={self._frequency()}"]
        if self.every == "two_weeks":
            parts.append("INTERVAL=2")
        if self.nth is not None:
            parts.append(f"BYDAY={self.nth}{WEEKDAYS[self.weekdays[0]]}")
        elif self.weekdays:
            parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in self.weekdays))
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.times is not None:
            parts.append(f"COUNT={self.times}")
        return ";".join(parts)

    def _frequency(self) -> str:
        return {"day": "DAILY", "month": "MONTHLY"}.get(self.every, "WEEKLY")


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = part.partition("=")
        if name not in KNOWN or not value or name in parts:
            raise UnknownRule
        parts[name] = value
    if parts.get("WKST", "MO") != "MO":  # a week begins on Monday: it matters every other week
        raise UnknownRule
    return parts


def _shape(parts: dict[str, str], first: date) -> dict[str, Any]:
    frequency, interval = parts.get("FREQ"), _number(parts.get("INTERVAL", "1"), 2)
    by_day, by_month_day = parts.get("BYDAY"), parts.get("BYMONTHDAY")
    if frequency == "WEEKLY" and by_month_day is None:
        return _weekly(interval, by_day, first)
    if interval == 1 and frequency == "DAILY" and by_day is None and by_month_day is None:
        return {"every": "day"}
    if interval == 1 and frequency == "MONTHLY" and not (by_day and by_month_day):
        return _nth_weekday(by_day) if by_day else _month_day(by_month_day, first)
    raise UnknownRule


def _weekly(interval: int, by_day: str | None, first: date) -> dict[str, Any]:
    named = by_day.split(",") if by_day else [WEEKDAYS[first.weekday()]]
    if not set(named) <= set(WEEKDAYS):
        raise UnknownRule
    weekdays = tuple(sorted({WEEKDAYS.index(name) for name in named}))
    if len(weekdays) == len(WEEKDAYS) and interval == 1:
        return {"every": "day"}
    return {"every": "week" if interval == 1 else "two_weeks", "weekdays": weekdays}


def _nth_weekday(by_day: str) -> dict[str, Any]:
    found = NTH_WEEKDAY.fullmatch(by_day)
    if found is None:
        raise UnknownRule
    return {"every": "month", "nth": int(found[1]), "weekdays": (WEEKDAYS.index(found[2]),)}


def _month_day(by_month_day: str | None, first: date) -> dict[str, Any]:
    if by_month_day == str(LAST):
        return {"every": "month", "month_day": LAST}
    if by_month_day is not None:
        return {"every": "month", "month_day": _number(by_month_day, DAYS_OF_EVERY_MONTH)}
    return {"every": "month", "month_day": day_of_every_month(first)}


def day_of_every_month(day: date) -> int:
    """Its number, or the last day where a shorter month would have none of that number."""
    return day.day if day.day <= DAYS_OF_EVERY_MONTH else LAST


def nth_of_its_weekday(day: date) -> int:
    """Which one of its weekday in its month it is; the fifth is the last."""
    nth = (day.day + 6) // 7
    return nth if nth in NTHS else LAST


def _number(typed: str, most: int) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and 1 <= int(typed) <= most):
        raise UnknownRule
    return int(typed)


def _until(typed: str, zone: str, starts: time | None) -> date:
    try:
        if len(typed) == 8:
            return datetime.strptime(typed, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        moment = datetime.strptime(typed.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if typed.endswith("Z"):
            moment = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        too_early = starts is not None and moment.time() < starts
        return moment.date() - timedelta(days=1) if too_early else moment.date()
    except (ValueError, OverflowError):
        raise UnknownRule from None
