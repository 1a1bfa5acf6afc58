"""What is forgotten of asks and promises, and when."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from circles.forgetting import forgets
from circles.membership import LONGEST_FADING, SHORTEST_FADING, Circle
from circles.needs.need import PRIVATE_AFTER, Need
from circles.needs.series import Series
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp

PROMISE = timedelta(hours=48)
FARTHEST_ZONE = timedelta(hours=14)
"""No wall clock is further from UTC."""


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


@forgets(
    Need,
    column="private_details_sealed",
    why="An address is told until two hours after the last day, so it is kept no longer.",
)
def past_addresses(now: datetime) -> ColumnElement[bool]:
    """Private details of asks whose every day is past."""
    return ~exists().where(Slot.need_id == Need.id, Slot.over_at >= now - PRIVATE_AFTER)


@forgets(Need, why="What has ended fades when its circle's fading time is over.")
def faded_asks(now: datetime) -> ColumnElement[bool]:
    """Asks that ended, or whose last day passed, longer ago than their circle keeps them."""
    fading = {days: now - timedelta(days=days) for days in range(SHORTEST_FADING, LONGEST_FADING)}
    before = (
        select(case(fading, value=Circle.fading_days, else_=now - timedelta(days=LONGEST_FADING)))
        .where(Circle.id == Need.circle_id)
        .correlate(Need)  # inside `exists` too it is this ask's circle
        .scalar_subquery()
    )
    ahead = exists().where(Slot.need_id == Need.id, Slot.over_at >= before)
    return or_(Need.ended_at < before, and_(Need.ended_at.is_(None), ~ahead))


@forgets(StandingSignUp, why="A promise for every time goes as its last single promise goes.")
def past_standing_promises(now: datetime) -> ColumnElement[bool]:
    """Standing promises of what has ended, or has no day any more, for 48 hours."""
    before = now - PROMISE
    ended = (
        select(Series.id)
        .join(Need, Need.id == Series.need_id)
        .where(
            or_(
                Need.ended_at < before,
                ~exists().where(Slot.series_id == Series.id, Slot.over_at >= before),
            )
        )
    )
    return StandingSignUp.series_id.in_(ended)


@forgets(Slot, why="Days of what repeats go one by one; the last one is kept as the ask is.")
def past_days_of_a_series(now: datetime) -> ColumnElement[bool]:
    """Days that are over for as long as promises are kept, while there is a later one. A day is
    remembered until its own time as well, wherever it was moved to: else it would be made anew."""
    before, later = now - PROMISE, aliased(Slot)
    own_time = (before - FARTHEST_ZONE).replace(tzinfo=None)
    return and_(
        Slot.series_id.is_not(None),
        Slot.over_at < before,
        Slot.series_start < own_time,
        exists().where(later.need_id == Slot.need_id, later.over_at > Slot.over_at),
    )
