"""One push on an HTTP/2 connection, from its request to the end of its answer."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

LAST = 2**30
"""Where a new connection is due; numbers of streams end at twice that."""

LONGEST_REASON = 300
"""Bytes of an answer's body that are kept, for the log."""

REASON_PATIENCE = 1.0
"""Seconds that the words of a no may come after its status. The status stands by then."""

REFUSED_STREAM = 7


class NotTaken(ConnectionError):
    """The other side did nothing with it: it may be sent again at once, elsewhere."""


@dataclass(frozen=True)
class Reply:
    """What came back, of either protocol."""

    status: int
    reason: str = ""
    retry_after: str | None = None


class Stream:
    """`replied` is what the sender waits for; `is_ended`, whether nothing follows."""

    __slots__ = ("_reason", "_retry_after", "_status", "heard_before", "is_ended", "replied")

    def __init__(self, replied: asyncio.Future[Reply], heard_before: int) -> None:
        self.replied = replied
        self.heard_before = heard_before
        self.is_ended = False
        self._status: int | None = None
        self._retry_after: str | None = None
        self._reason = b""

    def head(self, fields: Iterable[tuple[bytes, bytes]], is_last: bool) -> None:
        """Header fields: of an answer, before one (1xx), or after its body."""
        if self._status is None:
            named = dict(fields)
            status = int(named.get(b":status", b"500"))
            if status < 200:
                return
            self._status = status
            if b"retry-after" in named:
                self._retry_after = named[b"retry-after"].decode("latin-1")
            self._wait_for_reason()
        if is_last:
            self._end()

    def body(self, content: bytes, is_last: bool) -> None:
        """A part of the body; more than the log wants is not waited for."""
        if self._status is None:
            raise ValueError("a body before its header fields")
        self._reason += content[: LONGEST_REASON - len(self._reason)]
        if is_last:
            self._end()
        elif len(self._reason) >= LONGEST_REASON:
            self._reply()

    def reset(self, error: int) -> None:
        """The other side wants no more of it, or never wanted any."""
        self.is_ended = True
        if self._status is not None:
            self._reply()
        elif error == REFUSED_STREAM:
            self.fail(NotTaken("the stream was refused"))
        else:
            self.fail(ConnectionError(f"the stream was reset: {error}"))

    def fail(self, error: Exception) -> None:
        """No answer will come."""
        self.is_ended = True
        if not self.replied.done():
            self.replied.set_exception(error)

    def _wait_for_reason(self) -> None:
        assert self._status is not None
        if self._status < 300:
            self._reply()
        else:
            self.replied.get_loop().call_later(REASON_PATIENCE, self._reply)

    def _end(self) -> None:
        self.is_ended = True
        self._reply()

    def _reply(self) -> None:
        if not self.replied.done() and self._status is not None:
            reason = self._reason.decode(errors="replace")
            self.replied.set_result(Reply(self._status, reason, self._retry_after))


class Streams:
    """Those of one connection that have not ended, by number."""

    def __init__(self) -> None:
        self._open: dict[int, Stream] = {}
        self._next = 1

    def __len__(self) -> int:
        return len(self._open)

    def open(self, heard_before: int) -> tuple[int, Stream]:
        """A new one, and its number."""
        number, self._next = self._next, self._next + 2
        replied = asyncio.get_running_loop().create_future()
        self._open[number] = stream = Stream(replied, heard_before)
        return number, stream

    @property
    def are_used_up(self) -> bool:
        """Whether no more can be opened."""
        return self._next > LAST

    def get(self, number: int) -> Stream | None:
        """The one of this number; those that have ended are not known any more."""
        return self._open.get(number)

    def drop(self, number: int) -> bool:
        """Forget it; whether it was there."""
        return self._open.pop(number, None) is not None

    def fail(self, error: Exception, after: int = 0) -> None:
        """Nothing will come for those of a higher number."""
        for number, stream in self._open.items():
            if number > after:
                stream.fail(error)
