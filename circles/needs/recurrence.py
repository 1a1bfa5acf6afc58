"""When something is wanted again and again: a few rules that people live by.

A rule speaks of days; the time of day is kept beside it and is what the clock on the wall
shows there, in summer and in winter. Only what can be said in one plain sentence is taken:
every day, some weekdays of every week or every other one, a day of the month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from circles import clock
from circles.needs.opening import MOST_WANTED, Opening
from circles.needs.repeating_rule import RepeatingRule
from circles.phrase import Phrase
from circles.refusal import Invalid

YEAR = timedelta(days=366)
"""How long something repeats at most; nothing is asked for ever without asking anew."""
FARTHEST_START = timedelta(days=366)
MINUTE = timedelta(minutes=1)


class CannotRepeat(Invalid):
    """A rule that cannot be, or that no plain sentence says."""

    code: ClassVar[str] = "invalid"

    def __init__(self, phrase: Phrase, part: str = "rule") -> None:
        super().__init__(phrase, field=f"series.{part}")


@dataclass(frozen=True)
class Recurrence:
    """A rule with its first day, its times by the wall clock of a place, and who is wanted.

    `ends` before `starts` is the next morning.
    """

    rule: RepeatingRule
    first: date
    starts: time | None
    ends: time | None
    zone: str
    wanted: int = 1

    @classmethod
    def beginning(
        cls,
        rule: RepeatingRule,
        first: date,
        starts: time | None,
        ends: time | None,
        zone: str,
        wanted: int = 1,
    ) -> "Recurrence":
        """From the first of its weekdays on: "every two weeks" counts from there, and not from
        the week in which it was typed."""
        while rule.is_weekly and first.weekday() not in rule.weekdays:
            first += timedelta(days=1)
        return cls(rule, first, starts, ends, zone, wanted)

    @property
    def last(self) -> date:
        """The day after which there is none, a year after the first one at the latest."""
        year = self.first + YEAR
        return min(self.rule.until or year, year)

    def check(self) -> None:
        """Raise `CannotRepeat`, naming the part, unless there are days ahead to ask for."""
        today = clock.today(self.zone)
        if not 1 <= self.wanted <= MOST_WANTED:
            raise CannotRepeat(Phrase("Ask for 1 to {most} people.", most=MOST_WANTED), "wanted")
        self._check_start(today)
        self._check_end()

    def _check_start(self, today: date) -> None:
        if self.ends is not None and self.starts is None:
            raise CannotRepeat(Phrase("Please say from when, too."), "ends_at")
        if self.starts is not None and self.ends == self.starts:
            raise CannotRepeat(Phrase("It ends before it starts."), "ends_at")
        if self.first < today:
            raise CannotRepeat(Phrase("That day has passed already."), "starts_at")
        if self.first > today + FARTHEST_START:
            raise CannotRepeat(
                Phrase("That is more than a year ahead. Is the year right?"), "starts_at"
            )

    def _check_end(self) -> None:
        if self.rule.until and self.rule.until < self.first:
            raise CannotRepeat(Phrase("It ends before it starts."), "until")
        if self.rule.until and self.rule.until > self.first + YEAR:
            raise CannotRepeat(Phrase("Please keep it to one year."), "until")
        if self.rule.times and self._spans_more_than_a_year():
            raise CannotRepeat(Phrase("Please keep it to one year."))
        if next(self.openings(clock.today(self.zone)), None) is None:
            raise CannotRepeat(Phrase("There is no such day before it ends."), "until")

    def _spans_more_than_a_year(self) -> bool:
        """Looked for just beyond the year, never to the end of a long rule."""
        return self._days().after(_midnight(self.first + YEAR)) is not None

    def openings(self, since: date) -> Iterator[tuple[datetime, Opening]]:
        """Its days from `since` on that are not past, in order: the wall clock as the rule has
        it, by which a day is known for ever, and the place to fill."""
        for midnight in self._days().xafter(_midnight(since), inc=True):
            day = midnight.date()
            if day > self.last:
                return
            opening = self._opening(day)
            if opening.over_at(self.zone) > clock.now():
                yield datetime.combine(day, self.starts or time.min), opening

    def goes_on_after(self, day: date) -> bool:
        """Whether there is another day of it after this one."""
        return next(self.openings(day + timedelta(days=1)), None) is not None

    def _opening(self, day: date) -> Opening:
        if self.starts is None:
            return Opening(day, wanted=self.wanted)
        begins = existing(datetime.combine(day, self.starts), self.zone)
        ends = self._end(day)
        if ends is not None and ends <= begins:  # both in the hour that is left out
            ends = None
        return Opening(begins.date(), begins.time(), ends, self.wanted)

    def _end(self, day: date) -> datetime | None:
        if self.ends is None or self.starts is None:
            return None
        ends_on = day if self.ends > self.starts else day + timedelta(days=1)
        return existing(datetime.combine(ends_on, self.ends), self.zone)

    def _days(self) -> Any:
        return rrulestr(str(self.rule), dtstart=_midnight(self.first))


def existing(local: datetime, zone: str) -> datetime:
    """The same time by the wall clock; where that leaves it out on a night in spring, the first
    minute that it shows again. Of a time that it shows twice in autumn, the first is meant."""
    while not _exists(local, zone):
        local += MINUTE
    return local


def _exists(local: datetime, zone: str) -> bool:
    there = ZoneInfo(zone)
    instant = local.replace(tzinfo=there).astimezone(UTC)
    return instant.astimezone(there).replace(tzinfo=None, fold=0) == local


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
