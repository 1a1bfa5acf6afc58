"""Takes letters to the mail server: claim, put into words, hand in, write what became of it.

In a thread of its own, so that a mail server that is slow or away delays no push. No transaction
is open while it is spoken to, and what became of a letter is written before the next is begun: a
worker killed in between repeats one, with the `Message-ID` it had.
"""

import logging
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from circles import clock
from circles.accounts import EmailAddress
from circles.database import READ_ONLY, db
from circles.mail import Letter, Post
from circles.membership import Circle
from circles.notifications.channels.email import Desk, Write
from circles.notifications.ending import Ending, ending_of, settle, try_again
from circles.notifications.mail_desk import MailDesk, MailNews
from circles.notifications.mailing import MailClaim, Mailing
from circles.notifications.weekly import MailWeek, week_for

BATCH = 10
"""Letters in one conversation: at a few seconds each they fit into a minute."""

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)
"""How long a mail server is left alone that is away, or wants no letters from us; it doubles."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Written:
    """A letter that is held, and what is to be handed in; or its ending, where nothing is."""

    claim: MailClaim
    letter: Letter | None = None
    ending: Ending | None = None
    along: tuple[uuid.UUID, ...] = ()
    address_id: uuid.UUID | None = None


class Outbox:
    """One per process, used by one thread."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._closed_until: datetime | None = None
        self._rest = FIRST_REST
        self._is_stopping = False

    def stop(self) -> None:
        """Begin no other letter. May be called from any thread."""
        self._is_stopping = True

    def empty(self, post: Post, write: Write) -> int:
        """Hand in what is due; how many letters went out."""
        sent = 0
        while self._is_open() and _is_any_due():
            token = uuid.uuid4()
            if not Mailing.claim(token, BATCH):
                break
            db.session.commit()
            sent += self._hand_in(self._written(token, write), token, post)
        db.session.rollback()
        return sent

    def _is_open(self) -> bool:
        if self._is_stopping:
            return False
        return self._closed_until is None or clock.now() >= self._closed_until

    def _written(self, token: uuid.UUID, write: Write) -> list[Written]:
        with _reading():
            claims = Mailing.claimed(token)
            try:
                return _write_all(claims, Desk(write, self._base_url))
            except Exception:
                log.exception("Letters could not be written; they are tried again later.")
                return [Written(claim, ending=try_again(claim)) for claim in claims]

    def _hand_in(self, written: Sequence[Written], token: uuid.UUID, post: Post) -> int:
        for one in written:
            if one.ending is not None:
                settle(one.claim, token, one.ending)
        ready = [one for one in written if one.letter is not None]
        fates = iter(post.deliver_all([one.letter for one in ready if one.letter is not None]))
        sent = 0
        for one in ready:
            fate = None if self._is_stopping else next(fates, None)
            settle(one.claim, token, ending_of(fate, one.claim), one.along, one.address_id)
            sent += fate == "sent"
            if fate is None:
                self._close()
            elif fate not in ("later", "perhaps"):
                self._rest = FIRST_REST
        return sent

    def _close(self) -> None:
        """Once for a conversation that did not come about, or broke off."""
        if self._is_open():
            self._closed_until = clock.now() + self._rest
            self._rest = min(2 * self._rest, LONGEST_REST)


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction that only reads: looking often, and writing letters, keeps nobody waiting."""
    db.session.rollback()
    before = READ_ONLY.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        READ_ONLY.reset(before)


def _is_any_due() -> bool:
    with _reading():
        return Mailing.is_any_due()


def _write_all(claims: Sequence[MailClaim], desk: Desk) -> list[Written]:
    addresses = EmailAddress.among({claim.person_id for claim in claims})
    circles = _names({claim.circle_id for claim in claims})
    news = MailDesk([claim for claim in claims if claim.fact_id is not None])
    found = []
    for claim in claims:
        known = addresses.get(claim.person_id)
        to = known.words if known is not None else None
        if known is None or to is None:
            found.append(Written(claim, ending=Ending("moot")))
            continue
        told = week_for(claim) if claim.fact_id is None else news.say(claim)
        name = circles[claim.circle_id]
        if isinstance(told, Ending):
            found.append(Written(claim, ending=told))
        elif isinstance(told, MailWeek):
            found.append(Written(claim, desk.week(to, name, claim, told), address_id=known.id))
        else:
            found.append(_with_news(claim, known, desk.news(to, name, claim, told), told))
    return found


def _with_news(claim: MailClaim, known: EmailAddress, letter: Letter, told: MailNews) -> Written:
    return Written(claim, letter, along=told.along, address_id=known.id)


def _names(circles: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = db.session.execute(select(Circle.id, Circle.name).where(Circle.id.in_(circles)))
    return {row.id: row.name for row in rows}
