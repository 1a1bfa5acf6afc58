"""A raised hand: someone would, and waits to hear whether they may.

It takes no place and is no promise, so nothing private is shown for it. It holds no date, and no
order is kept: nobody can see who was first. It is gone once it is answered, and with its day.
"""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    and_,
    delete,
    exists,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.needs.answering import YES_FIRST, Answering
from circles.needs.need import Need
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Refusal

NOTE_LENGTH = 200

RAISED = "hand.raised"
OVER = "hand.over"


class BeingChosen(Refusal):
    """The time to raise a hand is over, and some are up."""

    code: ClassVar[str] = "being_chosen"

    def __init__(self) -> None:
        super().__init__(
            Phrase("Thank you! Hands were raised until a moment ago; who comes is chosen now.")
        )


class Hand(db.Model):
    """One person's hand for one slot."""

    __tablename__ = "hand"
    __table_args__ = (
        UniqueConstraint("slot_id", "person_id"),
        {"sqlite_with_rowid": False},  # its rows would be numbered in the order they came
    )

    slot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH))

    slot: Mapped[Slot] = relationship()
    person: Mapped[Person] = relationship()

    @classmethod
    def visible_to(cls, person: Person) -> Select["Hand"]:
        """Those that wait for this person's yes, one by one; nobody says yes to themself."""
        place = Membership.circle_id == Need.circle_id
        return (
            _with_the_ask(select(cls))
            .join(Membership, and_(place, Membership.person_id == person.id))
            .where(_is_led_by(person.id), cls.person_id != person.id, Answering.way == YES_FIRST)
        )

    @classmethod
    def of(cls, slot: Slot, person: Person) -> "Hand | None":
        """This person's hand for this slot, if it is up."""
        return db.session.scalar(
            select(cls).where(cls.slot_id == slot.id, cls.person_id == person.id)
        )

    @classmethod
    def up(cls, slot: Slot) -> Sequence["Hand"]:
        """The hands for this slot of those who are in its circle now."""
        here = select(Membership.person_id).where(Membership.circle_id == slot.need.circle_id)
        found = select(cls).where(cls.slot_id == slot.id, cls.person_id.in_(here))
        return db.session.scalars(found.order_by(cls.id)).all()


def raise_hand(slot: Slot, person: Person, note: str | None) -> Hand | None:
    """Raise a hand where a yes waits; nothing where it is a promise at once, which it is again for
    what is left once hands are down. For `sign_up`, which holds the slot.

    Raises `BeingChosen`.
    """
    mine, way = Hand.of(slot, person), slot.need.answering
    if mine is not None:
        mine.note = mine.note if note is None else note
        return mine
    if way is not None and way.way == YES_FIRST and slot.need.is_led_alone_by(person.id):
        return None  # there is nobody else to say yes to them
    if way is not None and way.is_over:
        if Hand.up(slot):
            raise BeingChosen
        return None
    mine = Hand(slot_id=slot.id, person_id=person.id, note=note or "")
    db.session.add(mine)
    fact.record(RAISED, slot.need.circle_id, person.id, slot.need_id, slot.id)
    db.session.flush()
    return mine


def seen_by(reader: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """The hands that a reader may see, as (slot_id, person_id, name, note, hand_id): their own,
    and for whoever leads the ask all of them, as soon as they are theirs to answer."""
    found = select(Hand.slot_id, Hand.person_id, Person.name, Hand.note, Hand.id.label("hand_id"))
    theirs = or_(Answering.way == YES_FIRST, Answering.hands_until <= clock.now())
    return (
        _with_the_ask(found)
        .join(Person, Person.id == Hand.person_id)
        .where(or_(Hand.person_id == reader, and_(_is_led_by(reader), theirs)))
    )


def are_up() -> ColumnElement[bool]:
    """Of the slots of a statement, those for which hands are up."""
    return exists().where(Hand.slot_id == Slot.id)


def of_ask(need_id: uuid.UUID) -> ColumnElement[bool]:
    """The hands for all days of an ask."""
    return Hand.slot_id.in_(select(Slot.id).where(Slot.need_id == need_id))


def let_go(*which: ColumnElement[bool]) -> None:
    """These hands go down. Nobody hears of it, and nothing tells that they were up."""
    db.session.flush()
    whose = db.session.execute(select(Hand.slot_id, Hand.person_id).where(*which)).all()
    gone = delete(Hand).where(*which)
    db.session.execute(gone, execution_options={"synchronize_session": "fetch"})
    if whose:
        _forget_raised([(slot_id, person_id) for slot_id, person_id in whose])


def _forget_raised(whose: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """The news that they went up: their own, and all of a day for which no hand is up any more."""
    theirs = tuple_(Fact.detail_id, Fact.actor_id).in_(whose)
    day = Fact.detail_id.in_({slot_id for slot_id, _ in whose})
    none_up = ~exists().where(Hand.slot_id == Fact.detail_id)
    news = delete(Fact).where(Fact.kind == RAISED, day, or_(theirs, none_up))
    db.session.execute(news, execution_options={"synchronize_session": False})


def end(*which: ColumnElement[bool], by: uuid.UUID | None = None) -> None:
    """It is not needed any more: whoever had one of these hands up hears that, and no more; but
    for whoever ended it."""
    waiting = (
        _with_the_ask(select(Need.circle_id, Need.id, Membership.id).select_from(Hand))
        .join(Membership, Membership.person_id == Hand.person_id)
        .where(*which, Membership.circle_id == Need.circle_id)
    )
    for circle_id, need_id, place_id in db.session.execute(waiting.distinct()).all():
        fact.record(OVER, circle_id, by, need_id, place_id)
    let_go(*which)


def _with_the_ask(found: Any) -> Any:
    return (
        found.join(Slot, Slot.id == Hand.slot_id)
        .join(Need, Need.id == Slot.need_id)
        .outerjoin(Answering, Answering.need_id == Need.id)
    )


def _is_led_by(person_id: uuid.UUID) -> ColumnElement[bool]:
    return or_(Need.posted_by_id == person_id, Need.for_member_id == person_id)
