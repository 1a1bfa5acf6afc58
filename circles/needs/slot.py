"""A place in time with room for one or more people."""

import uuid
from datetime import date, datetime, time
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Select,
    String,
    Time,
    UniqueConstraint,
    and_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs.opening import MOST_WANTED, Opening
from circles.phrase import Phrase
from circles.refusal import Refusal

if TYPE_CHECKING:
    from circles.needs.hand import Hand
    from circles.needs.need import Need
    from circles.needs.sign_up import SignUp


class SlotOver(Refusal):
    """Its time has passed."""

    code: ClassVar[str] = "slot_over"

    def __init__(self) -> None:
        super().__init__(Phrase("That day has passed. Thank you all the same."))


class Slot(db.Model):
    """Wall-clock day and time in a zone, the same as UTC instants, and who is wanted.

    `day` and `begins_at` are None for "whenever"; even that is over some day.
    """

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("id", "wanted"),  # what a sign-up's place is held against
        UniqueConstraint("need_id", "position"),
        CheckConstraint(f"wanted between 1 and {MOST_WANTED}", name="wanted"),
        CheckConstraint("(day is null) = (begins_at is null)", name="day"),
        Index("ix_slot_over_at_need_id", "over_at", "need_id"),
        Index("ix_slot_series_id_series_start", "series_id", "series_start", unique=True),
    )

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    day: Mapped[date | None] = mapped_column(Date)
    starts: Mapped[time | None] = mapped_column(Time)
    ends: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    time_zone: Mapped[str] = mapped_column(String(64))
    begins_at: Mapped[datetime | None]
    over_at: Mapped[datetime]
    wanted: Mapped[int]
    revision: Mapped[int] = mapped_column(server_default="0")
    """How often the slot itself was moved or changed. Whoever changes one adds one: calendars
    that hold it take up a change by this number, and by nothing else."""
    series_id: Mapped[uuid.UUID | None]
    """What it is a day of, where its ask repeats. No foreign key: to get one, SQLite would have
    to make this table anew. Both hang on the same ask and go with it."""
    series_start: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    """Where it repeats: its wall clock as the rule has it, wherever it was moved to since."""

    need: Mapped["Need"] = relationship(back_populates="slots")
    sign_ups: Mapped[list["SignUp"]] = relationship(back_populates="slot", passive_deletes=True)
    hands: Mapped[list["Hand"]] = relationship(viewonly=True)

    @classmethod
    def of(cls, opening: Opening, zone: str, position: int) -> "Slot":
        """The slot that a checked opening becomes."""
        return cls(
            position=position,
            day=opening.day,
            starts=opening.starts,
            ends=opening.ends,
            time_zone=zone,
            begins_at=opening.begins_at(zone),
            over_at=opening.over_at(zone),
            wanted=opening.wanted,
            revision=0,
        )

    @classmethod
    def visible_to(cls, person: Person) -> Select["Slot"]:
        """The slots of what was asked of this person in their circles."""
        from circles.needs.audience import seen_by
        from circles.needs.need import Need

        return (
            select(cls)
            .join(Need, Need.id == cls.need_id)
            .join(
                Membership,
                and_(Membership.circle_id == Need.circle_id, Membership.person_id == person.id),
            )
            .where(seen_by(Need, person.id))
        )

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.over_at <= clock.now()
