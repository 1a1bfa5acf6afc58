"""The time to raise a hand is over: whoever asked is told that they can choose, and if nobody has
chosen some time before the day, chance draws. Nobody who raised a hand is left to wonder.

The timetable goes by what stands in the database: a run that was missed is made up for by the
next, and one that comes twice finds nothing to do.
"""

import uuid

from sqlalchemy import exists, select
from sqlalchemy.exc import InvalidRequestError

from circles import clock, fact
from circles.database import db
from circles.needs.answering import Answering, chance_draws_at
from circles.needs.drawing import draw_by_chance
from circles.needs.hand import Hand
from circles.needs.handing_on import lock
from circles.needs.need import Need
from circles.needs.slot import Slot

CHOOSE = "hand.choose"


def take_hands_down() -> None:
    """The timetable's deed, each ask in a transaction of its own."""
    for need_id in db.session.scalars(_waiting()).all():
        db.session.commit()
        try:
            _see_to(need_id)
        except InvalidRequestError:  # gone with its author at this very moment
            db.session.rollback()
    db.session.commit()


def _waiting():
    """Open asks with hands up for a day ahead, of which the time to raise one is over."""
    up = exists().where(
        Slot.need_id == Need.id, Hand.slot_id == Slot.id, Slot.over_at > clock.now()
    )
    over = select(Need.id).join(Answering, Answering.need_id == Need.id)
    return over.where(Answering.hands_until <= clock.now(), Need.ended_at.is_(None), up)


def _see_to(need_id: uuid.UUID) -> None:
    """Locked as whoever chooses locks it: they come first, or find it drawn."""
    need = db.session.get(Need, need_id)
    if need is None:
        return
    lock(need)
    way = need.answering
    if not need.is_open or way is None or way.hands_until is None or way.gathers:
        return
    waiting = [slot for slot in need.slots if not slot.is_over and Hand.up(slot)]
    late = [s for s in waiting if chance_draws_at(s, way.hands_until) <= clock.now()]
    for slot in late:
        draw_by_chance(slot, None)
    if len(late) < len(waiting) and not way.told:
        way.told = True
        fact.record(CHOOSE, need.circle_id, None, need.id)
