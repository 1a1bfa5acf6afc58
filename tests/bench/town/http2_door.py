"""The door of a push service that speaks HTTP/2; behind it is one that speaks HTTP/1.1.

door = Http2Door()
with TlsServer(authority, door, "h2") as outside, PushService(origin=outside.origin) as inside:
    door.leads_to = inside.port
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, Event, RequestReceived, StreamEnded
from h2.exceptions import StreamClosedError

INTERNAL_ERROR = 2
HOP = ("connection", "content-length", "date", "server", "transfer-encoding")
"""Header fields that are between two ends of a wire (RFC 9113, section 8.2.2), or of no use."""


@dataclass
class Request:
    """As it comes, in pieces."""

    fields: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


class Http2Door:
    """Call it with what a `TlsServer` hands it. Where the wire behind it breaks, a stream is reset
    among others that live, or the connection ends with all that is on it, in turn."""

    leads_to: int

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with aiohttp.ClientSession() as session:
            visit = Visit(f"http://127.0.0.1:{self.leads_to}", session, writer)
            try:
                while data := await reader.read(65_536):
                    visit.take(data)
            finally:
                await visit.end()


class Visit:
    """One connection."""

    def __init__(
        self, origin: str, session: aiohttp.ClientSession, writer: asyncio.StreamWriter
    ) -> None:
        self._origin, self._session, self._writer = origin, session, writer
        self._requests: dict[int, Request] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._broken = 0
        self._wire = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._wire.initiate_connection()
        self._flush()

    def take(self, data: bytes) -> None:
        """What came."""
        for event in self._wire.receive_data(data):
            self._heed(event)
        self._flush()

    async def end(self) -> None:
        """Whoever sent is gone: what is not answered is given up, inside too."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _heed(self, event: Event) -> None:
        match event:
            case RequestReceived():
                self._requests[event.stream_id] = Request(dict(event.headers))
            case DataReceived():
                self._requests[event.stream_id].body += event.data
                size = event.flow_controlled_length
                self._wire.acknowledge_received_data(size, event.stream_id)
            case StreamEnded():
                request = self._requests.pop(event.stream_id)
                task = asyncio.create_task(self._hand_in(event.stream_id, request))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            case ConnectionTerminated():
                self._writer.close()

    async def _hand_in(self, stream: int, request: Request) -> None:
        fields = {name: value for name, value in request.fields.items() if name[0] != ":"}
        url, body = self._origin + request.fields[":path"], bytes(request.body)
        try:
            there = self._session.post(url, data=body, headers=fields, allow_redirects=False)
            async with there as answer:
                self._answer(stream, answer, await answer.read())
        except aiohttp.ClientError:
            self._broken += 1
            if self._broken % 3:
                self._reset(stream)
            else:
                self._break_off()

    def _answer(self, stream: int, answer: aiohttp.ClientResponse, body: bytes) -> None:
        named = ((name.lower(), value) for name, value in answer.headers.items())
        fields = [(name, value) for name, value in named if name not in HOP]
        with suppress(StreamClosedError):  # whoever sent has given it up
            self._wire.send_headers(stream, [(":status", str(answer.status)), *fields])
            self._wire.send_data(stream, body, end_stream=True)
            self._flush()

    def _reset(self, stream: int) -> None:
        with suppress(StreamClosedError):
            self._wire.reset_stream(stream, INTERNAL_ERROR)
            self._flush()

    def _break_off(self) -> None:
        """With nothing taken whose answer would be lost."""
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write(self._wire.data_to_send())
