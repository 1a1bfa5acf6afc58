"""Which connection a push travels on: one of HTTP/2 per push service where it can be had,
and a pool of HTTP/1.1 where it cannot.

Either way a name is resolved here, and a connection is made to an address that was found
public: never to a name.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress

from aiohappyeyeballs import AddrInfoType, start_connection

from circles.notifications.channels.addresses import PublicAddresses
from circles.notifications.channels.http1 import Http1
from circles.notifications.channels.http2 import Http2
from circles.notifications.channels.stream import NotTaken, Reply
from circles.notifications.endpoint import Endpoint

KEEP_ALIVE = 30
"""Seconds an idle connection is kept; services close theirs after minutes."""

SECOND_TRY = 0.25
"""Seconds after which the next address is tried beside the one that does not answer."""


class Wires:
    """All connections of one process. `patience`: seconds for making one."""

    def __init__(self, addresses: PublicAddresses, most: int, patience: float) -> None:
        self._addresses, self._patience = addresses, patience
        self._http1 = Http1(addresses, most, KEEP_ALIVE)
        self._tls = ssl.create_default_context()
        self._tls.set_alpn_protocols(["h2", "http/1.1"])
        self._making: dict[str, asyncio.Task[Http2]] = {}
        self._only_http1: set[str] = set()

    async def post(self, to: Endpoint, fields: Mapping[str, str], body: bytes) -> Reply:
        """Raises `OSError`, `aiohttp.ClientError` or `ValueError`."""
        for _ in range(2):  # what was certainly not taken goes once more, at once
            if to.audience in self._only_http1 or not to.audience.startswith("https:"):
                break
            with suppress(NotTaken):
                return await self._post(to, fields, body)
        else:
            raise ConnectionError("the service takes nothing")
        return await self._http1.post(to, fields, body)

    async def close(self) -> None:
        """Let go of every connection."""
        making = list(self._making.values())
        for made in making:
            made.cancel()
        for connection in await asyncio.gather(*making, return_exceptions=True):
            if isinstance(connection, Http2):
                connection.close()
        await asyncio.sleep(0)  # asyncio lets go of a connection when it comes round again
        await self._http1.close()

    async def _post(self, to: Endpoint, fields: Mapping[str, str], body: bytes) -> Reply:
        connection = await self._connection(to)
        try:
            return await connection.post(to.authority, to.path, fields, body)
        finally:
            if connection.wants_http1:
                self._only_http1.add(to.audience)

    async def _connection(self, to: Endpoint) -> Http2:
        """The one there is, or a new one: made once for all who wait for it, and not given
        up when one of them does."""
        made = self._making.get(to.audience)
        if made is None or (made.done() and not _is_open(made)):
            made = asyncio.get_running_loop().create_task(self._make(to))
            made.add_done_callback(_heard)
            self._making[to.audience] = made
        return made.result() if made.done() else await asyncio.shield(made)

    async def _make(self, to: Endpoint) -> Http2:
        async with asyncio.timeout(self._patience):
            found = await self._addresses.resolve(to.host, to.port, socket.AF_UNSPEC)
            where: list[AddrInfoType] = [
                (one["family"], socket.SOCK_STREAM, one["proto"], "", (one["host"], to.port))
                for one in found
            ]
            raw = await start_connection(where, happy_eyeballs_delay=SECOND_TRY)
            return await self._begin(to, raw)

    async def _begin(self, to: Endpoint, raw: socket.socket) -> Http2:
        transport, made = await asyncio.get_running_loop().create_connection(
            lambda: Http2(KEEP_ALIVE), sock=raw, ssl=self._tls, server_hostname=to.host
        )
        try:
            await made.began.wait()
        except BaseException:
            transport.abort()
            raise
        return made


def _is_open(made: "asyncio.Task[Http2]") -> bool:
    return not made.cancelled() and made.exception() is None and made.result().is_open


def _heard(made: "asyncio.Task[Http2]") -> None:
    """So that nobody complains of an error that no push waited for."""
    if not made.cancelled():
        made.exception()
