"""When someone would be needed, as typed: checked before it becomes a slot."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from circles import clock
from circles.phrase import Phrase
from circles.refusal import Invalid

MOST_WANTED = 20
MOST_SLOTS = 31
HORIZON = timedelta(days=730)
"""How far ahead one may ask; a later year is nearly always a slip of the finger."""
LONGEST = timedelta(days=366)
WHENEVER = timedelta(days=30)
"""How long something without a day is asked for; nothing waits for ever."""
UNTIMED_END = timedelta(hours=2)
"""How long after its start something without an end is still going on."""


@dataclass(frozen=True)
class Opening:
    """A wish for `wanted` people: on no day, on a day, or at a wall-clock time of it.

    `ends` is a wall-clock date and time, so that a night may end tomorrow.
    """

    day: date | None = None
    starts: time | None = None
    ends: datetime | None = None
    wanted: int = 1

    def begins_at(self, zone: str) -> datetime | None:
        """The instant it begins, in UTC; a day without a time begins at midnight."""
        if self.day is None:
            return None
        return _instant(datetime.combine(self.day, self.starts or time.min), zone)

    def over_at(self, zone: str) -> datetime:
        """The instant from which it is past, in UTC."""
        if self.day is None:
            return clock.now() + WHENEVER
        if self.ends is not None:
            return _instant(self.ends, zone)
        if self.starts is None:
            return _instant(datetime.combine(self.day + timedelta(days=1), time.min), zone)
        return _instant(datetime.combine(self.day, self.starts), zone) + UNTIMED_END

    def check(self, zone: str, number: int = 0) -> None:
        """Raise `Invalid`, naming the opening by its number, when it cannot be."""
        if not 1 <= self.wanted <= MOST_WANTED:
            raise self._wrong(
                number, "wanted", Phrase("Ask for 1 to {most} people.", most=MOST_WANTED)
            )
        if self.day is None:
            if self.starts or self.ends:
                raise self._wrong(number, "starts_at", Phrase("Please say which day, too."))
            return
        self._check_day(zone, number)
        self._check_end(zone, number)

    def _check_day(self, zone: str, number: int) -> None:
        assert self.day is not None
        today = clock.today(zone)
        if self.day < today:
            raise self._wrong(number, "starts_at", Phrase("That day has passed already."))
        if self.day > today + HORIZON:
            raise self._wrong(
                number, "starts_at", Phrase("That is more than two years ahead. Is the year right?")
            )

    def _check_end(self, zone: str, number: int) -> None:
        if self.ends is not None:
            self._check_length(self.ends, number)
        begins, over = self.begins_at(zone), self.over_at(zone)
        assert begins is not None
        if over <= begins:
            raise self._wrong(number, "ends_at", Phrase("It ends before it starts."))
        if over <= clock.now():
            raise self._wrong(number, "starts_at", Phrase("That time has passed already."))

    def _check_length(self, ends: datetime, number: int) -> None:
        """By the wall clock, which knows no time too far away to be an instant."""
        assert self.day is not None
        if self.starts is None:
            raise self._wrong(number, "ends_at", Phrase("Please say from when, too."))
        length = ends - datetime.combine(self.day, self.starts)
        if length <= timedelta(0):
            raise self._wrong(number, "ends_at", Phrase("It ends before it starts."))
        if length > LONGEST:
            raise self._wrong(number, "ends_at", Phrase("Please keep it to one year."))

    @staticmethod
    def _wrong(number: int, part: str, phrase: Phrase) -> Invalid:
        return Invalid(phrase, field=f"slots.{number}.{part}")


def check_all(openings: list[Opening], zone: str) -> None:
    """Raise `Invalid` unless all of them can be, and there are not too many."""
    if not 1 <= len(openings) <= MOST_SLOTS:
        raise Invalid(Phrase("Please ask for at most {most} days.", most=MOST_SLOTS), field="slots")
    for number, opening in enumerate(openings):
        opening.check(zone, number)


def _instant(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
