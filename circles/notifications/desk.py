"""Where it is decided what a phone is told now: one thing as itself, several in one, or nothing
yet.

Only one delivery at a time is on its way to a phone. When it is taken up, whatever else is due
there and may ring now is told with it.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from circles import clock
from circles.announcement import SOMETHING_NEW, Words
from circles.notifications.behind import Behind, behind
from circles.notifications.bell import Bell, News, rung_lately
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.delivery import Claim
from circles.notifications.preference import BLANK, DISCREET, IN_WORDS
from circles.notifications.telling import Telling
from circles.phrase import Phrase

Due = Claim | Behind

SEVERAL_NEW = Phrase("A few things are new in your circles")
"""A phone is told of every circle, a letter of one."""


@dataclass(frozen=True)
class Said:
    """What is said now, until when that matters, and which other deliveries it tells."""

    words: Words
    matters_until: datetime
    along: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Told:
    """One piece of news with the words of a phone's lock screen. Many phones share them; until
    when it matters is each delivery's own."""

    news: News
    words: Words
    matters_until: datetime


class Desk:
    """Everything that is to be known of some claims, read in a few statements."""

    def __init__(self, claims: Collection[Claim]) -> None:
        self._now = clock.now()
        self._behind = defaultdict[uuid.UUID, list[Behind]](list)
        for row in behind(claims, self._now):
            self._behind[row.subscription_id].append(row)
        self._rung = rung_lately([claim.subscription_id for claim in claims], self._now)
        self._telling = Telling([*claims, *chain.from_iterable(self._behind.values())])

    def say(self, claim: Claim) -> Said | Outcome | None:
        """What this one says, or what becomes of it; None where it cannot be put into words
        just now."""
        if self._telling.is_untold(claim):
            return None
        told = self._told_now(claim)
        if isinstance(told, Outcome):
            return told
        if told.news.rings_at_once or claim.subscription_id not in self._behind:
            return Said(told.words, told.matters_until)
        along = {row.delivery_id: other for row, other in self._others(claim)}
        return _in_one([told, *along.values()], tuple(along))

    def _others(self, claim: Claim) -> Iterator[tuple[Behind, Told]]:
        """What else that phone may be told at this moment."""
        for row in self._behind[claim.subscription_id]:
            told = self._told_now(row)
            if isinstance(told, Told) and not told.news.rings_at_once:
                yield row, told

    def _told_now(self, due: Due) -> Told | Outcome:
        """News with the words of this phone's lock screen. Nothing to say any more (filled,
        withdrawn, or not theirs to hear) is moot."""
        news = self._telling.news(due)
        if news is None:
            return Outcome("moot")
        until = min(due.matters_until, news.words.matters_until)
        bell = self._bell(due)
        at = bell.may_ring_at(news, self._now)
        if at is None:
            return Outcome("moot")
        if at >= until:
            return Outcome("too_late")
        if at > self._now:
            return Outcome(None, retry_at=at, is_try=False)
        level = DISCREET if news.rings_at_once else bell.preference.lock_screen
        return Told(news, _on_lock_screen(news.words, level), until)

    def _bell(self, due: Due) -> Bell:
        preference, quiet = self._telling.choices(due)
        return Bell(preference, quiet, self._rung.get(due.subscription_id, ()))


def _in_one(together: Sequence[Told], along: tuple[uuid.UUID, ...]) -> Said:
    """Of one thing the newest, as itself; of several that there are several."""
    newest = {told.news.subject_id: told for told in sorted(together, key=_happened)}
    until = max(told.matters_until for told in newest.values())
    if len(newest) == 1:
        return Said(newest.popitem()[1].words, until, along)
    several = Words(
        title=SEVERAL_NEW,
        body=Phrase("They wait for you in the app."),
        line=SEVERAL_NEW,
        path="/inbox",
        tag="news",
        matters_until=until,
        urgent=any(told.words.urgent for told in newest.values()),
    )
    return Said(several, until, along)


def _happened(told: Told) -> datetime:
    return told.news.happened_at


def _on_lock_screen(words: Words, level: str) -> Words:
    """As much as its person lets a lock screen tell."""
    if level == BLANK:
        return replace(words, title=SOMETHING_NEW, body=Phrase(""), answer=None)
    return replace(words, body=words.line) if level == IN_WORDS else words
