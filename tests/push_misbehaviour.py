"""What a push service may do that it should not: behaviours for a `TlsServer`.

`HTTP1` and `HTTP2` name them; each is handed a connection on which a push has come, or is about
to. None ends by itself before it has done its worst.
"""

import asyncio
import itertools
from collections.abc import Callable

from hyperframe.frame import (
    ContinuationFrame,
    DataFrame,
    Frame,
    GoAwayFrame,
    HeadersFrame,
    PingFrame,
    PushPromiseFrame,
    RstStreamFrame,
    SettingsFrame,
)

from tests.tls_server import Behaviour

ELSEWHERE = b"http://127.0.0.1:1/elsewhere"
CREATED, FORBIDDEN = b"\x08\x03201", b"\x08\x03403"  # `:status` as HPACK may write it
A_LOT = 64 * 1024 * 1024  # bytes; whoever reads them all is not well


def _says(*parts: bytes, seconds: float = 0, again: bytes | None = None) -> Behaviour:
    """Reads the push, says this, and then `again` and again."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(16)
        for part in parts:
            writer.write(part)
        while again is not None:
            writer.write(again)
            await writer.drain()
            await asyncio.sleep(seconds)
        await writer.drain()
        await reader.read(-1)

    return behave


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes everything and says nothing."""
    await reader.read(-1)


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes nothing."""
    writer.transport.abort()


def _frames(*made: Callable[[], Frame]) -> bytes:
    return b"".join(make().serialize() for make in made)


def _http2(*then: Frame, again: Callable[[int], Frame] | None = None) -> Behaviour:
    """Greets as it should, and goes on as it should not once the push has come."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SettingsFrame(0).serialize())
        came = b""
        while b"aes128gcm" not in came:
            more = await reader.read(65_536)
            if not more:
                return
            came += more
        for frame in then:
            writer.write(frame.serialize())
        for number in itertools.count() if again is not None else ():
            assert again is not None
            writer.write(again(number).serialize())
            await writer.drain()
            await asyncio.sleep(0)
        await reader.read(-1)

    return behave


def _head(block: bytes, *flags: str) -> HeadersFrame:
    return HeadersFrame(1, block, flags=flags)


def _literal(name: bytes, value: bytes) -> bytes:
    rest, length = b"", len(value) - 127
    while length >= 128:
        rest, length = rest + bytes((length % 128 | 128,)), length // 128
    counted = b"\x7f" + rest + bytes((length,)) if len(value) >= 127 else bytes((len(value),))
    return b"\x00" + bytes((len(name),)) + name + counted + value


def _bomb() -> bytes:
    """A field that is kept, and then named four thousand times."""
    kept = b"\x40\x01x\x7f\xa1\x1e" + b"y" * 4000
    return CREATED + kept + b"\xbe" * 4000


_OK = b"HTTP/1.1 201 Created\r\n"
_NO = b"HTTP/1.1 403 Forbidden\r\n"

HTTP1: dict[str, Behaviour] = {
    "hangs": hangs,
    "hangs up": hangs_up,
    "redirects inside": _says(
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % ELSEWHERE
    ),
    "drips its head": _says(_OK, again=b"X: y\r\n", seconds=0.05),
    "drips a reason": _says(_NO + b"Content-Length: 99999\r\n\r\n", again=b"x", seconds=0.05),
    "never ends a head": _says(_OK, again=b"X: " + b"y" * 4000 + b"\r\n"),
    "never ends a line": _says(_OK + b"X: ", again=b"y" * 65_536),
    "never ends a body": _says(_NO + b"\r\n", again=b"y" * 65_536),
    "never ends chunks": _says(
        _NO + b"Transfer-Encoding: chunked\r\n\r\n", again=b"10000\r\n%b\r\n" % (b"y" * 65_536)
    ),
    "has a huge body": _says(_NO + b"Content-Length: %d\r\n\r\n" % A_LOT, again=b"y" * 65_536),
    "never gets to the point": _says(again=b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "speaks something else": _says(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "bombs": _says(_NO + b"Content-Encoding: gzip\r\n\r\n", again=b"\x1f\x8b\x08" * 20_000),
}

HTTP2: dict[str, Behaviour] = {
    "hangs": hangs,
    "hangs up": hangs_up,
    "greets and hangs": _http2(),
    "redirects inside": _http2(
        _head(b"\x08\x03307" + _literal(b"location", ELSEWHERE), "END_HEADERS", "END_STREAM")
    ),
    "never ends a body": _http2(
        _head(FORBIDDEN, "END_HEADERS"), again=lambda _: DataFrame(1, b"y" * 16_000)
    ),
    "never ends a good body": _http2(
        _head(CREATED, "END_HEADERS"), again=lambda _: DataFrame(1, b"y" * 16_000)
    ),
    "has a huge head": _http2(
        _head(CREATED), again=lambda _: ContinuationFrame(1, _literal(b"x", b"y" * 16_000))
    ),
    "goes on with nothing": _http2(_head(CREATED), again=lambda _: ContinuationFrame(1, b"")),
    "bombs": _http2(_head(_bomb(), "END_HEADERS", "END_STREAM")),
    "names what is not there": _http2(_head(b"\xff\xff\xff\x7f", "END_HEADERS")),
    "never gets to the point": _http2(again=lambda _: _head(b"\x08\x03103", "END_HEADERS")),
    "has a body without a head": _http2(DataFrame(1, b"y")),
    "interrupts itself": _http2(_head(CREATED), DataFrame(1, b"y")),
    "pushes": _http2(PushPromiseFrame(1, 2, CREATED, flags=["END_HEADERS"])),
    "only pings": _http2(again=lambda _: PingFrame(0, b"12345678")),
    "only changes its mind": _http2(again=lambda _: SettingsFrame(0)),
    "resets": _http2(RstStreamFrame(1, error_code=2)),
    "says goodbye": _http2(GoAwayFrame(0, last_stream_id=0)),
    "has no room": _says(SettingsFrame(0, settings={3: 0}).serialize()),
    "sends too much at once": _says(b"\xff\xff\xff\x00\x00\x00\x00\x00\x01", again=b"y" * 65_536),
    "speaks something else": _says(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
}
