"""When news may ring a phone: its person's choice, their quiet time, and a calm pace.

The numbers are decided in `docs/decisions/0016-a-calm-pace.md`, where a simulated month of a
lively circle is what they were chosen by (`tests/notifications/test_a_month.py`).
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from circles.announcement import About, ComingUp, Words
from circles.database import db
from circles.fact import Fact
from circles.notifications.delivery import Delivery
from circles.notifications.preference import Preference
from circles.notifications.quiet_time import QuietTime
from circles.notifications.subscription import PHONE_ADDED

ONE_SUBJECT = timedelta(minutes=10)
"""Between two rings about one thing: someone may say yes and step back as often as they like."""

ENOUGH = 2
"""Once a phone has rung so often in a day, what comes next waits for the morning, but for
reminders and for one's own matters of the next hours."""
EVENING_LATE = timedelta(hours=3)
"""How late a reminder the evening before may still come, after the worker was away."""

LOOK_BACK = timedelta(hours=25)
"""The longest day there is."""


@dataclass(frozen=True)
class News:
    """One fact as it is told to one person."""

    person_id: uuid.UUID
    subject_id: uuid.UUID
    happened_at: datetime
    words: Words
    about: About | None
    coming_up: ComingUp | None
    rings_at_once: bool

    @property
    def is_others(self) -> bool:
        """Whether it is somebody else's matter."""
        return self.about is not None and self.person_id not in self.about.owners


@dataclass(frozen=True)
class Rung:
    """Something that was told to a phone lately; `is_ring` unless with something else."""

    at: datetime
    subject_id: uuid.UUID
    is_ring: bool


@dataclass(frozen=True)
class Bell:
    """The bell of one phone."""

    preference: Preference
    quiet: QuietTime
    rung: Sequence[Rung]

    def may_ring_at(self, news: News, now: datetime) -> datetime | None:
        """Now, or the later moment at which to look again; never, if it has no use then."""
        if news.rings_at_once:
            return now
        if not self.preference.lets_ring(news.about, news.person_id):
            return None
        at = now if news.coming_up is None else self._reminds_at(news.coming_up, now)
        if at is None:
            return None
        return self.quiet.after(max(at, self._calmly(news, now)))

    def _reminds_at(self, what: ComingUp, now: datetime) -> datetime | None:
        wanted = self.preference.reminds_at(what)
        if wanted is None or now >= what.begins_at:
            return None
        at = self.quiet.after(wanted)
        if what.lead == "evening" and now > at + EVENING_LATE:
            return None
        return max(at, now)

    def _calmly(self, news: News, now: datetime) -> datetime:
        """From when on it would not be one ring too many."""
        if not self.rung:
            return now
        rung = [one for one in self.rung if one.at <= now]  # but for a clock that was ahead
        of_this = [one.at for one in rung if one.subject_id == news.subject_id]
        at = max([now, *(told + ONE_SUBJECT for told in of_this)])
        today = self.quiet.day_of(now)
        rings = [one.at for one in rung if one.is_ring and self.quiet.day_of(one.at) == today]
        can_wait = news.coming_up is None and (news.is_others or not news.words.urgent)
        return self.quiet.morning_after(now) if can_wait and len(rings) >= ENOUGH else at


def rung_lately(phones: Collection[uuid.UUID], now: datetime) -> dict[uuid.UUID, list[Rung]]:
    """What these phones were told within a day, but for what was only tried."""
    rows = db.session.execute(
        select(Delivery.subscription_id, Delivery.settled_at, Fact.subject_id, Delivery.outcome)
        .join(Fact, Fact.id == Delivery.fact_id)
        .where(
            Delivery.subscription_id.in_(phones),
            Delivery.settled_at > now - LOOK_BACK,
            Delivery.outcome.in_(("sent", "folded")),
            Fact.kind != PHONE_ADDED,
        )
    )
    found = defaultdict[uuid.UUID, list[Rung]](list)
    for phone, at, subject_id, outcome in rows:
        found[phone].append(Rung(at or now, subject_id, outcome == "sent"))
    return found
