"""What would help someone, as long as it would."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    Text,
    and_,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, Membership
from circles.needs.kind import KIND_KEYS
from circles.needs.opening import Opening, check_all
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Forbidden, Refusal
from circles.sealing import BrokenSeal, sealed

TITLE_LENGTH = 120
DETAILS_LENGTH = 2000
PRIVATE_LENGTH = 1000
PRIVATE_AFTER = timedelta(hours=2)
"""How long after their day is over helpers still see address and door code."""

ASKED = "need.asked"
ENDED = "need.ended"
PLACE_CHANGED = "need.place_changed"

Ending = Literal["withdrawn", "closed"]

log = logging.getLogger(__name__)


class NeedEnded(Refusal):
    """Too late: it is no longer asked for."""

    code: ClassVar[str] = "need_ended"

    def __init__(self) -> None:
        super().__init__(Phrase("This is no longer asked for. Thank you all the same."))


class NotYourAsk(Forbidden):
    """Only whoever asked may change or end it."""

    code: ClassVar[str] = "not_your_ask"

    def __init__(self) -> None:
        super().__init__(Phrase("Only the person who asked can do this."))


class Need(db.Model):
    """An ask: who asks, what for, and the days on which someone is wanted."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint(f"kind in {KIND_KEYS!r}", name="kind"),
        CheckConstraint("ended_as in ('withdrawn', 'closed')", name="ended_as"),
        CheckConstraint("(ended_at is null) = (ended_as is null)", name="ended"),
        Index("ix_need_circle_id_ended_at", "circle_id", "ended_at"),
    )

    circle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    posted_by_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    details: Mapped[str] = mapped_column(Text)
    private_details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None] = mapped_column(String(12))

    private_details = sealed("private_details_sealed")

    circle: Mapped[Circle] = relationship()
    posted_by: Mapped[Person] = relationship()
    slots: Mapped[list[Slot]] = relationship(
        back_populates="need", order_by=Slot.position, passive_deletes=True
    )

    @classmethod
    def ask(
        cls,
        member: Membership,
        *,
        kind: str,
        title: str,
        openings: list[Opening],
        details: str = "",
        private_details: str | None = None,
    ) -> "Need":
        """Ask the circle of this member; raises `Invalid` for days that cannot be."""
        check_all(openings, member.circle.time_zone)
        need = cls(
            circle_id=member.circle_id,
            posted_by_id=member.person_id,
            kind=kind,
            title=title,
            details=details,
            private_details=private_details,
            ended_at=None,
            ended_as=None,
        )
        need.slots = [
            Slot.of(opening, member.circle.time_zone, position)
            for position, opening in enumerate(openings)
        ]
        db.session.add(need)
        fact.record(ASKED, need.circle_id, member.person_id, need.id)
        return need

    @classmethod
    def visible_to(cls, person: Person) -> Select["Need"]:
        """What was asked in the circles this person is in, with where and by whom."""
        mine = and_(Membership.circle_id == cls.circle_id, Membership.person_id == person.id)
        told = (joinedload(cls.circle), joinedload(cls.posted_by))
        return select(cls).join(Membership, mine).options(*told)

    @property
    def is_open(self) -> bool:
        """Whether it is still asked for."""
        return self.ended_at is None

    @property
    def has_private_details(self) -> bool:
        """Whether there is more for whoever says yes."""
        return self.private_details_sealed is not None

    @property
    def private_words(self) -> str | None:
        """Where and how; nothing where the server's sealing key was lost."""
        try:
            return self.private_details
        except BrokenSeal:
            log.exception("Private details cannot be opened with this sealing key.")
            return None

    def tells_helpers(self, over_at: datetime) -> bool:
        """Whether those who said yes to a day over at that instant may read them now."""
        return self.is_open and clock.now() < over_at + PRIVATE_AFTER

    def change(self, person: Person, **words: str | None) -> None:
        """Put its `title`, `details` or `private_details` in other words.

        Raises `NotYourAsk` or `NeedEnded`.
        """
        self._require_open_and_own(person)
        place = self.private_words
        for name, text in words.items():
            setattr(self, name, text)
        if (self.private_words or None) != (place or None):
            fact.record(PLACE_CHANGED, self.circle_id, person.id, self.id)

    def withdraw(self, person: Person) -> None:
        """No longer needed; no reason is asked. Raises `NotYourAsk` or `NeedEnded`."""
        self._end(person, "withdrawn")

    def close(self, person: Person) -> None:
        """This is taken care of. Raises `NotYourAsk` or `NeedEnded`."""
        self._end(person, "closed")

    def _end(self, person: Person, how: Ending) -> None:
        db.session.refresh(self, with_for_update={"of": Need})  # it ends once, in one way
        self._require_open_and_own(person)
        self.ended_at, self.ended_as = clock.now(), how
        self.private_details = None  # nobody has to find the way any more
        fact.record(ENDED, self.circle_id, person.id, self.id)

    def _require_open_and_own(self, person: Person) -> None:
        if self.posted_by_id != person.id:
            raise NotYourAsk
        if not self.is_open:
            raise NeedEnded
