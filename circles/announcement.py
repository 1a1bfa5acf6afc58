"""Who hears of a fact, and in which words. Which way it goes is not decided here."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal, TypeVar

from sqlalchemy import Select

from circles.fact import Fact
from circles.phrase import Phrase

SOMETHING_NEW = Phrase("Something new in your circle")
"""All that is said on the outside to whoever lets it tell nothing."""


@dataclass(frozen=True)
class Answer:
    """What a tap on the news itself can say to an ask, without opening the app.

    `need_id` is what "not this time" puts aside, on that phone alone; `slot_id` the place that
    "I can" promises, where the news is of just one.
    """

    need_id: uuid.UUID
    slot_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Words:
    """News as it is said to one person, at the moment it is sent.

    `title` and `body` are fit for a lock screen: what and when, no person's words.
    `line` is for the inbox inside the app. `path` is where it leads. News with the
    same `tag` replaces older news. After `matters_until` it is not worth sending;
    `urgent` wakes a sleeping phone. With an `answer` it can be answered where it is shown.
    """

    title: Phrase
    body: Phrase
    line: Phrase
    path: str
    tag: str
    matters_until: datetime
    urgent: bool = False
    answer: Answer | None = None


Teller = Callable[[uuid.UUID], Words | None]
"""What a reader is told."""


@dataclass(frozen=True)
class About:
    """What news is about, where people choose what they hear of; and whose own matter it is
    all the same."""

    topic: str
    owners: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class ComingUp:
    """What a reminder is of, and which of the two it is: people choose how long before."""

    begins_at: datetime
    time_zone: str
    lead: Literal["evening", "shortly"]


class Announcement(ABC):
    """How one kind of fact is told."""

    rings_at_once = False
    """Whether it was asked for this moment: then no choice and no quiet time holds it back."""

    is_fleeting = False
    """Whether who hears of it tells who had promised: then the inbox forgets it as fast
    as the promise is forgotten."""

    is_an_ask = False
    """Whether it asks something of whoever hears it: then it reaches nobody who rests."""

    is_in_person = False
    """Whether that is asked of one person alone: then it waits in the inbox of whoever rests, for
    somebody waits for their answer. It rings them as little as any other ask."""

    is_the_last_word = False
    """Whether whoever does not hear it has nothing more to read of its subject: whose inbox held a
    line of it would tell whose word it was."""

    leaves_no_trace = False
    """Whether nothing may tell whose deed it was: then it does not mark their news as seen."""

    @staticmethod
    @abstractmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        """Ids of the people who may hear of it; the actor is left out by the sender."""

    @staticmethod
    @abstractmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        """What this reader is told now, or nothing if it no longer matters."""

    @classmethod
    def teller(cls, fact: Fact) -> Teller:
        """Tells one reader after the other, all at one moment: what is the same for many of
        them need be found out only once."""
        return partial(cls.words, fact)

    @classmethod
    def about(cls, fact: Fact) -> About | None:
        """What it is about; nothing where it is its hearers' own matter."""
        return None

    @classmethod
    def coming_up(cls, fact: Fact) -> ComingUp | None:
        """What it reminds of, if it does. It may be recorded long before it is told."""
        return None

    @staticmethod
    def gather(subject_ids: Collection[uuid.UUID]) -> Sequence[object]:
        """Read what `words` will need for many subjects, in a few statements. It stays
        read for as long as the caller holds on to what is returned."""
        return ()


A = TypeVar("A", bound=type[Announcement])
_announcements: dict[str, type[Announcement]] = {}
_topics: dict[str, Phrase] = {}


def announces(kind: str) -> Callable[[A], A]:
    """Declare the class that tells facts of this kind."""

    def remember(announcement: A) -> A:
        _announcements[kind] = announcement
        return announcement

    return remember


def announcement_for(kind: str) -> type[Announcement]:
    """The announcement of a kind; raises `KeyError` for one nobody declared."""
    return _announcements[kind]


def announced_kinds() -> frozenset[str]:
    """Every kind of fact that is told to someone."""
    return frozenset(_announcements)


def offer_topic(key: str, label: Phrase) -> None:
    """Let people choose whether they hear of this."""
    _topics[key] = label


def topics() -> Mapping[str, Phrase]:
    """What people may choose to hear of or not: its key, and how a page names it."""
    return _topics
