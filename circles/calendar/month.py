"""A month on the wall."""

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from circles.phrase import Phrase
from circles.refusal import Invalid

WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
MONTHS_AHEAD = 24
"""As far as one may ask for help: two years."""


class NoMonth(Invalid):
    """An address that somebody made up."""

    code: ClassVar[str] = "no_month"

    def __init__(self) -> None:
        super().__init__(Phrase("That is no month to look at. Months are written like 2026-12."))


@dataclass(frozen=True, order=True)
class Month:
    """By its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Self:
        """The month this day is in."""
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str, today: date) -> Self:
        """`2026-12`, not before the present month nor too far ahead: what is past is let go of.
        Raises `NoMonth`."""
        found = WRITTEN.fullmatch(text)
        try:
            asked = cls(date(int(found[1]), int(found[2]), 1)) if found else None
        except ValueError:
            asked = None
        if asked is None:
            raise NoMonth
        return min(max(asked, cls.of(today)), cls.of(today).ahead(MONTHS_AHEAD))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.ahead(1).first - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    def ahead(self, months: int) -> Self:
        """So many months later, or earlier."""
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + months, 12)
        return type(self)(date(year, month + 1, 1))

    def begins_at(self, zone: str) -> datetime:
        """The instant of its first midnight in a place."""
        return datetime.combine(self.first, time.min, ZoneInfo(zone)).astimezone(UTC)

    def weeks(self, first_weekday: int) -> list[list[date | None]]:
        """Its days in rows of seven, nothing where a day belongs to another month; 0 is Monday."""
        rows = Calendar(first_weekday).monthdatescalendar(self.first.year, self.first.month)
        return [[day if Month.of(day) == self else None for day in row] for row in rows]
