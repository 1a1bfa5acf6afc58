"""An ask that repeats: its days are made some weeks ahead, one slot each."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Select,
    String,
    Time,
    UniqueConstraint,
    and_,
    exists,
    func,
    select,
)
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs.audience import seen_by
from circles.needs.need import Need, NeedEnded
from circles.needs.opening import MOST_WANTED, Opening
from circles.needs.recurrence import Recurrence
from circles.needs.repeating_rule import RULE_LENGTH, RepeatingRule
from circles.needs.slot import Slot

AHEAD = timedelta(days=42)
"""How far ahead days are made: as far as the agenda looks. One is always there, though, so that
what repeats every month has a day to say yes to."""


class Series(db.Model):
    """A rule, its wall-clock times and its place; the days themselves are slots.

    A day is known by its wall-clock start as the rule has it, wherever it was moved to since:
    `slot.series_start`, once per series. So a day is made once, whoever makes days how often.
    """

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("id", "wanted"),  # what a standing promise's place is held against
        CheckConstraint(f"wanted between 1 and {MOST_WANTED}", name="wanted"),
    )

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), unique=True
    )
    rule: Mapped[str] = mapped_column(String(RULE_LENGTH))
    first: Mapped[date] = mapped_column(Date)
    starts: Mapped[time | None] = mapped_column(Time)
    ends: Mapped[time | None] = mapped_column(Time)
    time_zone: Mapped[str] = mapped_column(String(64))
    wanted: Mapped[int]

    need: Mapped[Need] = relationship()

    @classmethod
    def ask(cls, member: Membership, recurrence: Recurrence, **words: Any) -> Need:
        """Ask for something again and again; raises `CannotRepeat`. The circle hears of it
        once, and not anew of every day."""
        recurrence.check()
        start, opening = next(recurrence.openings(recurrence.first))
        need = Need.ask(member, openings=[opening], **words)
        series = cls(
            rule=str(recurrence.rule),
            first=recurrence.first,
            starts=recurrence.starts,
            ends=recurrence.ends,
            time_zone=recurrence.zone,
            wanted=recurrence.wanted,
        )
        series.need = need
        db.session.add(series)
        db.session.flush()
        need.slots[0].series_id, need.slots[0].series_start = series.id, start
        series.make_days()
        return need

    @classmethod
    def visible_to(cls, person: Person) -> Select["Series"]:
        """What is asked of this person again and again in their circles."""
        mine = and_(Membership.circle_id == Need.circle_id, Membership.person_id == person.id)
        found = select(cls).join(Need, Need.id == cls.need_id).join(Membership, mine)
        return found.where(seen_by(Need, person.id))

    @classmethod
    def of(cls, need_id: uuid.UUID) -> "Series | None":
        """The series of an ask, if it repeats."""
        return db.session.scalar(select(cls).where(cls.need_id == need_id))

    @property
    def recurrence(self) -> Recurrence:
        """The rule as it was asked."""
        rule = RepeatingRule.read(self.rule, self.first, self.time_zone, self.starts)
        return Recurrence(rule, self.first, self.starts, self.ends, self.time_zone, self.wanted)

    def make_days(self) -> list[Slot]:
        """Make what is missing of the days ahead. Two may do it at once: the series is locked
        before the days that are there are looked up, so the second finds nothing to do.

        Raises `NeedEnded` where nothing is asked for any more.
        """
        self.lock()
        made = [self._day(start, opening) for start, opening in self._missing()]
        for position, slot in enumerate(made, next_position(self.need_id)):
            slot.position = position
        db.session.add_all(made)
        db.session.flush()
        db.session.expire(self.need, ["slots"])
        return made

    def lock(self) -> None:
        """Nobody makes days or takes a standing place meanwhile, and the ask does not end.

        Then its days, and the ask last, as everyone does who holds a day and its ask: so two
        never wait for each other. Raises `NeedEnded`, also where it is gone with its author.
        """
        try:
            db.session.refresh(self, with_for_update={"of": Series})
        except InvalidRequestError:
            raise NeedEnded from None
        days = select(Slot.id).where(Slot.need_id == self.need_id).order_by(Slot.id)
        db.session.execute(days.with_for_update())
        db.session.refresh(self.need, with_for_update={"read": True, "of": Need})
        if not self.need.is_open:
            raise NeedEnded

    def coming(self) -> Select[Slot]:
        """Its days that are not over, as they were made."""
        ahead = and_(Slot.series_id == self.id, Slot.over_at > clock.now())
        return select(Slot).where(ahead).order_by(Slot.id)

    def _missing(self) -> Iterator[tuple[datetime, Opening]]:
        made = set(db.session.scalars(select(Slot.series_start).where(Slot.series_id == self.id)))
        today = clock.today(self.time_zone)
        has_one = db.session.scalar(select(exists(self.coming().order_by(None))))
        for start, opening in self.recurrence.openings(today):
            if has_one and start.date() > today + AHEAD:
                return
            if start not in made:
                yield start, opening
                has_one = True

    def _day(self, start: datetime, opening: Opening) -> Slot:
        slot = Slot.of(opening, self.time_zone, position=0)
        slot.need_id, slot.series_id, slot.series_start = self.need_id, self.id, start
        return slot


def next_position(need_id: uuid.UUID) -> int:
    """Where another day of an ask stands among its days."""
    last = db.session.scalar(select(func.max(Slot.position)).where(Slot.need_id == need_id))
    return 0 if last is None else last + 1
