"""Closing well: proposed, fourteen days to take one's words along, then nothing is left.

What is left is a receipt that names no one: when, and that everything went. It stands at an
address the members were told before, for thirty days.
"""

import logging
import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note
from circles.membership.waiting import Waiting
from circles.phrase import Phrase
from circles.refusal import Refusal

NOTICE = timedelta(days=14)
RECEIPT_KEPT = timedelta(days=30)

CLOSING = "circle.closing"
STAYS = "circle.stays"

log = logging.getLogger(__name__)


class ClosingAlready(Refusal):
    """It was proposed before; the fourteen days run from then."""

    code: ClassVar[str] = "closing_already"

    def __init__(self) -> None:
        super().__init__(Phrase("Closing this circle was proposed already."))


class ClosingReceipt(db.Model):
    """A circle was destroyed. Its id is the one the circle had, and that is all it says."""

    __tablename__ = "closing_receipt"

    closed_at: Mapped[datetime] = mapped_column(index=True)


def propose_closing(member: Membership) -> None:
    """Let everyone know that the circle ends in fourteen days.

    Raises `CoordinatorsOnly` or `ClosingAlready`.
    """
    require_coordinator(member)
    db.session.refresh(member.circle, with_for_update={"of": Circle})
    if member.circle.closes_at is not None:
        raise ClosingAlready
    member.circle.closes_at = clock.now() + NOTICE
    note("proposed_closing", member.circle, member.person)
    fact.record(CLOSING, member.circle_id, member.person_id, member.circle_id)


def withdraw_closing(member: Membership) -> None:
    """The circle stays after all; saying it twice is saying it once. Raises `CoordinatorsOnly`."""
    require_coordinator(member)
    db.session.refresh(member.circle, with_for_update={"of": Circle})
    if member.circle.closes_at is None:
        return
    member.circle.closes_at = None
    note("withdrew_closing", member.circle, member.person)
    fact.record(STAYS, member.circle_id, member.person_id, member.circle_id)


def destroy_closed_circles() -> int:
    """Destroy what is due, one circle in a transaction; how many went. The timetable's deed.

    Killed in between, the next run goes on: a circle is there with everything, or gone with
    everything. Forgetting, which runs after it, takes the bytes out of the file.
    """
    gone = 0
    while (circle_id := _next_due()) is not None:
        destroy(circle_id)
        db.session.commit()
        log.info("A circle was closed, and everything of it destroyed.")
        gone += 1
    db.session.rollback()
    return gone


def receipt_of(circle_id: uuid.UUID) -> ClosingReceipt | None:
    """The receipt of a circle that was destroyed."""
    return db.session.get(ClosingReceipt, circle_id)


def destroy(circle_id: uuid.UUID) -> None:
    """The circle, all that hangs on it, and whoever is in no other circle. Whoever waited at its
    door was not in it: they stay, and may be welcome elsewhere."""
    members = select(Membership.person_id).where(Membership.circle_id == circle_id)
    people = db.session.scalars(members).all()
    # Someone may be founding or joining another circle at this moment: what they did is seen below.
    held = select(Person.id).where(Person.id.in_(people)).order_by(Person.id)
    db.session.execute(held.with_for_update())
    quietly = {"synchronize_session": False}
    db.session.execute(delete(Circle).where(Circle.id == circle_id), execution_options=quietly)
    elsewhere = exists().where(Membership.person_id == Person.id)
    knocking = exists().where(Waiting.person_id == Person.id)
    alone = delete(Person).where(Person.id.in_(people), ~elsewhere, ~knocking)
    db.session.execute(alone, execution_options=quietly)
    db.session.add(ClosingReceipt(id=circle_id, closed_at=clock.now()))
    db.session.expire_all()


def _next_due() -> uuid.UUID | None:
    """One that is due and that no other worker is destroying. Whoever withdraws at this moment
    comes before or after, never in between."""
    return db.session.scalar(
        select(Circle.id)
        .where(Circle.closes_at <= clock.now())
        .order_by(Circle.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
