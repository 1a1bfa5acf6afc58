"""Whoever an ask is for has the say: yes, rather not, and a yes taken back."""

from sqlalchemy import delete, select

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.needs.consent import (
    AGREED,
    DECLINED,
    TAKEN_BACK,
    ChangedMeanwhile,
    NotYoursToSay,
)
from circles.needs.farewell import tell_helpers
from circles.needs.handing_on import lock
from circles.needs.mark import mark_of
from circles.needs.need import ASKED, Need, NeedEnded
from circles.needs.series import Series
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp

RATHER_NOT = "consent.declined"
YES = "consent.given"
HIDDEN = "consent.taken_back"


def answer(need: Need, person: Person, agrees: bool, read: str | None = None) -> None:
    """Say yes, rather not, or take the yes back; saying it twice is saying it once.

    `read` is the mark of what was read. Raises `NotYoursToSay`, `NeedEnded` or
    `ChangedMeanwhile`.
    """
    lock(need)
    if need.consent is None or need.for_member_id != person.id:
        raise NotYoursToSay
    if not need.is_open:
        raise NeedEnded
    if agrees and read not in (None, mark_of(need)):
        raise ChangedMeanwhile
    if need.consent.hear(agrees):
        _FOLLOWS[need.consent.state](need, person)


def _show(need: Need, person: Person) -> None:
    fact.record(ASKED, need.circle_id, person.id, need.id)
    fact.record(YES, need.circle_id, person.id, need.id)


def _let_go(need: Need, person: Person) -> None:
    """No reason is asked, and no word of it stays."""
    need.withdraw(person)
    need.title, need.details, need.answers = "", "", {}
    fact.record(RATHER_NOT, need.circle_id, person.id, need.id)


def _hide(need: Need, person: Person) -> None:
    """Whoever had promised must not stand before a closed door."""
    tell_helpers(select(Need.id).where(Need.id == need.id))
    ahead = select(Slot.id).where(Slot.need_id == need.id, Slot.over_at > clock.now())
    db.session.execute(delete(SignUp).where(SignUp.slot_id.in_(ahead)))
    again = select(Series.id).where(Series.need_id == need.id)
    db.session.execute(delete(StandingSignUp).where(StandingSignUp.series_id.in_(again)))
    fact.record(HIDDEN, need.circle_id, person.id, need.id)


_FOLLOWS = {AGREED: _show, DECLINED: _let_go, TAKEN_BACK: _hide}
