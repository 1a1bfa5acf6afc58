"""One piece of news on its way to one phone: a row with a life.

due -> leased -> settled, with the outcome as a word. The row is the ledger: queues and
processes may vanish at any moment, and what is not settled is claimed again.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from circles import clock
from circles.database import db
from circles.notifications.channels.outcomes import WORDS
from circles.notifications.subscription import PushSubscription

LEASE = timedelta(seconds=30)
"""How long a claim holds. Two tries of at most 10 s each fit in, begun within the first 10
(`bag.py`), so only a dead courier lets it lapse."""

WORTH_SENDING = timedelta(days=2)
"""The most that news may wait for a phone; its own words may say less. The inbox has it
anyway."""


LATE = timedelta(seconds=120)
"""How long a due delivery may wait before someone should look: as long as a worker may be silent.
One that is tried again later is due later."""


@dataclass(frozen=True)
class Claim:
    """What a courier needs to know of a delivery it holds."""

    delivery_id: uuid.UUID
    token: uuid.UUID
    fact_id: uuid.UUID
    person_id: uuid.UUID
    attempts: int
    matters_until: datetime
    subscription_id: uuid.UUID
    endpoint: str
    audience: str
    p256dh: str
    auth: str
    along: tuple[uuid.UUID, ...] = ()
    """Deliveries to the same phone that this one tells as well."""


class Delivery(db.Model):
    """Unique per fact and phone, so that spreading a fact twice changes nothing."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("fact_id", "subscription_id"),
        CheckConstraint(f"outcome in {WORDS}", name="outcome"),
        CheckConstraint("(outcome is null) = (settled_at is null)", name="settled"),
        Index(
            "ix_delivery_due",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    fact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fact.id", ondelete="CASCADE"))
    subscription_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("push_subscription.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    due_at: Mapped[datetime]
    matters_until: Mapped[datetime]
    attempts: Mapped[int]
    """How often it was tried. A claim that a killed courier took with it is no try: what
    waits longer after each must not wait for the next courier's bad luck."""
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[uuid.UUID | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    settled_at: Mapped[datetime | None] = mapped_column(index=True)

    @classmethod
    def claim(
        cls, token: uuid.UUID, count: int, paused: Collection[str] = ()
    ) -> Sequence[uuid.UUID]:
        """Lease up to `count` due deliveries under this token; their ids.

        One statement, so two couriers never hold the same row: SQLite has one writer at
        a time, PostgreSQL skips what another has locked. The list of ids is a CTE
        because PostgreSQL may run a plain sub-select more than once and lock too many.
        """
        now = clock.now()
        due = cls._due(now, paused).limit(count).with_for_update(skip_locked=True).cte("due")
        return db.session.scalars(
            update(cls)
            .where(cls.id.in_(select(due.c.id)))
            .values(leased_until=now + LEASE, lease_token=token)
            .returning(cls.id)
            .execution_options(synchronize_session=False)
        ).all()

    @classmethod
    def claimed(cls, token: uuid.UUID, ids: Sequence[uuid.UUID]) -> Sequence[Claim]:
        """What is to be known of these, as far as they are still held and have a phone."""
        phone = PushSubscription
        rows = db.session.execute(
            select(
                cls.id,
                cls.fact_id,
                cls.person_id,
                cls.attempts,
                cls.matters_until,
                phone.id,
                phone.endpoint,
                phone.audience,
                phone.p256dh,
                phone.auth,
            )
            .join(phone, phone.id == cls.subscription_id)
            .where(cls.id.in_(ids), cls.lease_token == token)
        )
        return [Claim(row[0], token, *row[1:]) for row in rows]

    @classmethod
    def next_due(cls, paused: Collection[str] = ()) -> datetime | None:
        """When there is something to claim next, lapsing leases included."""
        free_at = case(
            (and_(cls.leased_until.is_not(None), cls.leased_until > cls.due_at), cls.leased_until),
            else_=cls.due_at,
        )
        soonest = select(func.min(free_at)).where(cls.settled_at.is_(None), _is_first(cls))
        if paused:
            soonest = soonest.where(cls.subscription_id.not_in(_phones_at(paused)))
        return db.session.scalar(soonest)

    @classmethod
    def is_late(cls) -> bool:
        """Whether something that is due has waited for longer than it should."""
        due_since = db.session.scalar(select(func.min(cls.due_at)).where(cls.settled_at.is_(None)))
        return due_since is not None and clock.now() - due_since > LATE

    @classmethod
    def _due(cls, now: datetime, paused: Collection[str]) -> Any:
        """What may be claimed, the longest waiting first.

        The last clause is for a clock set back: a lease that ends later than any lease
        given now could end was given by a clock that no longer holds.
        """
        row = aliased(cls)
        due = (
            select(row.id)
            .where(
                row.settled_at.is_(None),
                row.due_at <= now,
                _is_first(row),
                or_(
                    row.leased_until.is_(None),
                    row.leased_until <= now,
                    row.leased_until > now + 2 * LEASE,
                ),
            )
            .order_by(row.due_at, row.id)
        )
        return due.where(row.subscription_id.not_in(_phones_at(paused))) if paused else due


def _is_first(row: Any) -> Any:
    """One delivery at a time is on its way to a phone. Those behind it may be told with it."""
    earlier = aliased(Delivery)
    before = or_(
        earlier.due_at < row.due_at, and_(earlier.due_at == row.due_at, earlier.id < row.id)
    )
    return ~exists().where(
        earlier.subscription_id == row.subscription_id, earlier.settled_at.is_(None), before
    )


def _phones_at(audiences: Collection[str]) -> Any:
    return select(PushSubscription.id).where(PushSubscription.audience.in_(audiences))
