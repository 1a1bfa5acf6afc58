"""HTTP/2 as bytes (RFC 9113, section 4; RFC 7541): only what a client that posts needs.

Header fields are written plainly, without compression that remembers: it takes a few hundred
bytes more for each push, far less time, and leaves nothing to get out of step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEAD = 9
LARGEST = 16_384
"""Bytes in a frame; what both sides start with, and we stay at (RFC 9113, section 4.2)."""

POST, HTTPS = b"\x83", b"\x87"  # `:method: POST` and `:scheme: https` of the static table
AUTHORITY, PATH = b"\x01", b"\x04"  # a value for these names of the static table
PLAIN, NEVER_INDEXED = b"\x00", b"\x10"


class Kind(IntEnum):
    """What a frame is; others are passed over."""

    DATA = 0
    HEADERS = 1
    RST_STREAM = 3
    SETTINGS = 4
    PUSH_PROMISE = 5
    PING = 6
    GOAWAY = 7
    WINDOW_UPDATE = 8
    CONTINUATION = 9


class Flag:
    """`ACK` is for SETTINGS and PING, where `END_STREAM` has no meaning. Plain numbers: they
    are looked at for every frame."""

    ACK = 0x1
    END_STREAM = 0x1
    END_HEADERS = 0x4
    PADDED = 0x8
    PRIORITY = 0x20


class Setting(IntEnum):
    """Those that are said or heeded."""

    ENABLE_PUSH = 2
    MAX_CONCURRENT_STREAMS = 3
    INITIAL_WINDOW_SIZE = 4
    MAX_HEADER_LIST_SIZE = 6


class BrokenFrame(Exception):
    """Whoever sent this does not speak HTTP/2."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame that came."""

    kind: int
    flags: int
    stream: int
    payload: bytes

    @property
    def content(self) -> bytes:
        """The payload of DATA or HEADERS without padding and priority."""
        payload, padding = self.payload, 0
        if self.flags & Flag.PADDED:
            padding, payload = payload[0] if payload else 0, payload[1:]
        if self.kind == Kind.HEADERS and self.flags & Flag.PRIORITY:
            payload = payload[5:]
        if padding > len(payload):
            raise BrokenFrame("more padding than frame")
        return payload[: len(payload) - padding]

    @property
    def number(self) -> int:
        """The last four bytes: an error, or by how much a window grows."""
        if len(self.payload) != 4:
            raise BrokenFrame("not four bytes")
        return int.from_bytes(self.payload, "big") & 0x7FFFFFFF

    @property
    def settings(self) -> dict[int, int]:
        """The settings of a SETTINGS frame."""
        if len(self.payload) % 6:
            raise BrokenFrame("half a setting")
        raw = (self.payload[at : at + 6] for at in range(0, len(self.payload), 6))
        return {int.from_bytes(one[:2], "big"): int.from_bytes(one[2:], "big") for one in raw}


def frames_in(data: bytearray) -> Iterator[Frame]:
    """Every whole frame; they are taken out of `data`. Raises `BrokenFrame`."""
    at = 0
    try:
        while len(data) - at >= HEAD:
            length = int.from_bytes(data[at : at + 3], "big")
            if length > LARGEST:
                raise BrokenFrame(f"a frame of {length} bytes")
            begin, end = at + HEAD, at + HEAD + length
            if end > len(data):
                break
            stream = int.from_bytes(data[at + 5 : begin], "big") & 0x7FFFFFFF
            kind, flags, at = data[at + 3], data[at + 4], end
            yield Frame(kind, flags, stream, bytes(data[begin:end]))
    finally:
        del data[:at]


def frame(kind: Kind, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """One frame as it is sent."""
    head = len(payload).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big")
    return head + payload


def settings(values: Mapping[Setting, int]) -> bytes:
    """A SETTINGS frame."""
    raw = (name.to_bytes(2, "big") + value.to_bytes(4, "big") for name, value in values.items())
    return frame(Kind.SETTINGS, 0, 0, b"".join(raw))


def post(stream: int, authority: str, path: str, fields: Mapping[str, str], body: bytes) -> bytes:
    """A whole request. No body of ours is longer than a frame."""
    named = b"".join(_field(name, value) for name, value in fields.items())
    where = _value(AUTHORITY, authority) + PATH + _string(path.encode())
    block = POST + HTTPS + where + named
    head = frame(Kind.HEADERS, Flag.END_HEADERS, stream, block)
    return head + frame(Kind.DATA, Flag.END_STREAM, stream, body)


@lru_cache(maxsize=256)
def _field(name: str, value: str) -> bytes:
    """Kept, because nearly all fields of a push are those of the push before."""
    how = NEVER_INDEXED if name == "Authorization" else PLAIN
    return how + _string(name.lower().encode()) + _string(value.encode())


@lru_cache(maxsize=64)
def _value(name: bytes, value: str) -> bytes:
    return name + _string(value.encode())


def _string(raw: bytes) -> bytes:
    """Its length, seven bits at a time but for the first 127, then itself."""
    length = len(raw)
    if length < 0x7F:
        return bytes((length,)) + raw
    counted, length = bytearray((0x7F,)), length - 0x7F
    while length >= 0x80:
        counted.append(length & 0x7F | 0x80)
        length >>= 7
    counted.append(length)
    return bytes(counted) + raw
