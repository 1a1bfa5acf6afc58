"""Is this still needed? An ask whose days are over asks its author once, and then ends by itself.

The timetable goes by what stands in the database: a run that was missed is made up for by the
next, and one that comes twice finds nothing to do.
"""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, delete, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.needs.audience import is_led_by
from circles.needs.hold import hold_open
from circles.needs.need import Need, NotYourAsk
from circles.needs.opening import WHENEVER
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Refusal

ASKED_AFTER = timedelta(days=3)
"""How long after its last day an ask is left alone; a promise is forgotten by then."""
ANSWER_WITHIN = timedelta(days=7)
"""How long the question stands; it is as long as unread news does."""

STILL_NEEDED = "need.still_needed"


class DaysHavePassed(Refusal):
    """A day that has passed cannot be waited for."""

    code: ClassVar[str] = "days_have_passed"

    def __init__(self) -> None:
        super().__init__(Phrase("Its days have passed. You can ask again for other days."))


class Lapse(db.Model):
    """An ask was asked whether it is still needed, and when."""

    __tablename__ = "lapse"

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), unique=True
    )
    asked_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def is_of(cls, need: Need) -> bool:
        """Whether this ask waits for an answer."""
        asked = select(exists().where(cls.need_id == need.id))
        return bool(db.session.scalar(asked))


def renew(need: Need, person: Person) -> None:
    """Yes, still needed: without a day, it stays for as long again; with days ahead, it stays.

    Raises `NotYourAsk`, `NeedEnded` or `DaysHavePassed`.
    """
    if not is_led_by(need, person.id):
        raise NotYourAsk
    hold_open(need)
    waiting = [slot for slot in need.slots if slot.day is None]
    if not waiting and all(slot.is_over for slot in need.slots):
        raise DaysHavePassed
    for slot in waiting:
        slot.over_at = clock.now() + WHENEVER
    db.session.execute(delete(Lapse).where(Lapse.need_id == need.id))


def let_lapse() -> None:
    """The timetable's deed: ask about what is over, end what nobody answered for."""
    db.session.execute(delete(Lapse).where(Lapse.need_id.in_(_not_over())))
    now = clock.now()
    for need in db.session.scalars(_over(now - ASKED_AFTER, ~_is_asked())).all():
        db.session.add(Lapse(need_id=need.id, asked_at=now))
        fact.record(STILL_NEEDED, need.circle_id, None, need.id)
    for need in db.session.scalars(_over(now, _is_asked(before=now - ANSWER_WITHIN))).all():
        _end(need)
    db.session.commit()


def _end(need: Need) -> None:
    """Taken care of since its last day, from which it fades; nobody had promised any more, so
    nobody is told."""
    last = select(func.max(Slot.over_at)).where(Slot.need_id == need.id)
    need.ended_at, need.ended_as = db.session.scalar(last), "closed"
    need.private_details = None
    db.session.execute(delete(Lapse).where(Lapse.need_id == need.id))


def _over(before: datetime, *which: ColumnElement[bool]):
    """Open asks whose last day was over by then; those that somebody holds wait an hour."""
    ahead = exists().where(Slot.need_id == Need.id, Slot.over_at > before)
    found = select(Need).where(Need.ended_at.is_(None), ~ahead, *which).order_by(Need.id)
    return found.with_for_update(of=Need, skip_locked=True)


def _is_asked(before: datetime | None = None) -> ColumnElement[bool]:
    asked = exists().where(Lapse.need_id == Need.id)
    return asked if before is None else asked.where(Lapse.asked_at <= before)


def _not_over():
    """Asks that have a day ahead again."""
    return select(Slot.need_id).where(Slot.over_at > clock.now())
