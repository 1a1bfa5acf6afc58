"""Facts as they are told to people now, and what those people chose: read in a few statements."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from sqlalchemy import select

from circles.announcement import announced_kinds, announcement_for
from circles.database import db
from circles.fact import Fact
from circles.membership import circle_with
from circles.notifications.bell import News
from circles.notifications.fan_out import hearers_among
from circles.notifications.preference import Preference, preferences_in
from circles.notifications.quiet_time import QuietTime

log = logging.getLogger(__name__)


Pair = tuple[uuid.UUID | None, uuid.UUID]


class Due(Protocol):
    """Whatever is on its way to somebody."""

    @property
    def fact_id(self) -> uuid.UUID | None: ...
    @property
    def person_id(self) -> uuid.UUID: ...


class Telling:
    """Everything that is to be known of what is due, but for where it goes."""

    def __init__(self, waiting: Iterable[Due]) -> None:
        people = defaultdict[uuid.UUID, set[uuid.UUID]](set)
        for due in waiting:
            if due.fact_id is not None:
                people[due.fact_id].add(due.person_id)
        self._quiet = QuietTime.among(set().union(*people.values()))
        self._unchosen = Preference.default()
        self._choices: dict[Pair, tuple[Preference, QuietTime]] = {}
        self._news: dict[Pair, News] = {}
        self._untold: set[uuid.UUID] = set()
        for fact_id, hearers in people.items():
            self._read_safely(fact_id, hearers)

    def is_untold(self, due: Due) -> bool:
        """Whether it cannot be put into words just now."""
        return due.fact_id in self._untold

    def news(self, due: Due) -> News | None:
        """What is told; nothing where there is nothing to say any more, or not to them."""
        return self._news.get((due.fact_id, due.person_id))

    def choices(self, due: Due) -> tuple[Preference, QuietTime]:
        """What whoever hears that news chose."""
        return self._choices[due.fact_id, due.person_id]

    def _read_safely(self, fact_id: uuid.UUID, hearers: Collection[uuid.UUID]) -> None:
        try:
            self._read(fact_id, hearers)
        except Exception:
            db.session.rollback()
            self._untold.add(fact_id)
            log.exception("News could not be put into words; it is tried again later.")

    def _read(self, fact_id: uuid.UUID, people: Collection[uuid.UUID]) -> None:
        fact = db.session.scalar(select(Fact).where(Fact.id == fact_id))
        if fact is None or fact.kind not in announced_kinds():
            return
        circle, chosen = circle_with(fact.circle_id), preferences_in(fact.circle_id, people)
        unchosen = QuietTime.default(circle.time_zone if circle is not None else "UTC")
        for news in _told(fact, people):
            person_id = news.person_id
            preference = chosen.get(person_id) or self._unchosen
            quiet = self._quiet.get(person_id) or unchosen
            self._choices[fact_id, person_id] = preference, quiet
            self._news[fact_id, person_id] = news


def _told(fact: Fact, people: Collection[uuid.UUID]) -> Iterator[News]:
    """The fact as it is told to those of these people who may hear of it."""
    telling = announcement_for(fact.kind)
    about, coming_up = telling.about(fact), telling.coming_up(fact)
    teller = telling.teller(fact)
    for person_id in hearers_among(fact, people):
        words = teller(person_id)
        if words is not None:
            yield News(
                person_id=person_id,
                subject_id=fact.subject_id,
                happened_at=fact.recorded_at,
                words=words,
                about=about,
                coming_up=coming_up,
                rings_at_once=telling.rings_at_once,
            )
