"""Not this time: said by the one who was asked in person, and told to whoever asked."""

from typing import ClassVar

from sqlalchemy import Select, exists, select

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs.audience import CHOSEN, Addressed
from circles.needs.hand import let_go, of_ask
from circles.needs.handing_on import lock
from circles.needs.in_person import Regret
from circles.needs.need import Need, NeedEnded
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Forbidden, Refusal

REGRETTED = "need.regretted"


class NotAskedInPerson(Forbidden):
    """To everything else "not this time" is silent."""

    code: ClassVar[str] = "not_asked_in_person"

    def __init__(self) -> None:
        super().__init__(Phrase("You were not asked for this in person. There is nothing to say."))


class YouSaidYes(Refusal):
    """A promise is not taken back by another word."""

    code: ClassVar[str] = "you_said_yes"

    def __init__(self) -> None:
        super().__init__(Phrase("You said yes to this. You can still say that you can’t make it."))


def say_not_this_time(need: Need, person: Person) -> None:
    """End it without a reason. Raises `NotAskedInPerson`, `NeedEnded` or `YouSaidYes`."""
    lock(need)
    db.session.expire(need, ["addressed"])
    if not need.is_asked_in_person(person.id):
        raise NotAskedInPerson
    if not need.is_open:
        raise NeedEnded
    if _has_promised(need, person):
        raise YouSaidYes
    _end(need)


def part_with_regret(member: Membership) -> None:
    """Someone leaves the circle: whoever asked them in person is not left to wait."""
    for need in db.session.scalars(asked_in_person(member)).all():
        lock(need)
        if need.is_open:
            _end(need)


def asked_in_person(member: Membership) -> Select[Need]:
    """What a member is asked for, having offered it, and what has a day ahead."""
    to_them = exists().where(Addressed.need_id == Need.id, Addressed.membership_id == member.id)
    ahead = exists().where(Slot.need_id == Need.id, Slot.over_at > clock.now())
    taken_up = (Need.takes_up_id.is_not(None), Need.audience == CHOSEN, Need.ended_at.is_(None))
    return select(Need).where(*taken_up, to_them, ahead).order_by(Need.id)


def _has_promised(need: Need, person: Person) -> bool:
    theirs = select(SignUp.id).join(Slot, Slot.id == SignUp.slot_id)
    found = theirs.where(Slot.need_id == need.id, SignUp.person_id == person.id)
    return bool(db.session.scalar(select(exists(found))))


def _end(need: Need) -> None:
    """It speaks to nobody any more, so nothing that is kept says who said this: no news of it that
    is on its way, no hand, and no actor of what is told now."""
    fact.forget_about([need.id])
    let_go(of_ask(need.id))
    need.end(None, "withdrawn")
    need.addressed, need.takes_up_id, need.regret = [], None, Regret()
    fact.record(REGRETTED, need.circle_id, None, need.id)
