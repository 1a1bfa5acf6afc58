"""What a member who leaves lets go of: promises quietly, and their own open asks."""

from sqlalchemy import exists, or_, select

from circles import clock
from circles.database import db
from circles.membership import Membership, Parting
from circles.needs.hand import Hand
from circles.needs.handing_on import asked_with_a_yes, hand_over
from circles.needs.lowering import step_back
from circles.needs.need import Need
from circles.needs.regret import asked_in_person, part_with_regret
from circles.needs.series import Series
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp
from circles.phrase import Phrase


def _promises(member: Membership):
    return (
        select(SignUp)
        .join(Slot, Slot.id == SignUp.slot_id)
        .join(Need, Need.id == Slot.need_id)
        .where(
            SignUp.person_id == member.person_id,
            Need.circle_id == member.circle_id,
            Need.ended_at.is_(None),
            Slot.over_at > clock.now(),
        )
        .order_by(Slot.id)
    )


def _asks(member: Membership):
    return (
        select(Need)
        .where(
            or_(Need.posted_by_id == member.person_id, Need.for_member_id == member.person_id),
            Need.circle_id == member.circle_id,
            Need.ended_at.is_(None),
        )
        .order_by(Need.id)
    )


def _has_promises(member: Membership) -> bool:
    return bool(db.session.scalar(select(exists(_promises(member).with_only_columns(SignUp.id)))))


def _has_asks(member: Membership) -> bool:
    return bool(db.session.scalar(select(exists(_asks(member).with_only_columns(Need.id)))))


def _has_asks_for_others(member: Membership) -> bool:
    theirs = asked_with_a_yes(member.person_id, member.circle_id).order_by(None)
    return bool(db.session.scalar(select(exists(theirs.with_only_columns(Need.id)))))


def _standing(member: Membership):
    return (
        select(StandingSignUp)
        .join(Series, Series.id == StandingSignUp.series_id)
        .join(Need, Need.id == Series.need_id)
        .where(
            StandingSignUp.person_id == member.person_id,
            Need.circle_id == member.circle_id,
        )
        .order_by(StandingSignUp.series_id)
    )


def _has_standing(member: Membership) -> bool:
    found = _standing(member).with_only_columns(StandingSignUp.id)
    return bool(db.session.scalar(select(exists(found))))


def _end_standing(member: Membership) -> None:
    for standing in db.session.scalars(_standing(member)).all():
        standing.release()


def _hands_for(member: Membership):
    """In the order in which days are locked."""
    return (
        select(Slot)
        .join(Hand, Hand.slot_id == Slot.id)
        .join(Need, Need.id == Slot.need_id)
        .where(Hand.person_id == member.person_id, Need.circle_id == member.circle_id)
        .order_by(Slot.id)
    )


def _has_hands_up(member: Membership) -> bool:
    found = _hands_for(member).with_only_columns(Slot.id)
    return bool(db.session.scalar(select(exists(found))))


def _lower(member: Membership) -> None:
    for slot in db.session.scalars(_hands_for(member)).all():
        step_back(slot, member.person)


def _release(member: Membership) -> None:
    """Their days are locked first, in the order in which everyone locks days: two who leave, or
    one who leaves and one who changes the days, would wait for each other crosswise."""
    days = _promises(member).with_only_columns(Slot.id).with_for_update(of=Slot)
    db.session.execute(days)
    for promise in db.session.scalars(_promises(member)).all():
        promise.release()


def _withdraw(member: Membership) -> None:
    for need in db.session.scalars(_asks(member)).all():
        need.withdraw(member.person)


def _is_asked_in_person(member: Membership) -> bool:
    found = asked_in_person(member).with_only_columns(Need.id).order_by(None)
    return bool(db.session.scalar(select(exists(found))))


STANDING = Parting(
    _has_standing,
    Phrase("What was promised here for every time ends."),
    _end_standing,
)
LOWERED = Parting(
    _has_hands_up,
    Phrase("Hands that are up here go down. Nobody is told."),
    _lower,
)
RELEASED = Parting(
    _has_promises,
    Phrase("Places taken here open again. The news of it names nobody."),
    _release,
)
REGRETTED = Parting(
    _is_asked_in_person,
    Phrase("Whoever asked for something you offered here reads “not this time”."),
    part_with_regret,
)
HANDED_ON = Parting(
    _has_asks_for_others,
    Phrase("What was asked for someone who said yes to it stays, as their own ask."),
    lambda member: hand_over(member.person, member.circle_id),
)
WITHDRAWN = Parting(
    _has_asks,
    Phrase("What was asked for here is withdrawn. Whoever had said yes hears of it."),
    _withdraw,
)
