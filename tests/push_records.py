"""What a push service saw: kept under one lock, read from the thread of the test."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Attempt:
    """A well-formed push that arrived, whatever became of it."""

    device_id: str
    number: int  # the how-manieth for this subscription, from 1
    at: float
    connection: int
    topic: str | None
    fault: Any = None


@dataclass(frozen=True)
class Received:
    """A push that was decrypted and whose 201 has been written."""

    device_id: str
    plaintext: bytes
    headers: Mapping[str, str]  # upper or lower case alike
    topic: str | None
    ttl: int
    urgency: str | None
    connection: int
    at: float

    @property
    def json(self) -> Any:
        """The plaintext as JSON; ValueError if it is none."""
        return json.loads(self.plaintext)


@dataclass(frozen=True)
class Refused:
    """A push that was malformed, with the answer it got and why."""

    device_id: str
    status: int
    reason: str


@dataclass(frozen=True)
class Ack:
    """What a browser said of a push: 100 delivered, 101 could not decrypt, 102 and 3xx failed."""

    device_id: str
    version: str
    code: int


@dataclass
class Records:
    """All lists of one service. `changed` guards them and wakes whoever waits."""

    attempts: list[Attempt] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    undecipherable: list[str] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    signatures: set[str] = field(default_factory=set)
    connections: set[int] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)
    answering: int = 0  # pushes whose 201 is being written

    def add(self, kind: str, entry: Any) -> None:
        """Append to one of the lists, by its name."""
        with self.changed:
            getattr(self, kind).append(entry)
            self.changed.notify_all()

    @contextmanager
    def answer(self) -> Iterator[None]:
        """Holds readers back while a 201 is written and noted."""
        with self.changed:
            self.answering += 1
        try:
            yield
        finally:
            with self.changed:
                self.answering -= 1
                self.changed.notify_all()

    def settled(self, kind: str) -> list[Any]:
        """A copy of a list, once no answer is half written.

        A client may hold its 201 a moment before the push is noted; reading waits for the note.
        """
        with self.changed:
            self.changed.wait_for(lambda: not self.answering, timeout=5)
            return list(getattr(self, kind))

    def wait_for(self, predicate: Callable[[], Any], timeout: float) -> Any:
        """Block until the predicate holds; AssertionError with what was seen after `timeout` s."""
        deadline = time.monotonic() + timeout
        with self.changed:
            while not (outcome := predicate()):
                if time.monotonic() > deadline:
                    raise AssertionError(f"not within {timeout} s; the push service saw {self}")
                # Looks again every half second too: a predicate may depend on other things.
                self.changed.wait(0.5)
            return outcome

    def __str__(self) -> str:
        seen = ("attempts", "received", "undecipherable", "refusals", "acks", "followed")
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in seen)
        return f"{counts}; last refusals {self.refusals[-3:]}, acks {self.acks[-3:]}"
