"""Header fields of answers, which may come in several frames (RFC 9113, section 4.3)."""

from dataclasses import dataclass

from hpack import Decoder

from circles.notifications.channels.frames import BrokenFrame, Flag, Frame, Kind

LARGEST_BLOCK = 32_768
"""Bytes of header fields in one answer, as they come and as they are meant."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header fields of one stream."""

    stream: int
    fields: list[tuple[bytes, bytes]]
    is_last: bool


class HeaderFields:
    """Puts them together. Every block is read, for the next builds on it."""

    def __init__(self) -> None:
        self._decoder = Decoder(LARGEST_BLOCK)
        self._first: Frame | None = None
        self._block = bytearray()

    def take(self, frame: Frame) -> Head | None:
        """The fields, once they are complete. Raises `BrokenFrame`, or `HPACKError`."""
        if frame.kind == Kind.HEADERS:
            self._first, self._block = frame, bytearray(frame.content)
        elif frame.payload:
            self._block += frame.payload
        else:
            raise BrokenFrame("nothing goes on without an end")
        if len(self._block) > LARGEST_BLOCK:
            raise BrokenFrame("too many header fields")
        return self._complete() if frame.flags & Flag.END_HEADERS else None

    def check_turn(self, frame: Frame) -> None:
        """Nothing comes between the parts of a block, and nothing that was not asked for."""
        if frame.kind == Kind.PUSH_PROMISE:
            raise BrokenFrame("pushes are ours to send")
        first = self._first
        goes_on = first is not None and first.stream == frame.stream
        if (first is not None) != (frame.kind == Kind.CONTINUATION and goes_on):
            raise BrokenFrame("header fields were interrupted")

    def _complete(self) -> Head:
        first, self._first = self._first, None
        assert first is not None
        fields = self._decoder.decode(bytes(self._block), raw=True)
        return Head(first.stream, list(fields), bool(first.flags & Flag.END_STREAM))
