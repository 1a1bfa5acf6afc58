"""One piece of news, or one week, on its way to one mailbox: a row with a life.

due -> leased -> settled, as a delivery to a phone (`delivery.py`). News becomes due some minutes
after a phone could have taken it; whether one did is asked then. The unique keys make "once" hold,
however many workers spread, and however often.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from circles import clock
from circles.conversation import LONGEST, ONE_LETTER
from circles.database import db
from circles.membership import Membership

PATIENCE = timedelta(minutes=10)
"""How long a phone has to take news, before it goes by e-mail."""

LEASE = timedelta(seconds=LONGEST) + timedelta(minutes=1)
"""How long a claim holds: the longest conversation with a mail server, and time to put what was
claimed into words."""

LATE = timedelta(minutes=30)
"""How long a letter that is due may wait before whoever runs the server should hear of it."""

WORDS = ("sent", "folded", "taken", "moot", "too_late", "unreachable", "refused")


@dataclass(frozen=True)
class MailClaim:
    """What is to be known of a letter that is held. One of a week has no fact."""

    mailing_id: uuid.UUID
    fact_id: uuid.UUID | None
    sunday: date | None
    due_at: datetime
    matters_until: datetime
    attempts: int
    membership_id: uuid.UUID
    circle_id: uuid.UUID
    person_id: uuid.UUID


class Mailing(db.Model):
    """Unique per place in a circle and fact, and per place and week."""

    __tablename__ = "mailing"
    __table_args__ = (
        UniqueConstraint("membership_id", "fact_id"),
        UniqueConstraint("membership_id", "sunday"),
        CheckConstraint(f"outcome in {WORDS}", name="outcome"),
        CheckConstraint("(outcome is null) = (settled_at is null)", name="settled"),
        CheckConstraint("(fact_id is null) = (sunday is not null)", name="sort"),
        Index(
            "ix_mailing_due",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    membership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE")
    )
    fact_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("fact.id", ondelete="CASCADE"), index=True
    )
    sunday: Mapped[date | None] = mapped_column(Date)
    due_at: Mapped[datetime]
    matters_until: Mapped[datetime]
    attempts: Mapped[int]
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[uuid.UUID | None]
    outcome: Mapped[str | None] = mapped_column(String(11))
    settled_at: Mapped[datetime | None] = mapped_column(index=True)

    @classmethod
    def is_any_due(cls) -> bool:
        """Whether there is something to claim; asked often, and mostly in vain."""
        return bool(db.session.scalar(select(cls._due(clock.now()).exists())))

    @classmethod
    def claim(cls, token: uuid.UUID, count: int) -> Sequence[uuid.UUID]:
        """Lease up to `count` due letters under this token; their ids. One statement, as for
        deliveries: two workers never hold the same row."""
        now = clock.now()
        due = cls._due(now).limit(count).with_for_update(skip_locked=True).cte("due")
        return db.session.scalars(
            update(cls)
            .where(cls.id.in_(select(due.c.id)))
            .values(leased_until=now + LEASE, lease_token=token)
            .returning(cls.id)
            .execution_options(synchronize_session=False)
        ).all()

    @classmethod
    def claimed(cls, token: uuid.UUID) -> Sequence[MailClaim]:
        """What is to be known of what is held under this token, the longest waiting first."""
        rows = db.session.execute(
            _known().where(cls.lease_token == token).order_by(cls.due_at, cls.id)
        )
        return [MailClaim(*row) for row in rows]

    @classmethod
    def still_held(cls, token: uuid.UUID, mailing_id: uuid.UUID) -> Sequence[MailClaim]:
        """The same of this one, if it is held for as long as a letter may take: a clock may have
        jumped, and another worker holds it now."""
        until = clock.now() + timedelta(seconds=ONE_LETTER)
        held = (cls.lease_token == token, cls.settled_at.is_(None), cls.leased_until > until)
        rows = db.session.execute(_known().where(cls.id == mailing_id, *held))
        return [MailClaim(*row) for row in rows]

    @classmethod
    def behind(cls, claims: Collection[MailClaim], now: datetime) -> Sequence[MailClaim]:
        """What other news is due for these places. Nobody else takes it while these are held."""
        rows = db.session.execute(
            _known()
            .where(
                cls.membership_id.in_([claim.membership_id for claim in claims]),
                cls.id.not_in([claim.mailing_id for claim in claims]),
                cls.fact_id.is_not(None),
                cls.settled_at.is_(None),
                cls.due_at <= now,
                or_(cls.leased_until.is_(None), cls.leased_until <= now),
            )
            .order_by(cls.due_at, cls.id)
        )
        return [MailClaim(*row) for row in rows]

    @classmethod
    def is_late(cls) -> bool:
        """Whether a letter that is due has waited for longer than it should."""
        due_since = db.session.scalar(select(func.min(cls.due_at)).where(cls.settled_at.is_(None)))
        return due_since is not None and clock.now() - due_since > LATE

    @classmethod
    def _due(cls, now: datetime) -> Select[uuid.UUID]:
        """What may be claimed, the longest waiting first; a lease of a clock that was set back
        since does not hold."""
        row, earlier = aliased(cls), aliased(cls)
        before = or_(
            earlier.due_at < row.due_at, and_(earlier.due_at == row.due_at, earlier.id < row.id)
        )
        is_first = ~exists().where(
            earlier.membership_id == row.membership_id, earlier.settled_at.is_(None), before
        )
        is_free = or_(
            row.leased_until.is_(None),
            row.leased_until <= now,
            row.leased_until > now + 2 * LEASE,
        )
        due = select(row.id).where(row.settled_at.is_(None), row.due_at <= now, is_first, is_free)
        return due.order_by(row.due_at, row.id)


def _known() -> Select[*tuple[Any, ...]]:
    row, place = Mailing, Membership
    return select(
        row.id,
        row.fact_id,
        row.sunday,
        row.due_at,
        row.matters_until,
        row.attempts,
        place.id,
        place.circle_id,
        place.person_id,
    ).join(place, place.id == row.membership_id)
