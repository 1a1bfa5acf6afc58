"""Which reminders of a promise were passed on, so that none is passed on twice.

It says nothing of when, and goes with the promise.
"""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.database import db
from circles.needs.slot import Slot

LEADS = EVENING, SHORTLY = ("evening", "shortly")

EVE_BEGINS = time(15)
"""From then on the day before, its evening may be: nobody is reminded earlier than four."""
SHORTLY_BEGINS = timedelta(hours=3, minutes=15)
"""Before something begins: the most that people choose is three hours."""
KNOWN_ANYWAY = timedelta(minutes=90)
"""Whoever says yes so shortly before need not be reminded of it."""


class Reminded(db.Model):
    """One of the two reminders of one promise."""

    __tablename__ = "reminded"
    __table_args__ = (
        UniqueConstraint("sign_up_id", "lead"),
        CheckConstraint(f"lead in {LEADS}", name="lead"),
    )

    sign_up_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sign_up.id", ondelete="CASCADE"))
    lead: Mapped[str] = mapped_column(String(8))


def just_promised(sign_up_id: uuid.UUID, slot: Slot) -> None:
    """Someone said yes: they know today what they are told only to be reminded of it."""
    if is_eve(slot, clock.now()):
        db.session.add(Reminded(sign_up_id=sign_up_id, lead=EVENING))
    if slot.begins_at is not None and slot.begins_at - clock.now() <= KNOWN_ANYWAY:
        db.session.add(Reminded(sign_up_id=sign_up_id, lead=SHORTLY))


def is_eve(slot: Slot, now: datetime) -> bool:
    """Whether it is the evening before, or soon will be, where the slot is."""
    there = now.astimezone(ZoneInfo(slot.time_zone))
    return there.date() + timedelta(days=1) == slot.day and there.time() >= EVE_BEGINS
