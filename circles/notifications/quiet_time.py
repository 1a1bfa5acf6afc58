"""When a person's phones keep silent: at night, unless they say otherwise.

By the clock of where they are, in summer and winter. What would have rung waits for the end, and
is said at once then (`letter.py`).
"""

import uuid
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, Time, select
from sqlalchemy.orm import Mapped, mapped_column

from circles.accounts import Person
from circles.database import db
from circles.membership import Circle
from circles.phrase import Phrase
from circles.refusal import Invalid

BEGINS, ENDS = time(21), time(8)
"""What nobody chose."""


class NoQuietTime(Invalid):
    """It would end when it begins."""

    code: ClassVar[str] = "no_quiet_time"

    def __init__(self) -> None:
        super().__init__(Phrase("Please choose an end that is not the beginning."), field="ends")


class QuietTime(db.Model):
    """What one person chose, for all their circles. Without a row it is what `default` says."""

    __tablename__ = "quiet_time"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    is_on: Mapped[bool]
    begins: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    time_zone: Mapped[str] = mapped_column(String(64))

    @classmethod
    def default(cls, time_zone: str, person_id: uuid.UUID | None = None) -> "QuietTime":
        """What holds for whoever has not chosen, in this zone; it is not kept."""
        return cls(person_id=person_id, is_on=True, begins=BEGINS, ends=ENDS, time_zone=time_zone)

    @classmethod
    def of(cls, person: Person) -> "QuietTime":
        """What this person chose, or what holds where their first circle is at home."""
        kept = db.session.scalar(select(cls).where(cls.person_id == person.id))
        if kept is not None:
            return kept
        homes = Circle.visible_to(person).with_only_columns(Circle.time_zone).limit(1)
        return cls.default(db.session.scalar(homes) or "UTC", person.id)

    @classmethod
    def change(cls, person: Person, **chosen: Any) -> "QuietTime":
        """Choose `is_on`, `begins`, `ends` or `time_zone`; what is left out stays. Raises
        `NoQuietTime`. Two taps at once come one after the other: their person is locked."""
        db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
        kept = cls.of(person)
        for name, value in chosen.items():
            setattr(kept, name, value)
        if kept.begins == kept.ends:
            raise NoQuietTime
        db.session.add(kept)
        return kept

    @classmethod
    def among(cls, people: Collection[uuid.UUID]) -> dict[uuid.UUID, "QuietTime"]:
        """What those of these people chose who did, by person."""
        rows = db.session.scalars(select(cls).where(cls.person_id.in_(people)))
        return {row.person_id: row for row in rows}

    def after(self, at: datetime) -> datetime:
        """The first moment from then on that is not quiet."""
        local = at.astimezone(ZoneInfo(self.time_zone))
        if not self._holds(local.time()):
            return at
        is_evening = self.begins > self.ends and local.time() >= self.begins
        return self._moment(local.date() + timedelta(days=is_evening), self.ends, at)

    def morning_after(self, at: datetime) -> datetime:
        """When the day after that one begins, for news that has waited for it."""
        next_day = self.day_of(at) + timedelta(days=1)
        return self.after(self._moment(next_day, self._morning, at))

    def day_of(self, at: datetime) -> date:
        """Which day it is then for this person; it begins in the morning."""
        local = at.astimezone(ZoneInfo(self.time_zone))
        return local.date() - timedelta(days=local.time() < self._morning)

    @property
    def _morning(self) -> time:
        return self.ends if self.is_on else ENDS

    def _holds(self, wall: time) -> bool:
        if not self.is_on:
            return False
        if self.begins < self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def _moment(self, day: date, wall: time, after: datetime) -> datetime:
        """Where the clock shows it twice in autumn, the first that is still to come."""
        there = datetime.combine(day, wall, ZoneInfo(self.time_zone))
        first, second = (there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return first if first > after else second
