"""Someone is at the door: they asked to join, and a coordinator has not answered yet."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles.accounts import Person
from circles.database import db
from circles.membership.circle import Circle


class Waiting(db.Model):
    """One person at the door of one circle. They see nothing of it but its name.

    A welcome turns the row into a membership with the same id. A "not now" stays until its
    time is over, so that the person can read it; it holds no reason.
    """

    __tablename__ = "waiting"
    __table_args__ = (UniqueConstraint("circle_id", "person_id"),)

    circle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime] = mapped_column(index=True)
    declined_at: Mapped[datetime | None]

    circle: Mapped[Circle] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    invited_by: Mapped[Person | None] = relationship(foreign_keys=[invited_by_id])
