"""Something happened, and someone may want to hear of it.

A fact is written in the transaction of the deed itself: no deed without its fact,
no fact without its deed. It holds references and no words, and is gone within 48
hours of its news being out (`circles/notifications/forgetting.py`).
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, or_, update
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock, fact_bell
from circles.database import db


class Fact(db.Model):
    """News in transit: `kind` says what, `subject_id` of what, `detail_id` which part."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_spread_at_recorded_at", "spread_at", "recorded_at"),)

    kind: Mapped[str]
    circle_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("circle.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[uuid.UUID | None]
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)
    detail_id: Mapped[uuid.UUID | None]
    recorded_at: Mapped[datetime]
    spread_at: Mapped[datetime | None]


def record(
    kind: str,
    circle_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    subject_id: uuid.UUID,
    detail_id: uuid.UUID | None = None,
) -> Fact:
    """Note in the caller's transaction that something happened."""
    fact = Fact(
        kind=kind,
        circle_id=circle_id,
        actor_id=actor_id,
        subject_id=subject_id,
        detail_id=detail_id,
        recorded_at=clock.now(),
        spread_at=None,
    )
    db.session.add(fact)
    fact_bell.mark(db.session())
    return fact


def forget_actor(person_id: uuid.UUID) -> None:
    """Someone goes for good: nobody has to be left out of the news they made."""
    db.session.flush()
    theirs = update(Fact).where(Fact.actor_id == person_id).values(actor_id=None)
    db.session.execute(theirs, execution_options={"synchronize_session": False})


def forget_about(subject_ids: Collection[uuid.UUID]) -> None:
    """What was about these alone is no news any more."""
    db.session.flush()
    about = or_(Fact.subject_id.in_(subject_ids), Fact.detail_id.in_(subject_ids))
    quietly = {"synchronize_session": False}
    db.session.execute(delete(Fact).where(about), execution_options=quietly)
