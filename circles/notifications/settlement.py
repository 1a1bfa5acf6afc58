"""What became of deliveries, written down by whoever still holds them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update

from circles import clock
from circles.database import db
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.delivery import Claim, Delivery
from circles.notifications.slate import Left
from circles.notifications.subscription import PushSubscription

Answered = Sequence[tuple[Claim, Outcome]]
Held = tuple[uuid.UUID, uuid.UUID]
"""The token that a delivery is held under, and the delivery."""


def settle(answered: Answered) -> None:
    """Write what became of these claims, in a transaction of its own.

    A lease that lapsed and was taken over by another courier is left to that one: the
    token is in the WHERE. Without the object layer, because an answer that is not yet
    written is a push that a crash would repeat.
    """
    now = clock.now()
    sent = [claim for claim, outcome in answered if outcome.word == "sent"]
    others = [_row(claim, outcome, now) for claim, outcome in answered if outcome.word != "sent"]
    with db.engine.begin() as connection:
        _settle_sent(connection, ((claim.token, claim.delivery_id) for claim in sent), now)
        if others:
            connection.execute(_SETTLE, others)
        for claim, outcome in answered:
            if outcome.word == "gone":
                connection.execute(_DROP, {"phone": claim.subscription_id, "at": claim.endpoint})
        for deed, rows in ((_FOLD, _told_along(sent, now)), (_WAIT, _put_off(answered))):
            if rows:
                connection.execute(deed, rows)


def settle_left(left: Left) -> None:
    """Write down what a killed courier had sent and could not write, if nobody did so since,
    and free what else it held."""
    now = clock.now()
    along = [{"delivery": key, "settled": now} for key in left.along]
    held = [{"token": token} for token in left.tokens]
    with db.engine.begin() as connection:
        _settle_sent(connection, ((token, key) for key, token in left.taken), now)
        for deed, rows in ((_FOLD, along), (_FREE, held)):
            if rows:
                connection.execute(deed, rows)


def _settle_sent(connection: Connection, sent: Iterable[Held], now: datetime) -> None:
    """Nearly all of them, and all in the same way: one statement for each claim they came by."""
    together = defaultdict[uuid.UUID, list[uuid.UUID]](list)
    for token, key in sent:
        together[token].append(key)
    for token, keys in together.items():
        connection.execute(_SENT, {"token": token, "deliveries": keys, "settled": now})


_SETTLE = (
    update(Delivery.__table__)
    .where(Delivery.id == bindparam("delivery"), Delivery.lease_token == bindparam("token"))
    .values(
        outcome=bindparam("word"),
        settled_at=bindparam("settled"),
        due_at=bindparam("due"),
        matters_until=bindparam("until"),
        attempts=bindparam("tries"),
        leased_until=None,
        lease_token=None,
    )
)


_SENT = (
    update(Delivery.__table__)
    .where(
        Delivery.id.in_(bindparam("deliveries", expanding=True)),
        Delivery.lease_token == bindparam("token"),
    )
    .values(
        outcome="sent",
        settled_at=bindparam("settled"),
        attempts=Delivery.attempts + 1,
        leased_until=None,
        lease_token=None,
    )
)


_FREE = (
    update(Delivery.__table__)
    .where(Delivery.settled_at.is_(None), Delivery.lease_token == bindparam("token"))
    .values(leased_until=None, lease_token=None)
)


_FOLD = (
    update(Delivery.__table__)
    .where(Delivery.id == bindparam("delivery"), Delivery.settled_at.is_(None))
    .values(outcome="folded", settled_at=bindparam("settled"))
)
"""Told with what it waited behind; nobody claims it while that is held."""


_WAIT = (
    update(Delivery.__table__)
    .where(Delivery.id == bindparam("delivery"), Delivery.settled_at.is_(None))
    .values(due_at=bindparam("due"))
)
"""Tried in vain with it, and so again with it."""


_DROP = delete(PushSubscription.__table__).where(
    PushSubscription.id == bindparam("phone"), PushSubscription.endpoint == bindparam("at")
)
"""The push service knows this address no more; the phone's deliveries go with it. Only if
it is still the address that was tried: the phone may have come back with a new one
meanwhile, and then the delivery is simply due again."""


def _told_along(sent: Iterable[Claim], now: datetime) -> list[dict[str, Any]]:
    return [{"delivery": key, "settled": now} for claim in sent for key in claim.along]


def _put_off(answered: Answered) -> list[dict[str, Any]]:
    tried = [(claim, outcome.retry_at) for claim, outcome in answered if outcome.retry_at]
    return [{"delivery": key, "due": at} for claim, at in tried for key in claim.along]


def _row(claim: Claim, outcome: Outcome, now: datetime) -> dict[str, Any]:
    ended = outcome.word is not None and outcome.word != "gone"
    return {
        "delivery": claim.delivery_id,
        "token": claim.token,
        "word": outcome.word if ended else None,
        "settled": now if ended else None,
        "due": outcome.retry_at or now,
        "tries": claim.attempts + outcome.is_try,
        "until": outcome.matters_until or claim.matters_until,
    }
