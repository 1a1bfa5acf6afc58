"""What waits behind a delivery that is held: only one at a time is on its way to a phone."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from circles.database import db
from circles.notifications.delivery import Claim, Delivery


@dataclass(frozen=True)
class Behind:
    """A delivery that is due and waits behind another to the same phone."""

    delivery_id: uuid.UUID
    subscription_id: uuid.UUID
    fact_id: uuid.UUID
    person_id: uuid.UUID
    matters_until: datetime


def behind(claims: Collection[Claim], now: datetime) -> Sequence[Behind]:
    """What else is due to these phones. Nobody else takes it as long as they are held."""
    row = Delivery
    rows = db.session.execute(
        select(row.id, row.subscription_id, row.fact_id, row.person_id, row.matters_until)
        .where(
            row.subscription_id.in_([claim.subscription_id for claim in claims]),
            row.id.not_in([claim.delivery_id for claim in claims]),
            row.settled_at.is_(None),
            row.due_at <= now,
            or_(row.leased_until.is_(None), row.leased_until <= now),
        )
        .order_by(row.due_at, row.id)
    )
    return [Behind(*found) for found in rows]
