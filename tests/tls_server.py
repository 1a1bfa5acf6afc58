"""A TLS server on 127.0.0.1 that does with each connection what it is told.

async def answer(reader, writer): ...

with TlsServer(authority, answer, "h2") as server:
    server.origin, server.connections
"""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tests.authority import Authority

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class TlsServer:
    """In a thread of its own between `with` and its end. Without a version it speaks no TLS."""

    def __init__(self, authority: Authority, behave: Behaviour, version: str | None) -> None:
        self._behave = behave
        self._tls: ssl.SSLContext | None = None
        if version is not None:
            self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._tls.load_cert_chain(authority.chain)
            self._tls.set_alpn_protocols([version])
        self.connections = 0
        self._open: set[asyncio.StreamWriter] = set()

    def __enter__(self) -> "TlsServer":
        self._loop, ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="TLS server")
        self._thread.start()
        assert ready.wait(60)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda *_: None)  # clients go away in every way
        served = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        server = self._loop.run_until_complete(served)
        self.port = server.sockets[0].getsockname()[1]
        self.origin = f"https://localhost:{self.port}"
        ready.set()
        self._loop.run_forever()
        server.close()
        for writer in self._open:
            writer.transport.abort()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._behave(reader, writer)
        writer.close()
