"""What a claimed delivery says, in words made at this moment."""

import logging
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import event

from circles import clock
from circles.database import db
from circles.notifications.channels.outcomes import Answer, Outcome, Try, outcome_of
from circles.notifications.channels.payload import Messages
from circles.notifications.channels.push import Push
from circles.notifications.delivery import Claim
from circles.notifications.desk import Desk, Said

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
    held, messages = list(claims), Messages(base_url, LOCALE)
    try:
        desk = Desk(held)
    except Exception:
        db.session.rollback()
        log.exception("What is due could not be read; it is tried again later.")
        yield from map(_unspoken, held)
        return
    for claim in held:
        said = desk.say(claim)
        if said is None:
            yield _unspoken(claim)
        elif isinstance(said, Outcome):
            yield Letter(claim, outcome=said)
        else:
            yield _letter(claim, said, messages)


def _letter(claim: Claim, said: Said, messages: Messages) -> Letter:
    words, message = said.words, messages.of(said.words)
    push = Push(
        endpoint=claim.endpoint,
        p256dh=claim.p256dh,
        auth=claim.auth,
        full=message.full,
        short=message.short,
        topic=message.topic,
        urgent=words.urgent,
        matters_until=said.matters_until,
    )
    return Letter(replace(claim, along=said.along) if said.along else claim, push=push)


def _keep_what_is_loaded() -> None:
    """Until the session ends. Many hear of one ask: what was read to put it into words
    for the first serves for the next, instead of being let go and read again."""
    kept: list[object] = []
    event.listen(db.session(), "loaded_as_persistent", lambda _session, row: kept.append(row))


def _unspoken(claim: Claim) -> Letter:
    tried = Try(claim.attempts + 1, clock.now(), claim.matters_until, random.random())  # noqa: S311
    return Letter(claim, outcome=outcome_of(Answer(None), tried))
