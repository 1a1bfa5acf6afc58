"""What is forgotten of asks and promises, and when."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select

from circles.forgetting import forgets
from circles.membership import Circle
from circles.needs.need import Need
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot

PROMISE = timedelta(hours=48)
SHORTEST, LONGEST = 7, 30
"""Days a circle may choose to keep what has ended."""


@forgets(SignUp, why="A promise is kept for 48 hours after its slot, then nobody can count it.")
def past_promises(now: datetime) -> ColumnElement[bool]:
    """Promises whose slot is past, or whose ask has ended, for 48 hours."""
    before = now - PROMISE
    done = (
        select(Slot.id)
        .join(Need, Need.id == Slot.need_id)
        .where(or_(Slot.over_at < before, Need.ended_at < before))
    )
    return SignUp.slot_id.in_(done)


@forgets(Need, why="What has ended fades when its circle's fading time is over.")
def faded_asks(now: datetime) -> ColumnElement[bool]:
    """Asks that ended, or whose last day passed, longer ago than their circle keeps them."""
    return or_(*(_faded(now, days) for days in range(SHORTEST, LONGEST + 1)))


def _faded(now: datetime, days: int) -> ColumnElement[bool]:
    before = now - timedelta(days=days)
    still_ahead = exists().where(
        Slot.need_id == Need.id, or_(Slot.over_at.is_(None), Slot.over_at >= before)
    )
    return and_(
        Need.circle_id.in_(select(Circle.id).where(Circle.fading_days == days)),
        or_(Need.ended_at < before, and_(Need.ended_at.is_(None), ~still_ahead)),
    )
