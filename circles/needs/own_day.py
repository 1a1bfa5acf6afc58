"""The days that are a person's own: those they said yes to, and those they asked for.

In all their circles: someone has one calendar, whatever asked for their time.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from circles import clock
from circles.database import db
from circles.membership import Circle, Membership
from circles.needs.audience import agreed
from circles.needs.called_off import is_called_off
from circles.needs.forgetting import PROMISE
from circles.needs.listing import MOST_DAYS
from circles.needs.need import Need
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot


def own_days(person_id: uuid.UUID) -> Sequence[Any]:
    """What a calendar elsewhere may know of them: when, which kind, where, and nothing anyone
    wrote. What is past, or was called off, is in it as long as a promise is kept."""
    since = clock.now() - PROMISE
    found = _days_without_words(person_id).where(
        _is_own(person_id),
        Slot.begins_at.is_not(None),
        Slot.over_at > since,
        or_(Need.ended_at.is_(None), Need.ended_at > since),
    )
    return db.session.execute(found.order_by(Slot.begins_at, Slot.id).limit(MOST_DAYS)).all()


def day_without_words(person_id: uuid.UUID, slot_id: uuid.UUID) -> Any:
    """The same of one slot in a circle of this person's; nothing where it is on no day."""
    found = _days_without_words(person_id).where(Slot.id == slot_id, Slot.begins_at.is_not(None))
    return db.session.execute(found).one_or_none()


def own_days_elsewhere(
    person_id: uuid.UUID, circle_id: uuid.UUID, since: datetime, until: datetime
) -> Sequence[Any]:
    """Their days in all circles but one, of open asks: over after `since`, begun before `until`,
    each with its ask and the name of its circle. One statement."""
    found = (
        select(
            *_when(),
            Need.kind,
            Need.title,
            Need.posted_by_id,
            Need.for_member_id,
            Circle.name.label("circle_name"),
        )
        .join_from(Slot, Need, Need.id == Slot.need_id)
        .join(Circle, Circle.id == Need.circle_id)
        .join(Membership, _is_in(person_id))
        .where(
            _is_own(person_id),
            ~is_called_off(),
            Need.circle_id != circle_id,
            Need.ended_at.is_(None),
            Slot.over_at > since,
            Slot.begins_at < until,
        )
    )
    return db.session.execute(found.order_by(Slot.begins_at, Slot.id).limit(MOST_DAYS)).all()


def _days_without_words(person_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *_when(),
            Slot.revision,
            Need.kind,
            Need.ended_at,
            is_called_off().label("is_called_off"),
            _is_asked(person_id).label("is_asked"),
            _is_promised(person_id).label("is_promised"),
            Circle.name.label("circle_name"),
        )
        .join_from(Slot, Need, Need.id == Slot.need_id)
        .join(Circle, Circle.id == Need.circle_id)
        .join(Membership, _is_in(person_id))
    )


def _when() -> tuple[Any, ...]:
    return (
        Slot.id,
        Slot.need_id,
        Slot.day,
        Slot.starts,
        Slot.ends,
        Slot.time_zone,
        Slot.begins_at,
        Slot.over_at,
    )


def _is_in(person_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(Membership.circle_id == Need.circle_id, Membership.person_id == person_id)


def _is_own(person_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(agreed(Need), or_(_is_asked(person_id), _is_promised(person_id)))


def _is_asked(person_id: uuid.UUID) -> ColumnElement[bool]:
    """Never unknown, also where it is for nobody in particular: it is read as a column."""
    theirs = and_(Need.for_member_id.is_not(None), Need.for_member_id == person_id)
    return or_(Need.posted_by_id == person_id, theirs)


def _is_promised(person_id: uuid.UUID) -> ColumnElement[bool]:
    return Slot.id.in_(select(SignUp.slot_id).where(SignUp.person_id == person_id))
