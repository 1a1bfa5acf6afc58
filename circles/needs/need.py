"""What would help someone, as long as it would."""

import logging
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
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
from circles.needs.answer import Answers, HasAnswers
from circles.needs.answering import Answering
from circles.needs.audience import Addressable, is_led_by, seen_by
from circles.needs.enough import Enough
from circles.needs.in_person import InPerson
from circles.needs.kind import KIND_KEYS
from circles.needs.opening import Opening, check_all
from circles.needs.private_details import HasPrivateDetails
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Forbidden, Refusal

if TYPE_CHECKING:
    from circles.needs.address import Address

TITLE_LENGTH = 120
DETAILS_LENGTH = 2000
PRIVATE_LENGTH = 1000

ASKED = "need.asked"
ENDED = "need.ended"
PLACE_CHANGED = "need.place_changed"
REWORDED = "need.reworded"

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


class Need(Addressable, InPerson, HasAnswers, HasPrivateDetails, db.Model):
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
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None] = mapped_column(String(12))

    circle: Mapped[Circle] = relationship()
    posted_by: Mapped[Person] = relationship(foreign_keys=[posted_by_id])
    slots: Mapped[list[Slot]] = relationship(
        back_populates="need", order_by=Slot.position, passive_deletes=True
    )
    enough: Mapped[Enough | None] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    answering: Mapped[Answering | None] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    @classmethod
    def ask(
        cls,
        member: Membership,
        *,
        openings: list[Opening],
        details: str = "",
        address: "Address | None" = None,
        answers: Answers | None = None,
        **words: str | None,
    ) -> "Need":
        """Ask the circle of this member, or whom `address` says. Words are `kind`, `title` and
        `private_details`. Raises `Invalid`."""
        check_all(openings, member.circle.time_zone)
        need = cls(
            circle_id=member.circle_id,
            posted_by_id=member.person_id,
            details=details,
            **words,
        )
        zone = member.circle.time_zone
        need.slots = [Slot.of(one, zone, position) for position, one in enumerate(openings)]
        need.answer(answers or {})
        if address is not None:
            address.put_on(need, member)
        db.session.add(need)
        if need.is_agreed and need.takes_up_id is None:  # else it is told in other words
            fact.record(ASKED, need.circle_id, member.person_id, need.id)
        return need

    @classmethod
    def visible_to(cls, person: Person) -> Select["Need"]:
        """What was asked of this person in their circles, with where, by whom and for whom."""
        mine = and_(Membership.circle_id == cls.circle_id, Membership.person_id == person.id)
        answered = (cls.enough, cls.answering, cls.regret)
        told = (cls.circle, cls.posted_by, cls.for_member, cls.consent, *answered)
        found = select(cls).join(Membership, mine).where(seen_by(cls, person.id))
        return found.options(*map(joinedload, told))

    @property
    def is_open(self) -> bool:
        """Whether it is still asked for."""
        return self.ended_at is None

    def change(self, person: Person, answers: Answers | None = None, **words: str | None) -> None:
        """Put its `title`, `details` or `private_details` in other words, or answer anew.

        Raises `NotYourAsk` or `NeedEnded`.
        """
        self.require_open_and_own(person)
        where = self._where_and_how()
        for name, text in words.items():
            setattr(self, name, text)
        self.answer(answers or {})
        if self._where_and_how() != where:
            fact.record(PLACE_CHANGED, self.circle_id, person.id, self.id)
        if (words or answers) and self.is_agreed and self.for_member_id is not None:
            fact.record(REWORDED, self.circle_id, person.id, self.id)

    def _where_and_how(self) -> tuple[str | None, Answers]:
        return self.private_words or None, self.private_answers

    def withdraw(self, person: Person) -> None:
        """No longer needed; no reason is asked. Raises `NotYourAsk` or `NeedEnded`."""
        self._end(person, "withdrawn")

    def close(self, person: Person) -> None:
        """This is taken care of. Raises `NotYourAsk` or `NeedEnded`."""
        self._end(person, "closed")

    def lock_for(self, person: Person) -> None:
        """Hold it as it is now, for a deed of whoever asked. Raises `NotYourAsk` or `NeedEnded`."""
        db.session.refresh(self, with_for_update={"of": Need})
        self.require_open_and_own(person)

    def _end(self, person: Person, how: Ending) -> None:
        self.lock_for(person)  # it ends once, in one way
        self.end(person.id, how)

    def end(self, actor_id: uuid.UUID | None, how: Ending) -> None:
        """End it, for whoever holds its lock and may."""
        from circles.needs.hand import end, of_ask

        end(of_ask(self.id), by=actor_id)
        self.ended_at, self.ended_as = clock.now(), how
        self.private_details = None  # nobody has to find the way any more
        self.forget_private_answers()
        fact.record(ENDED, self.circle_id, actor_id, self.id)

    def require_open_and_own(self, person: Person) -> None:
        if not is_led_by(self, person.id):
            raise NotYourAsk
        if not self.is_open:
            raise NeedEnded
