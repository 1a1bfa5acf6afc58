"""Sends pushes: pywebpush's encryption, and a client of our own.

One client per process with its connections kept open: connecting is what costs. Every
push has its TTL, a time-out and no redirects, and goes nowhere but where it may.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

import aiohttp
from http_ece import ECEException
from pywebpush import WebPusher, WebPushException

from circles import clock
from circles.notifications.channels.addresses import PublicAddresses
from circles.notifications.channels.outcomes import Answer
from circles.notifications.channels.vapid import Signer
from circles.notifications.channels.wires import Wires
from circles.notifications.endpoint import Endpoint, UnfitSubscription
from circles.settings import Settings

IN_FLIGHT = 32
"""Pushes at once, and connections at most where a service speaks only HTTP/1.1: 32 answers
of 60 ms are 500 a second. What is under way when a process is killed is repeated, so that it is
no more."""

TIMEOUT = 10.0
"""Seconds from the first packet to the answer."""

LONGEST_TTL = 28 * 24 * 3600
"""Seconds; what push services cap at."""


@dataclass(frozen=True)
class Push:
    """What is sent to one phone: in full, and with few words should that be too long."""

    endpoint: str
    p256dh: str
    auth: str
    full: bytes
    short: bytes
    topic: str
    urgent: bool
    matters_until: datetime


class PushClient:
    """Open between `async with` and its end."""

    def __init__(self, settings: Settings, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._signer = Signer(settings.vapid_private_key, settings.vapid_contact)
        self._origins = settings.push_allowed_origins

    async def __aenter__(self) -> "PushClient":
        vouched = [Endpoint.parse(origin, self._origins) for origin in self._origins]
        addresses = PublicAddresses({(origin.host, origin.port) for origin in vouched})
        self._wires = Wires(addresses, IN_FLIGHT, self._timeout)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._wires.close()

    async def send(self, push: Push) -> Answer:
        """Send it, and once more with few words if it was too long. Never raises for
        what a network or a service may do."""
        answer = await self._post(push, push.full)
        if answer.meaning == "too_long":
            logging.getLogger(__name__).error("A push of %d bytes was too long.", len(push.full))
            answer = await self._post(push, push.short)
        return answer

    async def _post(self, push: Push, plaintext: bytes) -> Answer:
        try:
            to = Endpoint.parse(push.endpoint, self._origins)
            body = _encrypted(push, plaintext)
        except (UnfitSubscription, WebPushException, ECEException, ValueError) as unfit:
            return Answer(None, f"not sent: {unfit}", is_unfit=True)
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._wires.post(to, self._headers(push, to.audience), body)
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            return Answer(None, f"{type(failed).__name__}: {failed}")
        except ValueError as unfit:  # a host that is no name
            return Answer(None, f"not sent: {unfit}", is_unfit=True)
        return Answer(reply.status, f"{reply.status} {reply.reason}", reply.retry_after)

    def _headers(self, push: Push, audience: str) -> dict[str, str]:
        now = clock.now()
        left = int((push.matters_until - now).total_seconds())
        return {
            "Authorization": self._signer.authorization(audience, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(min(max(left, 0), LONGEST_TTL)),
            "Topic": push.topic,
            "Urgency": "high" if push.urgent else "normal",
        }


def _encrypted(push: Push, plaintext: bytes) -> bytes:
    keys = {"p256dh": push.p256dh, "auth": push.auth}
    pusher = WebPusher({"endpoint": push.endpoint, "keys": keys})
    return bytes(pusher.encode(plaintext, content_encoding="aes128gcm")["body"])
