"""What each answer of a push service means for the delivery, the phone and the service.

The rules, from RFC 8030 and from what the services really do:

| answer | meaning | what follows |
|---|---|---|
| 2xx | sent | settled |
| 404, 410 | gone | the phone's subscription is deleted |
| 429, 503 | busy | again after `Retry-After`, for the whole service; else back off |
| 413 | too long, our mistake | once more with few words; then refused |
| 400, 401, 403, other 4xx | our fault | never delete; alarm, breaker, back off from a minute |
| 3xx | elsewhere | never followed; back off |
| 5xx, time-out, DNS, TLS, reset | failing | back off |

Backing off doubles with jitter and ends where the news stops mattering.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

Word = Literal["sent", "folded", "gone", "moot", "too_late", "refused", "given_up"]

WORDS = ("sent", "folded", "moot", "too_late", "refused", "given_up")
"""Outcomes that a row may keep: `folded` was told with something else; with `gone` the row
itself goes."""

Meaning = Literal["sent", "gone", "busy", "too_long", "our_fault", "elsewhere", "failing", "unfit"]

MEANINGS: dict[int, Meaning] = {404: "gone", 410: "gone", 413: "too_long", 429: "busy", 503: "busy"}
CLASSES: dict[int, Meaning] = {2: "sent", 3: "elsewhere", 4: "our_fault", 5: "failing"}

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=15)
FAULT_WAIT = timedelta(minutes=1)
"""After our own fault: someone has to mend it first."""
LONGEST_FAULT_WAIT = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=1)
"""The most that a `Retry-After` is believed."""


@dataclass(frozen=True)
class Answer:
    """What came back. `status` is None where nothing did; `said` is for the log."""

    status: int | None
    said: str = ""
    retry_after: str | None = None
    is_unfit: bool = False
    """The subscription itself cannot be sent to; nothing was sent."""

    @property
    def meaning(self) -> Meaning:
        """The row of the table above."""
        if self.is_unfit:
            return "unfit"
        if self.status is None:
            return "failing"
        return MEANINGS.get(self.status) or CLASSES.get(self.status // 100, "failing")


@dataclass(frozen=True)
class Outcome:
    """What follows. Without a `word` it is tried again at `retry_at`."""

    word: Word | None
    retry_at: datetime | None = None
    pause_until: datetime | None = None
    """Until when nobody sends to this service."""
    is_alarming: bool = False
    """Someone should look at the log."""
    matters_until: datetime | None = None
    is_try: bool = True
    """Whether it was begun with at all."""


@dataclass(frozen=True)
class Try:
    """The circumstances: how many tries, with this one, when, and how much `chance` (0 to
    1) the jitter has."""

    attempts: int
    now: datetime
    matters_until: datetime
    chance: float


def outcome_of(answer: Answer, tried: Try) -> Outcome:
    """What this answer means for this try."""
    match answer.meaning:
        case "sent":
            return Outcome("sent")
        case "gone":
            return Outcome("gone")
        case "too_long" | "unfit":  # the courier has already tried with few words
            return Outcome("refused", is_alarming=True)
        case "busy":
            return _in_time(_busy(answer, tried), tried)
        case "our_fault":
            wait = _wait(tried, FAULT_WAIT, LONGEST_FAULT_WAIT)
            return _in_time(Outcome(None, tried.now + wait, is_alarming=True), tried)
        case _:
            return _in_time(Outcome(None, tried.now + _wait(tried)), tried)


def _busy(answer: Answer, tried: Try) -> Outcome:
    pause = _pause(answer.retry_after, tried.now)
    if pause is None:
        return Outcome(None, tried.now + _wait(tried))
    until = tried.now + pause
    return Outcome(None, until + tried.chance * FIRST_WAIT, pause_until=until)


def _pause(retry_after: str | None, now: datetime) -> timedelta | None:
    """`Retry-After` as seconds or as a date, at least a second and at most an hour."""
    if not retry_after:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", retry_after):
        asked = timedelta(seconds=int(retry_after))
    else:
        try:
            date = parsedate_to_datetime(retry_after)
        except (ValueError, TypeError, OverflowError):
            return None
        asked = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    return min(max(asked, FIRST_WAIT), LONGEST_PAUSE)


def _wait(
    tried: Try, first: timedelta = FIRST_WAIT, longest: timedelta = LONGEST_WAIT
) -> timedelta:
    """Doubles from `first` to `longest`; half to one and a half of it, so that phones
    that failed together do not come back together."""
    doubled = first * 2 ** min(tried.attempts - 1, 20)
    return min(doubled, longest) * (0.5 + tried.chance)


def _in_time(outcome: Outcome, tried: Try) -> Outcome:
    """No try is planned for when the news has stopped mattering."""
    assert outcome.retry_at is not None
    until = tried.matters_until
    if outcome.retry_at < until:
        return replace(outcome, matters_until=until)
    return replace(outcome, word="given_up", retry_at=None, matters_until=until)
