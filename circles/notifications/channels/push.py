"""Sends pushes: pywebpush's encryption, and a client of our own.

One client per process with its connections kept open: connecting is what costs. Every
push has its TTL, a time-out and no redirects, and goes nowhere but where it may.
"""

import logging
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

import aiohttp
from http_ece import ECEException
from pywebpush import WebPusher, WebPushException
from yarl import URL

from circles import clock
from circles.notifications.channels.addresses import PublicAddresses
from circles.notifications.channels.outcomes import Answer
from circles.notifications.channels.vapid import Signer
from circles.notifications.endpoint import Endpoint, UnfitSubscription
from circles.settings import Settings

IN_FLIGHT = 32
"""Pushes at once, and so connections at most: 32 answers of 60 ms are 500 a second."""

TIMEOUT = aiohttp.ClientTimeout(total=10)
"""From the first packet to the last byte of the answer, in seconds."""

KEEP_ALIVE = 30
"""Seconds an idle connection is kept; services close theirs after minutes."""

LONGEST_TTL = 28 * 24 * 3600
"""Seconds; what push services cap at."""

LONGEST_REASON = 300
"""Bytes of an answer's body that are read, for the log."""


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

    def __init__(self, settings: Settings) -> None:
        self._signer = Signer(settings.vapid_private_key, settings.vapid_contact)
        self._origins = settings.push_allowed_origins

    async def __aenter__(self) -> "PushClient":
        vouched = [Endpoint.parse(origin, self._origins) for origin in self._origins]
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=IN_FLIGHT,
                keepalive_timeout=KEEP_ALIVE,
                resolver=PublicAddresses({(origin.host, origin.port) for origin in vouched}),
                ssl=ssl.create_default_context(),
            ),
            timeout=TIMEOUT,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

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
        headers = self._headers(push, to.audience)
        try:
            return await self._answer(to, headers, body)
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            return Answer(None, f"{type(failed).__name__}: {failed}")
        except ValueError as unfit:  # a host that is no name
            return Answer(None, f"not sent: {unfit}", is_unfit=True)

    async def _answer(self, to: Endpoint, headers: Mapping[str, str], body: bytes) -> Answer:
        url = URL(to.url, encoded=True)
        async with self._session.post(
            url, data=body, headers=headers, allow_redirects=False
        ) as response:
            said = f"{response.status} {await _reason(response)}"
            return Answer(response.status, said, response.headers.get("Retry-After"))

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


async def _reason(response: aiohttp.ClientResponse) -> str:
    """What a service says about a no. The status stands, however the rest of it fares:
    a push that was taken must not be sent again because its answer ended badly."""
    if response.status < 300:
        return ""
    with suppress(aiohttp.ClientError, TimeoutError, OSError):
        return (await response.content.read(LONGEST_REASON)).decode(errors="replace")
    return ""


def _encrypted(push: Push, plaintext: bytes) -> bytes:
    keys = {"p256dh": push.p256dh, "auth": push.auth}
    pusher = WebPusher({"endpoint": push.endpoint, "keys": keys})
    return bytes(pusher.encode(plaintext, content_encoding="aes128gcm")["body"])
