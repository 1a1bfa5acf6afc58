"""What was done to look after the circle, for every member to read, for 90 days.

Who invited, welcomed, removed or changed what. It never holds care: no ask, no answer, no
offer stands here. Whoever leaves the server goes out of it by name.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from circles import clock
from circles.accounts import Person
from circles.database import db
from circles.membership.circle import Circle

KEPT = timedelta(days=90)

Deed = Literal[
    "invited",
    "withdrew_invitation",
    "welcomed",
    "declined",
    "left",
    "removed",
    "made_coordinator",
    "stepped_down",
    "re_entry",
    "changed_circle",
    "proposed_closing",
    "withdrew_closing",
]


class StewardshipEntry(db.Model):
    """One deed of looking after a circle: who did it, and whom it concerns."""

    __tablename__ = "stewardship_entry"
    __table_args__ = (
        CheckConstraint(f"deed in {get_args(Deed)!r}", name="deed"),
        Index("ix_stewardship_entry_circle_id_happened_at", "circle_id", "happened_at"),
    )

    circle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    deed: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    happened_at: Mapped[datetime] = mapped_column(index=True)


def note(deed: Deed, circle: Circle, actor: Person | None, person: Person | None = None) -> None:
    """Write into the log of a circle, in the transaction of the deed. `person` is whom it
    concerns, where that is someone other than whoever did it."""
    db.session.add(
        StewardshipEntry(
            circle_id=circle.id,
            deed=deed,
            actor_id=actor.id if actor else None,
            person_id=person.id if person else None,
            happened_at=clock.now(),
        )
    )


def log_of(circle: Circle) -> Sequence[Any]:
    """(deed, actor's name, person's name, when), the latest first."""
    actor, person = aliased(Person), aliased(Person)
    entries = (
        select(StewardshipEntry.deed, actor.name, person.name, StewardshipEntry.happened_at)
        .outerjoin(actor, actor.id == StewardshipEntry.actor_id)
        .outerjoin(person, person.id == StewardshipEntry.person_id)
        .where(
            StewardshipEntry.circle_id == circle.id,
            StewardshipEntry.happened_at > clock.now() - KEPT,
        )
        .order_by(StewardshipEntry.happened_at.desc(), StewardshipEntry.id)
    )
    return db.session.execute(entries).all()
