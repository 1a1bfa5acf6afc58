"""What someone would gladly give, in words of their own, for as long as it stands."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    and_,
    or_,
    select,
)
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, Membership
from circles.needs import KIND_KEYS, TITLE_LENGTH
from circles.offers.audience import EVERYONE, Chosen, OfferedTo, speaks_to, those_chosen
from circles.offers.last_day import end_of
from circles.phrase import Phrase
from circles.refusal import Forbidden, Nature, Refusal

SUITS_LENGTH = 120
STANDING, ASKED, PAUSED = "standing", "asked", "paused"
STATES = (STANDING, ASKED, PAUSED)
"""`asked`: its author is asked whether it still stands; to everyone else it stands."""


class NotYourOffer(Forbidden):
    """Only whoever offers it may change, pause or take it back."""

    code: ClassVar[str] = "not_your_offer"

    def __init__(self) -> None:
        super().__init__(Phrase("Only the person who offers it can do this."))


class NotOffered(Refusal):
    """It was paused or taken back a moment ago; nothing says which."""

    code: ClassVar[str] = "not_offered"
    nature: ClassVar[Nature] = "gone"

    def __init__(self) -> None:
        super().__init__(Phrase("This is not offered any more. You can ask your circle instead."))


class Offer(db.Model):
    """Who offers what, when it suits, and whether it stands."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint(f"kind in {KIND_KEYS!r}", name="kind"),
        CheckConstraint(f"state in {STATES!r}", name="state"),
        CheckConstraint("(until is null) = (over_at is null)", name="until"),
        Index("ix_offer_state_since", "state", "since"),
    )

    circle_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("circle.id", ondelete="CASCADE"), index=True
    )
    offered_by_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    details: Mapped[str] = mapped_column(Text)
    suits: Mapped[str] = mapped_column(String(SUITS_LENGTH))
    """When it suits, in words of their own."""
    weekdays: Mapped[str] = mapped_column(String(20))
    """On which weekdays, as `TU,TH`; empty where it does not matter."""
    until: Mapped[date | None] = mapped_column(Date)
    over_at: Mapped[datetime | None] = mapped_column(index=True)
    audience: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime]
    """Since when it stands, is asked about or is paused; the last one only."""

    circle: Mapped[Circle] = relationship()
    offered_by: Mapped[Person] = relationship()
    offered_to: Mapped[list[OfferedTo]] = relationship(
        cascade="save-update, merge, delete, delete-orphan", passive_deletes=True
    )

    @classmethod
    def make(cls, member: Membership, *, chosen: Chosen = None, **words: Any) -> "Offer":
        """Offer something to the circle of this member, or to whom is chosen; nobody is rung.

        Words are `kind`, `title`, `details`, `suits`, `weekdays` and `until`. Raises `Invalid`.
        """
        plain = {"details": "", "suits": "", "weekdays": "", "until": None}
        offer = cls(circle_id=member.circle_id, offered_by_id=member.person_id)
        offer.circle = member.circle
        offer._say(plain | words)
        offer.let_see(chosen)
        offer.state, offer.since = STANDING, clock.now()
        db.session.add(offer)
        db.session.flush()
        return offer

    @classmethod
    def visible_to(cls, person: Person) -> Select["Offer"]:
        """What stands and is offered to this person in their circles, and their own, paused too."""
        mine = and_(Membership.circle_id == cls.circle_id, Membership.person_id == person.id)
        found = select(cls).join(Membership, mine).where(seen_by(person.id), ~cls.is_over())
        return found.options(joinedload(cls.circle), joinedload(cls.offered_by))

    @classmethod
    def is_over(cls) -> ColumnElement[bool]:
        """Whether the day until which it was offered has passed."""
        return and_(cls.over_at.is_not(None), cls.over_at <= clock.now())

    @property
    def is_paused(self) -> bool:
        """Whether nobody but its author sees it."""
        return self.state == PAUSED

    def change(self, person: Person, **words: Any) -> None:
        """Put it in other words. Raises `NotYourOffer` or `Invalid`."""
        self._require_own(person)
        self._say(words)

    def readdress(self, person: Person, chosen: Chosen) -> None:
        """Let these people see it from now on. Raises `NotYourOffer` or `Invalid`."""
        self._require_own(person)
        self.let_see(chosen)
        db.session.flush()

    def let_see(self, chosen: Chosen) -> None:
        """Address it. Raises `Invalid`."""
        there = {one.membership_id: one for one in self.offered_to}
        self.audience, places = those_chosen(self, chosen)
        self.offered_to = [there.get(one) or OfferedTo(membership_id=one) for one in places]

    def pause(self, person: Person) -> None:
        """Out of others' sight; nobody is told. Raises `NotYourOffer`."""
        self._require_own(person)
        if not self.is_paused:
            self.state, self.since = PAUSED, clock.now()

    def stand(self, person: Person) -> None:
        """It stands: again, or still, and for as long anew. Raises `NotYourOffer`."""
        self._require_own(person)
        self.state, self.since = STANDING, clock.now()

    def take_back(self, person: Person) -> None:
        """Gone, with its news. What was asked for because of it stays asked. Raises
        `NotYourOffer`."""
        self._require_own(person)
        self.vanish()

    def vanish(self) -> None:
        fact.forget_about([self.id])
        db.session.delete(self)

    def hold(self) -> None:
        """Let nobody pause it or take it back before this transaction is over. Raises
        `NotOffered` where somebody just did."""
        try:
            db.session.refresh(self, with_for_update={"of": Offer})
        except InvalidRequestError:
            raise NotOffered from None
        if self.is_paused:
            raise NotOffered

    def is_offered_to(self, person_id: uuid.UUID) -> bool:
        """Whether it speaks to this member of its circle, as it is now."""
        db.session.expire(self, ["offered_to"])
        chosen = (one.membership.person_id for one in self.offered_to)
        return self.audience == EVERYONE or person_id in chosen

    def _say(self, words: dict[str, Any]) -> None:
        if "until" in words:
            self.over_at = end_of(words["until"], self.circle.time_zone)
        for name, said in words.items():
            setattr(self, name, said)

    def _require_own(self, person: Person) -> None:
        if self.offered_by_id != person.id:
            raise NotYourOffer


def seen_by(person_id: uuid.UUID) -> ColumnElement[bool]:
    """The offers of their circles that this person may see."""
    stands = and_(Offer.state != PAUSED, speaks_to(Offer, person_id))
    return or_(Offer.offered_by_id == person_id, stands)
