"""How a push service misbehaves on purpose.

A script is None (well), one fault or status (always that), a list (one entry per push, then
well again) or a callable that is given the Attempt. An entry is None, a status or a fault.
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate

from aiohttp import web

from tests.push_records import Attempt


class Fault:
    """A way to answer other than 201."""

    async def answer(self, request: web.Request) -> web.Response | None:
        """The answer, or None to go on and accept the push."""
        raise NotImplementedError


@dataclass(frozen=True)
class Status(Fault):
    """A status, with Retry-After as seconds or as an HTTP date where given."""

    code: int
    retry_after: int | str | None = None

    async def answer(self, request: web.Request) -> web.Response | None:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return web.json_response({"errno": self.code}, status=self.code, headers=headers)


@dataclass(frozen=True)
class Hang(Fault):
    """Takes the push and never answers."""

    async def answer(self, request: web.Request) -> web.Response | None:
        await asyncio.Event().wait()
        return None


@dataclass(frozen=True)
class Slow(Fault):
    """Accepts the push after some seconds."""

    seconds: float

    async def answer(self, request: web.Request) -> web.Response | None:
        await asyncio.sleep(self.seconds)
        return None


@dataclass(frozen=True)
class Reset(Fault):
    """Takes the push and answers with a TCP reset."""

    begun: bytes = b""
    """What is said of an answer before."""

    async def answer(self, request: web.Request) -> web.Response | None:
        transport = request.transport
        assert transport is not None
        wire: socket.socket = transport.get_extra_info("socket")
        if self.begun:
            transport.write(self.begun)  # type: ignore[attr-defined]
            await asyncio.sleep(0.01)  # or it would not have left
        # Lingering for 0 s makes close() send RST instead of FIN.
        with suppress(OSError):  # whoever sent may be gone
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
        return web.Response(status=500)  # never leaves: the connection is gone


@dataclass(frozen=True)
class Redirect(Fault):
    """Sends the client elsewhere: to the service's own trap where no address is given."""

    to: str = "/elsewhere"
    code: int = 307

    async def answer(self, request: web.Request) -> web.Response | None:
        return web.Response(status=self.code, headers={"Location": self.to})


Entry = Fault | int | None
Script = Callable[[Attempt], Entry] | Iterable[Entry] | Fault | int | None


def http_date(timestamp: float) -> str:
    """A time in seconds since 1970 as Retry-After may spell it."""
    return formatdate(timestamp, usegmt=True)


def as_callable(script: Script) -> Callable[[Attempt], Fault | None]:
    """Any spelling of a script as a function from an attempt to its fault."""
    if script is None or isinstance(script, (Fault, int)):
        return lambda attempt: _as_fault(script)
    if callable(script):
        return lambda attempt: _as_fault(script(attempt))
    return _one_by_one(script)


def faulty_mix(seed: int, share: float = 0.3, faults: Iterable[Entry] | None = None) -> Script:
    """A share of all pushes meets a fault, the same ones for the same seed.

    Drawn from the subscription and its attempt, so the order of arrival changes nothing.
    """
    choice = list(faults) if faults is not None else [Status(503), Status(500), Reset(), Slow(0.05)]

    def draw(attempt: Attempt) -> Entry:
        chance = random.Random(f"{seed}:{attempt.device_id}:{attempt.number}")
        return chance.choice(choice) if chance.random() < share else None

    return draw


def _one_by_one(entries: Iterable[Entry]) -> Callable[[Attempt], Fault | None]:
    remaining, turn = iter(list(entries)), threading.Lock()

    def following(attempt: Attempt) -> Fault | None:
        with turn:
            return _as_fault(next(remaining, None))

    return following


def _as_fault(entry: Entry) -> Fault | None:
    return Status(entry) if isinstance(entry, int) else entry
