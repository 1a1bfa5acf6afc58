"""Push services as a whole: which of them is left alone for a while, and why.

Two reasons: it asked for time (`Retry-After`), or it refuses us (a breaker). Known to
this process only and kept nowhere: after a start it is learned again by a few tries.
"""

import logging
import uuid
from collections import defaultdict
from datetime import datetime, timedelta

from circles.notifications.channels.outcomes import Answer, Outcome

REFUSALS = 3
"""In a row before all phones of a service wait. Once a service took a push of ours, only
different phones that took one themselves count: a subscription that was never ours to send
to must not silence the others, and neither must four of them."""

FIRST_BREAK = timedelta(minutes=1)
LONGEST_BREAK = timedelta(hours=1)

log = logging.getLogger(__name__)


class Audiences:
    """The push services, by origin. Used by one courier, in one thread."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}
        self._refused: dict[str, list[uuid.UUID]] = defaultdict(list)
        self._heard_us: set[str] = set()
        self._good: set[uuid.UUID] = set()
        self._breaks: dict[str, timedelta] = {}

    def paused(self, now: datetime) -> list[str]:
        """Origins nothing is sent to at this moment."""
        return [audience for audience, until in self._until.items() if until > now]

    def paused_until(self, audience: str, now: datetime) -> datetime | None:
        """When this one may be sent to again, if it may not now."""
        until = self._until.get(audience)
        return until if until is not None and until > now else None

    def next_end(self, now: datetime) -> datetime | None:
        """When the first pause is over."""
        return min((until for until in self._until.values() if until > now), default=None)

    def note(
        self, audience: str, phone: uuid.UUID, answer: Answer, outcome: Outcome, now: datetime
    ) -> None:
        """Learn from an answer."""
        if outcome.pause_until is not None:
            self._pause(audience, outcome.pause_until)
        if answer.meaning == "our_fault":
            self._refuse(audience, phone, now)
        elif answer.meaning in ("sent", "gone"):  # it heard us out: our signature is good
            self._heard_us.add(audience)
            self._good.add(phone)
            self._refused.pop(audience, None)
            self._breaks.pop(audience, None)

    def _refuse(self, audience: str, phone: uuid.UUID, now: datetime) -> None:
        """After a break the phones counted before still count: one more refusal and it
        is a longer break."""
        phones = self._refused[audience]
        if audience not in self._heard_us or (phone in self._good and phone not in phones):
            phones.append(phone)
        if len(phones) < REFUSALS or audience in self.paused(now):
            return
        pause = self._breaks.get(audience, FIRST_BREAK)
        self._breaks[audience] = min(2 * pause, LONGEST_BREAK)
        self._pause(audience, now + pause)
        log.error(
            "%s refuses this server's pushes. Nothing is sent to it for %s; nothing is lost. "
            "Look at CIRCLES_VAPID_CONTACT, the VAPID key and the clock.",
            audience,
            pause,
        )

    def _pause(self, audience: str, until: datetime) -> None:
        self._until[audience] = max(until, self._until.get(audience, until))
