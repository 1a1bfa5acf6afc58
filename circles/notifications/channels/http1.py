"""Pushes over HTTP/1.1, for services that speak nothing newer: one connection for each push on
its way, kept open for the next."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress

import aiohttp
from yarl import URL

from circles.notifications.channels.addresses import PublicAddresses
from circles.notifications.channels.stream import LONGEST_REASON, REASON_PATIENCE, Reply
from circles.notifications.endpoint import Endpoint


class Http1:
    """The pool of connections. `idle` seconds without a push end one."""

    def __init__(self, addresses: PublicAddresses, most: int, idle: float) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=most,
                keepalive_timeout=idle,
                resolver=addresses,
                ssl=ssl.create_default_context(),
            ),
            timeout=aiohttp.ClientTimeout(total=None),  # whoever sends keeps the time
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def post(self, to: Endpoint, fields: Mapping[str, str], body: bytes) -> Reply:
        """Raises `aiohttp.ClientError` and `OSError` for what a network may do, `ValueError`
        for a host that is no name."""
        url = URL(to.url, encoded=True)
        async with self._session.post(
            url, data=body, headers=fields, allow_redirects=False
        ) as response:
            reason = await _reason(response)
            return Reply(response.status, reason, response.headers.get("Retry-After"))

    async def close(self) -> None:
        """Let go of every connection."""
        await self._session.close()


async def _reason(response: aiohttp.ClientResponse) -> str:
    """What a service says about a no. The status stands, however the rest of it fares:
    a push that was taken must not be sent again because its answer ended badly."""
    if response.status < 300:
        return ""
    with suppress(aiohttp.ClientError, TimeoutError, OSError):
        async with asyncio.timeout(REASON_PATIENCE):
            return (await response.content.read(LONGEST_REASON)).decode(errors="replace")
    return ""
