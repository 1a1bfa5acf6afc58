"""One day of an ask is not needed after all."""

import uuid

from sqlalchemy import ColumnElement, ForeignKey, exists
from sqlalchemy.orm import Mapped, mapped_column

from circles.database import db
from circles.needs.slot import Slot


class CalledOff(db.Model):
    """A day that whoever asked called off. Its time is over from then on, so it takes no yes and
    leaves every list; it stays a while so that whoever had said yes reads which day it was, and
    so that what repeats does not make it again."""

    __tablename__ = "called_off"

    slot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("slot.id", ondelete="CASCADE"), unique=True
    )


def is_called_off() -> ColumnElement[bool]:
    """Of the slots of a statement, those that were called off."""
    return exists().where(CalledOff.slot_id == Slot.id)
