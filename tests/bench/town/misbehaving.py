"""Push services over TLS, in a process of their own, that misbehave in every way there is: two
speak HTTP/1.1, one HTTP/2.

with Services(authority, seed=7) as services:
    phones = services.phones(60)
    services.count()         # pushes taken so far
    services.told()          # what each phone was told

What a phone meets depends on the seed, the phone and the how-manieth push it is, and on nothing
else. Most phones are good at most times.
"""

import random
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from tests.authority import Authority
from tests.bench.town.http2_door import Http2Door
from tests.push_faults import Entry, Hang, Redirect, Reset, Slow, Status, http_date
from tests.push_records import Attempt
from tests.push_service import PushService
from tests.tls_server import TlsServer

AUDIENCES = 3
BUSY = 0
"""The one of them that asks for time now and then: nobody is sent to there meanwhile."""

NEWER = 1
"""The one that speaks HTTP/2."""

LONGEST = 0.02  # seconds that a good answer takes

HALF_AN_ANSWER = b"HTTP/1.1 20"


@dataclass(frozen=True)
class Phone:
    """One endpoint, and what becomes of a push to it in the end."""

    id: str
    endpoint: str
    p256dh: str
    auth: str
    fate: str
    """`told`; `gone`, and so forgotten; or `kept`: refused each time, and never given up."""


@dataclass(frozen=True)
class Told:
    """One push that a phone took."""

    phone: str
    path: str
    tag: str
    topic: str | None


@dataclass(frozen=True)
class Wrong:
    """What no push service may ever see."""

    malformed: int
    undecipherable: int
    followed: int


def fate_of(seed: int, phone: str) -> str:
    """What pushes to this phone come to, whatever happens on the way."""
    chance = random.Random(f"{seed}:{phone}").random()
    return "gone" if chance < 0.02 else "kept" if chance < 0.023 else "told"


def answer(seed: int, audience: int, attempt: Attempt) -> Entry:
    """How this attempt is answered."""
    phone = f"{audience}/{attempt.device_id}"
    chance, fate = random.Random(f"{seed}:{phone}:{attempt.number}"), fate_of(seed, phone)
    if fate == "gone":
        return chance.choice([404, 410])
    if fate == "kept":
        return 403
    if attempt.number == 1 and random.Random(f"{seed}:{phone}:long").random() < 0.01:
        return 413
    if audience == BUSY and chance.random() < 0.004:
        now = attempt.at
        asks = [1, 2, http_date(now - 60), http_date(now + 2)]
        return Status(chance.choice([429, 503]), chance.choice(asks))
    if chance.random() < 0.06:
        faults = [429, 500, 502, 503, Reset(), Reset(HALF_AN_ANSWER), Redirect()]
        return chance.choice(faults)
    return Hang() if chance.random() < 0.0005 else Slow(chance.uniform(0, LONGEST))


class Services:
    """The process, seen from outside; ended by its id. May be asked by several threads."""

    def __init__(self, authority: Authority, seed: int) -> None:
        self._ours, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(
            target=_serve, args=(theirs, authority, seed), daemon=True
        )
        self._turn = Lock()

    def __enter__(self) -> "Services":
        self._process.start()
        self.origins: list[str] = self._ours.recv()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.join(30)

    def phones(self, count: int) -> list[Phone]:
        """New ones, spread over the audiences."""
        return self._ask("phones", count)

    def count(self) -> int:
        """How many pushes were taken by phones."""
        return self._ask("count")

    def told(self) -> list[Told]:
        """Everything that phones were told, in order for each phone."""
        return self._ask("told")

    def wrong(self) -> Wrong:
        """What should not have come."""
        return self._ask("wrong")

    def _ask(self, *question: Any) -> Any:
        with self._turn:
            self._ours.send(question)
            return self._ours.recv()


class _Answers:
    """The other end of the pipe."""

    def __init__(self, services: list[PushService], seed: int) -> None:
        self._services, self._seed, self._given = services, seed, 0

    def phones(self, count: int) -> list[Phone]:
        return [self._phone() for _ in range(count)]

    def count(self) -> int:
        return sum(len(service.received) for service in self._services)

    def told(self) -> list[Told]:
        return [
            _told(f"{audience}/{push.device_id}", push.json["notification"], push.topic)
            for audience, service in enumerate(self._services)
            for push in service.received
        ]

    def wrong(self) -> Wrong:
        services = self._services
        return Wrong(
            sum(len(service.refusals) for service in services),
            sum(len(service.undecipherable) for service in services),
            sum(len(service.followed) for service in services),
        )

    def _phone(self) -> Phone:
        audience, self._given = self._given % len(self._services), self._given + 1
        device = self._services[audience].device()
        name = f"{audience}/{device.id}"
        fate = fate_of(self._seed, name)
        return Phone(name, device.endpoint, device.p256dh, device.auth, fate)


def _told(phone: str, said: Mapping[str, Any], topic: str | None) -> Told:
    return Told(phone, urlsplit(said["navigate"]).path, said["tag"], topic)


def _newer(authority: Authority, there: ExitStack) -> PushService:
    door = Http2Door()
    outside = there.enter_context(TlsServer(authority, door, "h2"))
    inside = there.enter_context(PushService(origin=outside.origin))
    door.leads_to = inside.port
    return inside


def _serve(pipe: Connection, authority: Authority, seed: int) -> None:
    with ExitStack() as there:
        services = []
        for audience in range(AUDIENCES):
            if audience == NEWER:
                service = _newer(authority, there)
            else:
                service = there.enter_context(PushService(chain=authority.chain))
            service.behave(partial(answer, seed, audience))
            services.append(service)
        pipe.send([service.origin for service in services])
        answers = _Answers(services, seed)
        while True:
            try:
                name, *given = pipe.recv()
            except EOFError:
                return
            pipe.send(getattr(answers, name)(*given))
