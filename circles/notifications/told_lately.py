"""What people were told within a day, by phone or by letter: for the pace of their letters."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, union_all

from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.notifications.bell import LOOK_BACK, Rung
from circles.notifications.delivery import Delivery
from circles.notifications.mailing import Mailing
from circles.notifications.subscription import PHONE_ADDED

Told = dict[uuid.UUID, Rung]
"""By fact: what two phones of one person rang for is one thing to them."""


def told_lately(people: Collection[uuid.UUID], now: datetime) -> dict[uuid.UUID, Told]:
    """What each of these people was told."""
    found = defaultdict[uuid.UUID, Told](dict)
    rows = db.session.execute(union_all(_by_phone(people, now), _by_mail(people, now)))
    for person_id, fact_id, subject_id, at, outcome in rows:
        before = found[person_id].get(fact_id)
        is_ring = outcome == "sent" or (before is not None and before.is_ring)
        latest = max(at, before.at) if before is not None else at
        found[person_id][fact_id] = Rung(latest, subject_id, is_ring)
    return found


def _by_phone(people: Collection[uuid.UUID], now: datetime):
    row = Delivery
    return (
        select(row.person_id, row.fact_id, Fact.subject_id, row.settled_at, row.outcome)
        .join(Fact, Fact.id == row.fact_id)
        .where(
            row.person_id.in_(people),
            row.settled_at > now - LOOK_BACK,
            row.outcome.in_(("sent", "folded")),
            Fact.kind != PHONE_ADDED,
        )
    )


def _by_mail(people: Collection[uuid.UUID], now: datetime):
    row = Mailing
    return (
        select(Membership.person_id, row.fact_id, Fact.subject_id, row.settled_at, row.outcome)
        .join(Membership, Membership.id == row.membership_id)
        .join(Fact, Fact.id == row.fact_id)
        .where(
            Membership.person_id.in_(people),
            row.settled_at > now - LOOK_BACK,
            row.outcome.in_(("sent", "folded")),
        )
    )
