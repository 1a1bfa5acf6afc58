"""Where it is decided what a letter says now, by the bell that phones ring by; or that there is
nothing to say.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from circles import clock
from circles.database import db
from circles.notifications.bell import Bell, News, Rung
from circles.notifications.delivery import Delivery
from circles.notifications.ending import Ending, try_again
from circles.notifications.mailing import PATIENCE, MailClaim, Mailing
from circles.notifications.notification import Notification
from circles.notifications.preference import NEVER, UNHEARD
from circles.notifications.telling import Telling
from circles.notifications.told_lately import told_lately

OVERDUE = PATIENCE / 5
"""Once a letter waited so long beyond its time no worker was there, and none rang the phones."""

Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class MailNews:
    """What a letter tells, of one thing or of several; at how much its reader lets be told."""

    news: Sequence[News]
    level: str
    letters: str
    """Whether they get it in any case, or because no phone took it."""
    along: tuple[uuid.UUID, ...] = ()


class MailDesk:
    """Everything that is to be known of letters of news, read in a few statements."""

    def __init__(self, claims: Collection[MailClaim]) -> None:
        self._now = clock.now()
        self._behind = defaultdict[uuid.UUID, list[MailClaim]](list)
        for row in Mailing.behind(claims, self._now):
            self._behind[row.membership_id].append(row)
        due = [*claims, *(row for rows in self._behind.values() for row in rows)]
        people = {row.person_id for row in due}
        self._telling = Telling(due)
        self._told = told_lately(people, self._now)
        facts = {row.fact_id for row in due}
        self._taken, self._waiting = _on_phones(people, facts)
        """Some phone took it, or it waits for one; since when for one that was not tried."""
        self._seen = _seen_by(people)

    def say(self, claim: MailClaim) -> MailNews | Ending:
        """What this letter says, together with whatever else is due there; or what becomes of
        it."""
        if self._telling.is_untold(claim):
            return try_again(claim)
        first = self._said_now(claim)
        if isinstance(first, Ending):
            return first
        others = list(self._others(claim))
        self._note_told([(claim, first), *others])
        preference, _quiet = self._telling.choices(claim)
        return MailNews(
            [first, *(news for _row, news in others)],
            preference.lock_screen,
            preference.letters,
            tuple(row.mailing_id for row, _news in others),
        )

    def _note_told(self, together: Sequence[tuple[MailClaim, News]]) -> None:
        """For the pace of whatever else goes to them at this moment."""
        for number, (due, news) in enumerate(together):
            if due.fact_id is not None:
                rung = Rung(self._now, news.subject_id, is_ring=not number)
                self._told[due.person_id][due.fact_id] = rung

    def _others(self, claim: MailClaim) -> Iterator[tuple[MailClaim, News]]:
        for row in self._behind[claim.membership_id]:
            said = self._said_now(row)
            if isinstance(said, News):
                yield row, said

    def _said_now(self, due: MailClaim) -> News | Ending:
        """News that this reader should get now. What is filled, withdrawn, not theirs to hear or
        read in the app meanwhile is moot."""
        news = self._telling.news(due)
        if news is None or news.rings_at_once or self._is_seen(news):
            return Ending("moot")
        preference, quiet = self._telling.choices(due)
        is_fallback = preference.letters == UNHEARD
        if preference.letters == NEVER:
            return Ending("moot")
        if is_fallback and (due.fact_id, due.person_id) in self._taken:
            return Ending("taken")
        rung = [at for key, at in self._told[due.person_id].items() if key != due.fact_id]
        at = Bell(preference, quiet, rung).may_ring_at(news, self._now)
        if at is None:
            return Ending("moot")
        return self._in_time(due, news, at, is_fallback)

    def _in_time(
        self, due: MailClaim, news: News, at: datetime, is_fallback: bool
    ) -> News | Ending:
        """Phones get their chance first: once it may ring, and once a worker is back."""
        look_at = at
        if is_fallback:
            look_at = at + PATIENCE if at > self._now else self._after_phones(due)
        if look_at >= min(due.matters_until, news.words.matters_until):
            return Ending("too_late")
        return news if look_at <= self._now else Ending(None, look_at)

    def _after_phones(self, due: MailClaim) -> datetime:
        """When phones that it waits for had their ten minutes, each since it could ring."""
        key = (due.fact_id, due.person_id)
        if key not in self._waiting:
            return self._now
        if self._now - due.due_at > OVERDUE:
            return self._now + PATIENCE
        untried_since = self._waiting[key]
        return self._now if untried_since is None else untried_since + PATIENCE

    def _is_seen(self, news: News) -> bool:
        seen_at = self._seen.get((news.person_id, news.subject_id))
        return seen_at is not None and seen_at >= news.happened_at


def _on_phones(
    people: Collection[uuid.UUID], facts: Collection[uuid.UUID | None]
) -> tuple[set[Pair], dict[Pair, datetime | None]]:
    """(fact, person) of what some phone of theirs took, and of what is on its way to one: since
    when it is due there, where none was tried."""
    row = Delivery
    rows = db.session.execute(
        select(row.fact_id, row.person_id, row.outcome, row.due_at, row.attempts).where(
            row.fact_id.in_(facts),
            row.person_id.in_(people),
            or_(row.outcome.is_(None), row.outcome.in_(("sent", "folded"))),
        )
    ).all()
    waiting = dict[Pair, datetime | None]()
    for one in sorted(rows, key=lambda row: row.due_at, reverse=True):
        if not one.outcome:
            pair = (one.fact_id, one.person_id)
            waiting[pair] = waiting.get(pair) if one.attempts else one.due_at
    return {(one.fact_id, one.person_id) for one in rows if one.outcome}, waiting


def _seen_by(people: Collection[uuid.UUID]) -> dict[Pair, datetime]:
    """Up to when what happened to a subject was read, by person and subject."""
    row = Notification
    rows = db.session.execute(
        select(row.person_id, row.subject_id, row.happened_at).where(
            row.person_id.in_(people), row.read_at.is_not(None)
        )
    )
    return {(one.person_id, one.subject_id): one.happened_at for one in rows}
