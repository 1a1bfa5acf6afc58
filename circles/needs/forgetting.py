"""What is forgotten of asks and promises, and when."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from circles.forgetting import forgets
from circles.membership import LONGEST_FADING, SHORTEST_FADING, Circle
from circles.needs.audience import Addressed
from circles.needs.consent import DECLINED, Consent
from circles.needs.hand import Hand
from circles.needs.in_person import Regret
from circles.needs.lapse import Lapse
from circles.needs.need import Need
from circles.needs.private_details import PRIVATE_AFTER
from circles.needs.series import Series
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp
from circles.needs.thanks import Thanks

PROMISE = timedelta(hours=48)
UNREAD = timedelta(days=7)
"""As long as news that nobody read is kept."""
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


@forgets(Hand, why="A hand is up for a day, and goes with it; nobody looks back on one.")
def past_hands(now: datetime) -> ColumnElement[bool]:
    """Hands for a day that is over, or of an ask that has ended."""
    over = select(Slot.id).join(Need, Need.id == Slot.need_id)
    return Hand.slot_id.in_(over.where(or_(Slot.over_at <= now, Need.ended_at.is_not(None))))


@forgets(
    Need,
    column="private_details_sealed",
    why="An address is told until two hours after the last day, so it is kept no longer.",
)
def past_addresses(now: datetime) -> ColumnElement[bool]:
    """Private details of asks whose every day is past."""
    return ~exists().where(Slot.need_id == Need.id, Slot.over_at >= now - PRIVATE_AFTER)


@forgets(Need, why="That someone would rather not is nobody's to look back on.")
def rather_not(now: datetime) -> ColumnElement[bool]:
    """Asks for someone who would rather not, 48 hours after they said so."""
    no = exists().where(Consent.need_id == Need.id, Consent.state == DECLINED)
    return and_(Need.ended_at < now - PROMISE, no)


@forgets(Addressed, why="Who was asked in person tells who said yes, and goes as a promise goes.")
def past_requests(now: datetime) -> ColumnElement[bool]:
    """To whom asks spoke that took up what was offered, 48 hours after they ended or passed."""
    return Addressed.need_id.in_(select(Need.id).where(_past_in_person(now)))


@forgets(Need, column="takes_up_id", why="What was taken up tells who offered it.")
def past_takings_up(now: datetime) -> ColumnElement[bool]:
    """What the same asks took up."""
    return _past_in_person(now)


def _past_in_person(now: datetime) -> ColumnElement[bool]:
    """What has no day waits for its answer until it ends."""
    before = now - PROMISE
    waits = or_(Slot.over_at >= before, Slot.day.is_(None))
    ahead = exists().where(Slot.need_id == Need.id, waits)
    return and_(Need.takes_up_id.is_not(None), or_(Need.ended_at < before, ~ahead))


@forgets(Need, why="Not this time is told once, and is nobody's to look back on.")
def not_this_time(now: datetime) -> ColumnElement[bool]:
    """Asks that were answered so, once whoever asked has had a week to read of it."""
    no = exists().where(Regret.need_id == Need.id)
    return and_(Need.ended_at < now - UNREAD, no)


@forgets(
    Need,
    column="private_answers_sealed",
    why="From where and where to is told, and kept, as long as an address is.",
)
def past_ways(now: datetime) -> ColumnElement[bool]:
    """Private answers of asks whose every day is past."""
    return past_addresses(now)


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
    waits = exists().where(Lapse.need_id == Need.id)  # for its author to say; then it ends
    return or_(Need.ended_at < before, and_(Need.ended_at.is_(None), ~ahead, ~waits))


@forgets(Thanks, why="Kind words are for the moment; after seven days they are not kept as proof.")
def faded_thanks(now: datetime) -> ColumnElement[bool]:
    """Thanks said seven days ago."""
    return Thanks.fades_at <= now


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
