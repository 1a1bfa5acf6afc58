"""One's own promise is coming up: told the evening before, and again shortly before.

How long before is each person's choice, and not known here. So what comes up is passed on a
little before anybody may want to hear of it, and waits with whoever delivers it. The timetable
goes by what stands in the database: a run that was missed is made up for by the next, as long as
there is still something to be reminded of.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, select
from sqlalchemy.orm import contains_eager

from circles import clock, fact
from circles.database import db
from circles.needs.audience import agreed
from circles.needs.need import Need
from circles.needs.reminded import EVENING, SHORTLY, SHORTLY_BEGINS, Reminded, is_eve, just_promised
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot

TOMORROW = "promise.tomorrow"
SHORTLY_NOW = "promise.shortly"

NEXT_DAY = timedelta(hours=34)
"""No eve is longer: from three in the afternoon to the end of the next day, and an hour for the
clocks."""


def remind() -> None:
    """The timetable's deed: pass on what is coming up and was not passed on yet."""
    now = clock.now()
    for promise in _promises(EVENING, now, NEXT_DAY):
        if is_eve(promise.slot, now):
            db.session.add(Reminded(sign_up_id=promise.id, lead=EVENING))
            fact.record(TOMORROW, promise.slot.need.circle_id, None, *_of(promise))
    for promise in _promises(SHORTLY, now, SHORTLY_BEGINS, Slot.starts.is_not(None)):
        db.session.add(Reminded(sign_up_id=promise.id, lead=SHORTLY))
        fact.record(SHORTLY_NOW, promise.slot.need.circle_id, None, *_of(promise))
    db.session.commit()


def remind_anew(slot: Slot) -> None:
    """It is on another day, or at another time: whoever said yes hears of the change, and is
    reminded of that day as of any."""
    there = db.session.scalars(select(SignUp.id).where(SignUp.slot_id == slot.id)).all()
    quietly = {"synchronize_session": False}
    db.session.execute(
        delete(Reminded).where(Reminded.sign_up_id.in_(there)), execution_options=quietly
    )
    for sign_up_id in there:
        just_promised(sign_up_id, slot)


def _of(promise: SignUp) -> tuple[uuid.UUID, uuid.UUID]:
    return promise.slot.need_id, promise.id


def _promises(lead: str, now: datetime, within: timedelta, *which: ColumnElement[bool]) -> Any:
    """Promises of open asks that begin within that time, not yet passed on; one that is just
    being taken back is left."""
    told = exists().where(Reminded.sign_up_id == SignUp.id, Reminded.lead == lead)
    ahead = and_(Slot.begins_at > now, Slot.begins_at <= now + within, Slot.over_at > now)
    found: Select[Any] = (
        select(SignUp)
        .join(SignUp.slot)
        .join(Slot.need)
        .options(contains_eager(SignUp.slot).contains_eager(Slot.need))
        .where(~told, ahead, Need.ended_at.is_(None), agreed(Need), *which)
        .order_by(SignUp.id)
        .with_for_update(of=SignUp, skip_locked=True)
    )
    return db.session.scalars(found).all()
