"""One HTTP/2 connection to a push service: many pushes at once, answers in any order.

A push is one HEADERS and one DATA frame; nothing is uploaded in pieces, nothing streamed.
What the other side may do to us has its limit: frames, header fields, bodies, and what
it leaves unread. When the connection ends, every push that waits for its answer hears so.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from hpack import HPACKError

from circles.notifications.channels import frames
from circles.notifications.channels.frames import BrokenFrame, Flag, Frame, Kind, Setting
from circles.notifications.channels.header_fields import LARGEST_BLOCK, HeaderFields
from circles.notifications.channels.room import Pen, Room
from circles.notifications.channels.stream import REASON_PATIENCE, NotTaken, Reply, Streams

LARGEST_UNREAD = 262_144
"""Bytes that a service may leave unread: one that asks without listening is let go."""
GRANTED_BY = 16_384
"""Bytes of bodies read, after which the other side may send as many again."""

CANCEL, HTTP_1_1_REQUIRED = 8, 13


class Http2(asyncio.Protocol):
    """From the end of the TLS handshake on. `idle` seconds without a push end it."""

    def __init__(self, idle: float) -> None:
        self._loop = asyncio.get_running_loop()
        self.began = asyncio.Event()  # the other side has said how it wants it, or nothing
        self.is_open = True  # whether pushes may still be sent here
        self.wants_http1 = False
        self._transport: Any = None
        self._idle_seconds, self._idle = idle, self._loop.call_later(idle, self.close)
        self._received = bytearray()
        self._header_fields = HeaderFields()
        self._streams = Streams()
        self._heard, self._read = 0, 0
        self._room = Room()

    async def post(
        self, authority: str, path: str, fields: Mapping[str, str], body: bytes
    ) -> Reply:
        """Raises `NotTaken` where it is certain that the other side did nothing with it,
        another `OSError` where it is not. Cancelled, it lets go of what it asked."""
        await self._turn(len(body))
        number, stream = self._streams.open(self._heard)
        self.is_open = not self._streams.are_used_up
        self._idle.cancel()
        self._room.use(len(body))
        self._pen.write(frames.post(number, authority, path, fields, body))
        try:
            return await stream.replied
        finally:
            if stream.replied.cancelled() and stream.heard_before == self._heard:
                self.is_open = False  # not a byte for as long as that: it may be dead
            self._let_go(number)

    def close(self) -> None:
        """At once; whoever waits hears so."""
        self._end(ConnectionError("the connection was closed"))
        self._transport.abort()

    def connection_made(self, transport: Any) -> None:
        """Begin as the protocol begins, if it is the one that was agreed on."""
        self._transport, self._pen = transport, Pen(transport)
        if transport.get_extra_info("ssl_object").selected_alpn_protocol() != "h2":
            self._retire(wants_http1=True)
            self.close()
            return
        ours = {Setting.ENABLE_PUSH: 0, Setting.MAX_HEADER_LIST_SIZE: LARGEST_BLOCK}
        transport.write(frames.PREFACE + frames.settings(ours))

    def data_received(self, data: bytes) -> None:
        """Whatever breaks the rules ends the connection."""
        self._heard += 1
        self._received += data
        try:
            for each in frames.frames_in(self._received):
                self._take(each)
        except (BrokenFrame, HPACKError, ValueError, IndexError) as broken:
            self._end(ConnectionError(f"not HTTP/2 as it should be: {broken}"))
            self._transport.abort()
        if self._transport.get_write_buffer_size() > LARGEST_UNREAD:
            self._transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits hears so."""
        self._end(error or ConnectionError("the connection was closed"))

    def _take(self, frame: Frame) -> None:
        self._header_fields.check_turn(frame)
        take = self._TAKES.get(frame.kind)
        if take is not None:
            take(self, frame)
        stream = self._streams.get(frame.stream)
        if stream is not None and stream.is_ended:
            self._ended(frame.stream)

    def _take_headers(self, frame: Frame) -> None:
        head = self._header_fields.take(frame)
        stream = self._streams.get(frame.stream)
        if head is not None and stream is not None:
            stream.head(head.fields, head.is_last)

    def _take_data(self, frame: Frame) -> None:
        self._read += len(frame.payload)
        if self._read >= GRANTED_BY:
            grant, self._read = self._read.to_bytes(4, "big"), 0
            self._pen.write(frames.frame(Kind.WINDOW_UPDATE, 0, 0, grant))
        stream = self._streams.get(frame.stream)
        if stream is not None:
            stream.body(frame.content, bool(frame.flags & Flag.END_STREAM))

    def _take_reset(self, frame: Frame) -> None:
        if frame.number == HTTP_1_1_REQUIRED:
            self._retire(wants_http1=True)
        stream = self._streams.get(frame.stream)
        if stream is not None:
            stream.reset(frame.number)

    def _take_settings(self, frame: Frame) -> None:
        if not frame.flags & Flag.ACK:
            self._room.heed(frame.settings)
            self._pen.write(frames.frame(Kind.SETTINGS, Flag.ACK, 0))
            self.began.set()

    def _take_ping(self, frame: Frame) -> None:
        if not frame.flags & Flag.ACK:
            self._pen.write(frames.frame(Kind.PING, Flag.ACK, 0, frame.payload))

    def _take_window(self, frame: Frame) -> None:
        if frame.stream == 0:
            self._room.grow(frame.number)

    def _take_goaway(self, frame: Frame) -> None:
        """What it has begun with is still answered; the rest goes elsewhere."""
        last = int.from_bytes(frame.payload[:4], "big") & 0x7FFFFFFF
        self._retire()
        gone = NotTaken("the service takes no more on this connection")
        self._streams.fail(gone, after=last)

    _TAKES: ClassVar[dict[int, Callable[["Http2", Frame], None]]] = {
        Kind.DATA: _take_data,
        Kind.HEADERS: _take_headers,
        Kind.CONTINUATION: _take_headers,
        Kind.RST_STREAM: _take_reset,
        Kind.SETTINGS: _take_settings,
        Kind.PING: _take_ping,
        Kind.GOAWAY: _take_goaway,
        Kind.WINDOW_UPDATE: _take_window,
    }

    async def _turn(self, size: int) -> None:
        """Until there is room for one more push of this size."""
        while self.is_open and not self._room.holds(len(self._streams), size):
            await self._room.wait()
        if not self._room.is_wide_enough(size):  # it wants bodies in pieces, and ours are one
            self._retire(wants_http1=True)
        if not self.is_open:
            raise NotTaken("the connection takes no more")

    def _let_go(self, number: int) -> None:
        """The sender has its answer, or has given up."""
        stream = self._streams.get(number)
        if stream is None or stream.is_ended:
            self._ended(number)
        elif stream.replied.cancelled():
            self._cancel(number)
        else:  # the end of an answer mostly comes by itself
            self._loop.call_later(REASON_PATIENCE, self._cancel, number)

    def _cancel(self, number: int) -> None:
        if self._streams.get(number) is not None:
            cancel = CANCEL.to_bytes(4, "big")
            self._pen.write(frames.frame(Kind.RST_STREAM, 0, number, cancel))
            self._ended(number)

    def _ended(self, number: int) -> None:
        self._room.changed()
        if self._streams.drop(number) and not self._streams:
            self._idle.cancel()
            rest = self._idle_seconds if self.is_open else 0
            self._idle = self._loop.call_later(rest, self.close)

    def _retire(self, wants_http1: bool = False) -> None:
        self.is_open, self.wants_http1 = False, self.wants_http1 or wants_http1
        self._room.changed()

    def _end(self, error: Exception) -> None:
        self._retire()
        self._idle.cancel()
        self.began.set()
        self._streams.fail(error)
