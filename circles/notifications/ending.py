"""What became of a letter, or when it is looked at again; written down by whoever holds it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, exists, or_, select, update

from circles import clock
from circles.accounts import EmailAddress
from circles.database import db
from circles.mail import Fate
from circles.notifications.delivery import Delivery
from circles.notifications.mailing import MailClaim, Mailing

FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
"""Between two tries: it doubles, and ends where the news stops mattering."""


@dataclass(frozen=True)
class Ending:
    """An outcome in a word; without one the letter is due again then."""

    word: str | None
    due_at: datetime | None = None
    is_try: bool = False


@dataclass(frozen=True)
class Beside:
    """What was told along with a letter, and the address it went to; and whether it went because
    no phone took it, so that none rings for it any more."""

    along: tuple[uuid.UUID, ...] = ()
    address_id: uuid.UUID | None = None
    is_fallback: bool = False


ALONE = Beside()


def ending_of(fate: Fate | None, claim: MailClaim) -> Ending:
    """What the mail server's answer means. Without one it was not tried. A letter that may have
    been taken is tried once more at most, or a server that thinks long gets it again and again."""
    if fate is None:
        return Ending(None, claim.due_at)
    if fate == "perhaps":
        return try_again(claim) if claim.attempts == 0 else Ending("sent")
    if fate != "later":
        return Ending(fate)
    return try_again(claim)


def try_again(claim: MailClaim) -> Ending:
    """After a while that grows with each try; not at all, where it would be stale by then."""
    wait = min(FIRST_WAIT * 2 ** min(claim.attempts, 10), LONGEST_WAIT)
    at = clock.now() + wait
    return Ending("too_late") if at >= claim.matters_until else Ending(None, at, is_try=True)


def settle(claim: MailClaim, token: uuid.UUID, ending: Ending, beside: Beside = ALONE) -> None:
    """Write it in a transaction of its own. A lease that was taken over by another worker is left
    to that one. What is told along ends with it, or waits with it."""
    now, row = clock.now(), Mailing
    is_over = ending.word is not None
    held = update(row).where(row.id == claim.mailing_id, row.lease_token == token)
    those = update(row).where(row.id.in_(beside.along), row.settled_at.is_(None))
    with db.engine.begin() as connection:
        if beside.is_fallback and ending.word == "sent":
            connection.execute(_silence(claim, token, beside.along, now))
        connection.execute(
            held.values(
                outcome=ending.word,
                settled_at=now if is_over else None,
                due_at=ending.due_at or claim.due_at,
                attempts=claim.attempts + ending.is_try,
                leased_until=None,
                lease_token=None,
            )
        )
        if beside.along and ending.word == "sent":
            connection.execute(those.values(outcome="folded", settled_at=now))
        elif beside.along and ending.is_try:
            connection.execute(those.values(due_at=ending.due_at))
        if ending.word == "unreachable" and beside.address_id is not None:
            connection.execute(EmailAddress.note_refusal(beside.address_id))


def _silence(
    claim: MailClaim, token: uuid.UUID, along: Collection[uuid.UUID], now: datetime
) -> Update:
    """Deliveries to their phones of what this letter tells have nothing to tell any more, but for
    one that is on its way. They come before the letter, as where somebody leaves."""
    row, letter = Delivery, Mailing
    is_held = exists().where(letter.id == claim.mailing_id, letter.lease_token == token)
    told = select(letter.fact_id).where(letter.id.in_([claim.mailing_id, *along]))
    return (
        update(row)
        .where(
            row.person_id == claim.person_id,
            row.fact_id.in_(told),
            row.settled_at.is_(None),
            or_(row.leased_until.is_(None), row.leased_until <= now),
            is_held,
        )
        .values(outcome="moot", settled_at=now, leased_until=None, lease_token=None)
    )
