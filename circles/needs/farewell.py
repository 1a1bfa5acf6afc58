"""What becomes of the asks of someone who goes for good: they go too, and are not kept until they
fade. Whoever had said yes to one must not stand before a closed door: they hear that it is not
needed any more. Who had asked, and for what, is gone by then and cannot be said.
"""

import uuid
from datetime import timedelta

from sqlalchemy import Select, or_, select

from circles import clock, fact
from circles.accounts import Farewell, Person
from circles.announcement import Announcement, Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.needs.hand import Hand
from circles.needs.hand import end as end_hands
from circles.needs.handing_on import hand_over
from circles.needs.need import Need
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.phrase import Phrase

GONE = "need.gone"

WORTH_HEARING = timedelta(days=2)
"""As long as a phone may be off; whoever opens the calendar sees it there anyway."""


def _go(person: Person) -> None:
    """What they asked for another who said yes stays that person's."""
    hand_over(person)
    theirs = or_(Need.posted_by_id == person.id, Need.for_member_id == person.id)
    tell_helpers(select(Need.id).where(theirs, Need.ended_at.is_(None)))


def tell_helpers(open_asks: Select[uuid.UUID]) -> None:
    """Locked as `sign_up` does, days before asks: a yes that comes at this moment is either told
    that it is too late, or among those who hear of it."""
    days = select(Slot.id).where(Slot.need_id.in_(open_asks)).order_by(Slot.id)
    db.session.execute(days.with_for_update())
    db.session.execute(open_asks.order_by(Need.id).with_for_update())
    end_hands(Hand.slot_id.in_(select(Slot.id).where(Slot.need_id.in_(open_asks))))
    promised = (
        select(Need.circle_id, Need.id, Membership.id)
        .join(Slot, Slot.need_id == Need.id)
        .join(SignUp, SignUp.slot_id == Slot.id)
        .join(Membership, Membership.person_id == SignUp.person_id)
        .where(
            Need.id.in_(open_asks),
            Membership.circle_id == Need.circle_id,
            Slot.over_at > clock.now(),
        )
    )
    for circle_id, need_id, place_id in db.session.execute(promised.distinct()).all():
        fact.record(GONE, circle_id, None, need_id, place_id)


@announces(GONE)
class Gone(Announcement):
    """An ask went with whoever asked: each of those who had promised hears of it."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(Membership.person_id).where(Membership.id == fact.detail_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        return Words(
            title=Phrase("This is no longer needed"),
            body=Phrase("Something you had said yes to."),
            line=Phrase("Something you had said yes to is no longer needed."),
            path=f"/circles/{fact.circle_id}/calendar",
            tag=str(fact.subject_id),
            matters_until=fact.recorded_at + WORTH_HEARING,
        )


ASKS = Farewell(_go)
