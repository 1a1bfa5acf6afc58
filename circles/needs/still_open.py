"""What is asked of a reader right now, as rows, the soonest first."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from circles import clock
from circles.accounts import Person
from circles.needs.audience import seen_by
from circles.needs.consent import PROPOSED, Consent
from circles.needs.need import Need
from circles.needs.slot import Slot

ADDRESS = (Need.audience, Need.for_member_id, Need.for_name)

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Where "whenever" stands in time: after every day."""
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
"""Where what waits for the reader's own yes stands: before every day."""


def still_open(
    circle_id: uuid.UUID, reader: uuid.UUID, after: tuple[datetime, uuid.UUID] | None
) -> Select[*tuple[Any, ...]]:
    """What is still asked of this reader in a circle, and what somebody would like to ask for
    them; after a place in that order, if there is one."""
    whom, consent = aliased(Person), aliased(Consent)
    soonest = _soonest(reader, consent)
    found: Select[*tuple[Any, ...]] = (
        select(*_columns(), whom.name.label("for_member"), consent.state.label("consent"))
        .add_columns(soonest.label("soonest"))
        .join(Slot, Slot.need_id == Need.id)
        .join(Person, Person.id == Need.posted_by_id)
        .outerjoin(whom, whom.id == Need.for_member_id)
        .outerjoin(consent, consent.need_id == Need.id)
        .where(
            Need.circle_id == circle_id,
            Need.ended_at.is_(None),
            Slot.over_at > clock.now(),
            seen_by(Need, reader),
        )
        .group_by(Need.id, Person.name, whom.name, consent.state)
        .order_by(soonest, Need.id)
    )
    if after is None:
        return found
    return found.having(or_(soonest > after[0], and_(soonest == after[0], Need.id > after[1])))


def _columns() -> tuple[Any, ...]:
    words = (Need.id, Need.kind, Need.title, Need.details, Need.answers, Need.posted_by_id)
    return (*words, *ADDRESS, Need.takes_up_id, Person.name.label("asked_by"))


def _soonest(reader: uuid.UUID, consent: Any) -> ColumnElement[datetime]:
    instant = Slot.begins_at.type
    next_day = func.min(func.coalesce(Slot.begins_at, FAR), type_=instant)
    waits = and_(Need.for_member_id == reader, consent.state == PROPOSED)
    return case((waits, literal(FIRST, instant)), else_=next_day)
