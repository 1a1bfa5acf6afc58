"""What a claimed delivery says, in words made at this moment."""

import logging
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import event, select

from circles import clock
from circles.announcement import Words, announced_kinds, announcement_for
from circles.database import db
from circles.fact import Fact
from circles.notifications.channels.outcomes import Answer, Outcome, Try, outcome_of
from circles.notifications.channels.payload import Messages
from circles.notifications.channels.push import Push
from circles.notifications.delivery import Claim
from circles.notifications.fan_out import hearers_among

LOCALE = "en"
"""Until people choose a language."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """A delivery, and what is to be sent; or its outcome, where nothing is."""

    claim: Claim
    push: Push | None = None
    outcome: Outcome | None = None


def write_letters(claims: Iterable[Claim], base_url: str) -> Iterator[Letter]:
    """One letter per claim. Reads only; runs in a transaction of its own."""
    _keep_what_is_loaded()
    messages = Messages(base_url, LOCALE)
    by_fact = sorted(claims, key=lambda claim: claim.fact_id)
    for fact_id, group in groupby(by_fact, key=lambda claim: claim.fact_id):
        claimed = list(group)
        try:
            yield from _of_fact(fact_id, claimed, messages)
        except Exception:
            db.session.rollback()
            log.exception("News could not be put into words; it is tried again later.")
            yield from (_unspoken(claim) for claim in claimed)


def _of_fact(fact_id: uuid.UUID, claims: Sequence[Claim], messages: Messages) -> list[Letter]:
    fact = db.session.scalar(select(Fact).where(Fact.id == fact_id))
    if fact is None or fact.kind not in announced_kinds():
        return [Letter(claim, outcome=Outcome("moot")) for claim in claims]
    people = {claim.person_id for claim in claims}
    say = announcement_for(fact.kind).words
    words = {person: say(fact, person) for person in hearers_among(fact, people)}
    return [_letter(claim, words.get(claim.person_id), messages) for claim in claims]


def _letter(claim: Claim, words: Words | None, messages: Messages) -> Letter:
    """Nothing to say any more (filled, withdrawn, or not theirs to hear) is moot."""
    if words is None:
        return Letter(claim, outcome=Outcome("moot"))
    until = min(claim.matters_until, words.matters_until)
    if clock.now() >= until:
        return Letter(claim, outcome=Outcome("too_late"))
    message = messages.of(words)
    push = Push(
        endpoint=claim.endpoint,
        p256dh=claim.p256dh,
        auth=claim.auth,
        full=message.full,
        short=message.short,
        topic=message.topic,
        urgent=words.urgent,
        matters_until=until,
    )
    return Letter(claim, push=push)


def _keep_what_is_loaded() -> None:
    """Until the session ends. Many hear of one ask: what was read to put it into words
    for the first serves for the next, instead of being let go and read again."""
    kept: list[object] = []
    event.listen(db.session(), "loaded_as_persistent", lambda _session, row: kept.append(row))


def _unspoken(claim: Claim) -> Letter:
    tried = Try(claim.attempts + 1, clock.now(), claim.matters_until, random.random())  # noqa: S311
    return Letter(claim, outcome=outcome_of(Answer(None), tried))
