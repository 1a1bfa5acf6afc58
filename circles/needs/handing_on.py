"""Somebody asked for another, and goes: whoever gave their yes is the one who asks now."""

import uuid

from sqlalchemy import Select, select

from circles.accounts import Person
from circles.database import db
from circles.needs.consent import AGREED, Consent
from circles.needs.need import Need
from circles.needs.slot import Slot


def hand_over(person: Person, circle_id: uuid.UUID | None = None) -> None:
    """Someone goes: what they asked with another's yes is that person's own ask from now on."""
    for need in db.session.scalars(asked_with_a_yes(person.id, circle_id)).all():
        lock(need)
        assert need.for_member is not None  # whose yes it is
        need.posted_by, need.for_member, need.consent = need.for_member, None, None
    db.session.flush()


def asked_with_a_yes(person_id: uuid.UUID, circle_id: uuid.UUID | None = None) -> Select[Need]:
    """What this person asks for others who said yes."""
    found = (
        select(Need)
        .join(Consent, Consent.need_id == Need.id)
        .where(Need.posted_by_id == person_id, Need.ended_at.is_(None), Consent.state == AGREED)
    )
    here = found if circle_id is None else found.where(Need.circle_id == circle_id)
    return here.order_by(Need.id)


def lock(need: Need) -> None:
    """Days before asks, as `sign_up` does. Then it is as it is now, and stays so."""
    days = select(Slot.id).where(Slot.need_id == need.id).order_by(Slot.id)
    db.session.execute(days.with_for_update())
    db.session.refresh(need, with_for_update={"of": Need})
    for state in (need.consent, need.answering):
        if state is not None:
            db.session.refresh(state)
