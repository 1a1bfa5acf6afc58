"""A promise: someone said "I can".

It holds no date of its own and is gone 48 hours after its slot: nobody, the
operator included, can look up who gave how much.
"""

import uuid
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import fact
from circles.accounts import Person
from circles.database import db
from circles.needs.audience import is_for
from circles.needs.enough import EnoughForNow
from circles.needs.hand import NOTE_LENGTH, Hand, raise_hand
from circles.needs.hold import require_sight
from circles.needs.need import Need, NeedEnded
from circles.needs.reminded import just_promised
from circles.needs.slot import Slot, SlotOver
from circles.phrase import Phrase
from circles.refusal import Refusal

TAKEN = "slot.taken"
REOPENED = "slot.reopened"


class SlotFull(Refusal):
    """Someone was earlier. `slots` are the days of the same ask that are still open."""

    code: ClassVar[str] = "slot_full"

    def __init__(self, still_open: list[Slot]) -> None:
        super().__init__(self._sentence(still_open))
        self.slots = still_open

    @staticmethod
    def _sentence(still_open: list[Slot]) -> Phrase:
        if still_open:
            return Phrase(
                "Thank you! Someone has said yes to this already. "
                "There is still room on another day."
            )
        taken = "Thank you! Someone has said yes already. Everything here is taken care of now."
        return Phrase(taken)


class OwnAsk(Refusal):
    """One cannot take a place in what one asked for."""

    code: ClassVar[str] = "own_ask"

    def __init__(self) -> None:
        super().__init__(Phrase("This is your own ask. Someone else will say yes."))


class SignUp(db.Model):
    """One person's place in one slot.

    Two people cannot hold the same place, and no place lies beyond what is wanted:
    `wanted` is the slot's own number, kept equal by the foreign key.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        ForeignKeyConstraint(
            ["slot_id", "wanted"],
            ["slot.id", "slot.wanted"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("slot_id", "place"),
        UniqueConstraint("slot_id", "person_id"),
        CheckConstraint("place between 1 and wanted", name="place"),
    )

    slot_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[int]
    wanted: Mapped[int]
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH))

    slot: Mapped[Slot] = relationship(back_populates="sign_ups")
    person: Mapped[Person] = relationship()

    @classmethod
    def visible_to(cls, person: Person) -> Select["SignUp"]:
        """This person's own promises."""
        return select(cls).where(cls.person_id == person.id)

    @classmethod
    def of(cls, slot: Slot, person: Person) -> "SignUp | None":
        """This person's promise for this slot, if there is one."""
        return db.session.scalar(cls.visible_to(person).where(cls.slot_id == slot.id))

    def release(self) -> None:
        """Step back: the place is free, and nothing remembers that it was not.

        An impatient thumb may do it twice at once; only the one that deletes the row
        tells that a place is open. Raises `NeedEnded` where the ask is gone altogether.
        """
        slot, need, person_id = self.slot, self.slot.need, self.person_id
        lock(slot)  # as `sign_up` does, in that order
        gone = db.session.scalar(delete(SignUp).where(SignUp.id == self.id).returning(SignUp.id))
        if gone is not None and need.is_open and not slot.is_over:
            fact.record(REOPENED, need.circle_id, person_id, need.id, slot.id)


def sign_up(slot: Slot, person: Person, note: str | None = None) -> SignUp | Hand:
    """Promise to be there, or raise a hand where the ask is not answered at once; saying it again
    changes the note, if one is given.

    Two people may say it at the same moment. The slot's row is locked before its
    free places are looked up, so they come one after the other on every database;
    the constraints would refuse the second one even if this code were wrong.

    Raises `SlotFull`, `SlotOver`, `NeedEnded`, `OwnAsk`, `YesComesFirst`, `EnoughForNow` or
    `BeingChosen`.
    """
    lock(slot)
    _require_possible(slot, person)
    mine = SignUp.of(slot, person)
    if mine is not None:
        mine.note = mine.note if note is None else note
        return mine
    if slot.need.enough is not None:
        raise EnoughForNow
    place = _free_place(slot)
    hand = raise_hand(slot, person, note) if slot.need.answering is not None else None
    return hand or _take(slot, person.id, place, note or "", by=person.id)


def accept(slot: Slot, person_id: uuid.UUID, note: str, by: uuid.UUID | None) -> SignUp:
    """A hand becomes a promise; `by` is whose yes that was, or nobody's where chance drew. For
    whoever holds the slot. Raises `SlotFull`."""
    return _take(slot, person_id, _free_place(slot), note, by)


def _take(slot: Slot, person_id: uuid.UUID, place: int, note: str, by: uuid.UUID | None) -> SignUp:
    there = {"slot_id": slot.id, "place": place, "wanted": slot.wanted}
    promise = SignUp(person_id=person_id, note=note, **there)
    promise.slot = slot
    db.session.add(promise)
    fact.record(TAKEN, slot.need.circle_id, by, slot.need_id, slot.id)
    db.session.flush()
    just_promised(promise.id, slot)
    return promise


def lock(slot: Slot) -> None:
    """A day as it is now. Whoever asked may have gone for good meanwhile, and it with them: then
    `NeedEnded`."""
    try:
        db.session.refresh(slot, with_for_update={"of": Slot})
    except InvalidRequestError:
        raise NeedEnded from None


def _require_possible(slot: Slot, person: Person) -> None:
    """The ask is locked against ending meanwhile: whoever ends it later sees this yes."""
    db.session.refresh(slot.need, with_for_update={"read": True, "of": Need})
    if not slot.need.is_open:
        raise NeedEnded
    slot.need.require_agreed()
    require_sight(slot.need, person)
    if slot.is_over:
        raise SlotOver
    if is_for(slot.need, person.id):
        raise OwnAsk


def _free_place(slot: Slot) -> int:
    taken = set(db.session.scalars(select(SignUp.place).where(SignUp.slot_id == slot.id)))
    free = [place for place in range(1, slot.wanted + 1) if place not in taken]
    if not free:
        raise SlotFull(_still_open(slot.need))
    return free[0]


def _still_open(need: Need) -> list[Slot]:
    """In one statement: the next in line waits for the lock that is held here."""
    taken = select(func.count(SignUp.id)).where(SignUp.slot_id == Slot.id).scalar_subquery()
    free = select(Slot).where(Slot.need_id == need.id, taken < Slot.wanted)
    return [slot for slot in db.session.scalars(free.order_by(Slot.position)) if not slot.is_over]
