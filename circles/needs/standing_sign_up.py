"""A promise for every time: someone said "I can" to what repeats.

It is kept as the promises it makes: one for each day that is made. Whoever steps back from a day
has stepped back from it, and nothing has to remember that. It holds no date, and is gone with
what repeats.
"""

import uuid
from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    String,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from circles import fact
from circles.accounts import Person
from circles.database import db
from circles.needs.answering import require_at_once
from circles.needs.audience import is_for
from circles.needs.enough import EnoughForNow
from circles.needs.hold import require_sight
from circles.needs.need import NeedEnded
from circles.needs.series import Series
from circles.needs.sign_up import NOTE_LENGTH, OwnAsk, SignUp
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Refusal

PROMISED = "series.promised"
REOPENED = "series.reopened"


class SeriesFull(Refusal):
    """Someone was earlier, for every time."""

    code: ClassVar[str] = "series_full"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Thank you! Someone has said yes to every time already. "
                "If they miss a day, its place is open."
            )
        )


class StandingSignUp(db.Model):
    """One person's place in every day of a series, held as a `SignUp` is held in its slot."""

    __tablename__ = "standing_sign_up"
    __table_args__ = (
        ForeignKeyConstraint(
            ["series_id", "wanted"],
            ["series.id", "series.wanted"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("series_id", "place"),
        UniqueConstraint("series_id", "person_id"),
        CheckConstraint("place between 1 and wanted", name="place"),
    )

    series_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[int]
    wanted: Mapped[int]
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH))

    series: Mapped[Series] = relationship()
    person: Mapped[Person] = relationship()

    @classmethod
    def of(cls, series: Series, person: Person) -> "StandingSignUp | None":
        """This person's standing promise, if there is one."""
        return db.session.scalar(
            select(cls).where(cls.series_id == series.id, cls.person_id == person.id)
        )

    @classmethod
    def among(cls, series_ids: Iterable[uuid.UUID]) -> Select["StandingSignUp"]:
        """Those of these series, with their people."""
        return (
            select(cls).where(cls.series_id.in_(list(series_ids))).options(joinedload(cls.person))
        )

    def release(self) -> None:
        """Not every time any more: the days to come are open again, told once and of nobody."""
        series, person_id = self.series, self.person_id
        try:
            series.lock()
        except NeedEnded:
            db.session.delete(self)
            return
        gone = delete(StandingSignUp).where(StandingSignUp.id == self.id)
        if db.session.scalar(gone.returning(StandingSignUp.id)) is None:
            return
        days = [slot.id for slot in _locked(series)]
        mine = delete(SignUp).where(SignUp.slot_id.in_(days), SignUp.person_id == person_id)
        if db.session.scalars(mine.returning(SignUp.id)).all():
            fact.record(REOPENED, series.need.circle_id, person_id, series.need_id, series.id)


def sign_up_for_all(series: Series, person: Person, note: str | None = None) -> StandingSignUp:
    """Promise to be there every time; saying it again changes the note, if one is given.

    It takes a place on each coming day that has one left, and on every day that is made later.
    A promise for a single day stays as it is. Two may say it at once: the series is locked
    before its places are looked up, and the constraints would refuse the second even so.

    Raises `SeriesFull`, `NeedEnded`, `OwnAsk`, `YesComesFirst`, `EnoughForNow` or `DayByDay`.
    """
    series.lock()
    _require_possible(series, person)
    mine = StandingSignUp.of(series, person)
    if mine is not None:
        mine.note = mine.note if note is None else note
        return mine
    if series.need.enough is not None:
        raise EnoughForNow
    require_at_once(series.need)
    mine = StandingSignUp(
        series_id=series.id,
        person_id=person.id,
        place=_free_place(series),
        wanted=series.wanted,
        note=note or "",
    )
    mine.series, mine.person = series, person
    db.session.add(mine)
    _take_coming_days(mine)
    fact.record(PROMISED, series.need.circle_id, person.id, series.need_id, series.id)
    db.session.flush()
    return mine


def make_days(series: Series) -> list[Slot]:
    """The days ahead that are missing, each with whoever promised to be there every time; while
    it is enough for now, with nobody."""
    made = series.make_days()
    if series.need.enough is not None:
        return made
    for standing in db.session.scalars(StandingSignUp.among([series.id])):
        for slot in made:
            db.session.add(_promise(standing, slot, standing.place))
    db.session.flush()
    return made


def _require_possible(series: Series, person: Person) -> None:
    """As for a yes to one of its days."""
    series.need.require_agreed()
    require_sight(series.need, person)
    if is_for(series.need, person.id):
        raise OwnAsk


def _take_coming_days(standing: StandingSignUp) -> None:
    slots = _locked(standing.series)
    taken: dict[uuid.UUID, set[int]] = {slot.id: set() for slot in slots}
    already = set()
    for promise in db.session.scalars(select(SignUp).where(SignUp.slot_id.in_(list(taken)))):
        taken[promise.slot_id].add(promise.place)
        if promise.person_id == standing.person_id:
            already.add(promise.slot_id)
    for slot in slots:
        free = [place for place in range(1, slot.wanted + 1) if place not in taken[slot.id]]
        if free and slot.id not in already:
            db.session.add(_promise(standing, slot, free[0]))


def _promise(standing: StandingSignUp, slot: Slot, place: int) -> SignUp:
    """Its word is said once, with the standing promise; a single day may get one of its own."""
    day = {"slot_id": slot.id, "wanted": slot.wanted}
    return SignUp(person_id=standing.person_id, place=place, note="", **day)


def _locked(series: Series) -> list[Slot]:
    """Its coming days, locked in one order against a yes to one of them."""
    coming = series.coming().with_for_update(of=Slot)
    return list(db.session.scalars(coming.execution_options(populate_existing=True)))


def _free_place(series: Series) -> int:
    held = select(StandingSignUp.place).where(StandingSignUp.series_id == series.id)
    taken = set(db.session.scalars(held))
    free = [place for place in range(1, series.wanted + 1) if place not in taken]
    if not free:
        raise SeriesFull
    return free[0]
