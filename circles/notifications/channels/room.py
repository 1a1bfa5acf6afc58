"""How much the other side of an HTTP/2 connection takes at a time, and how it is written."""

import asyncio
from typing import Any

from circles.notifications.channels.frames import Setting

WINDOW = 65_535
"""Bytes that may be sent at first (RFC 9113, section 6.9.2)."""
USUAL = 100
"""Pushes at once, where the other side names no number."""
TOGETHER = 16
"""Frames written at once, so that both sides work at the same time."""


class Room:
    """For how many pushes there is room, by number and by bytes."""

    def __init__(self) -> None:
        self._most, self._window, self._each = USUAL, WINDOW, WINDOW
        self._changed = asyncio.Event()

    async def wait(self) -> None:
        """Until something has changed."""
        self._changed.clear()
        await self._changed.wait()

    def holds(self, under_way: int, size: int) -> bool:
        """Whether one more of this size may go."""
        return under_way < self._most and self._window >= size

    def is_wide_enough(self, size: int) -> bool:
        """Whether a push of this size goes in one piece, ever."""
        return self._each >= size

    def use(self, size: int) -> None:
        """So many bytes were sent."""
        self._window -= size

    def grow(self, size: int) -> None:
        """So many may be sent again."""
        self._window += size
        self.changed()

    def heed(self, said: dict[int, int]) -> None:
        """The settings of the other side."""
        self._most = said.get(Setting.MAX_CONCURRENT_STREAMS, self._most)
        self._each = said.get(Setting.INITIAL_WINDOW_SIZE, self._each)
        self.changed()

    def changed(self) -> None:
        """Whoever waits looks again."""
        self._changed.set()


class Pen:
    """Writes what belongs to one moment together, but not so much that the other side would
    have nothing to do meanwhile."""

    def __init__(self, transport: Any) -> None:
        self._loop, self._transport = asyncio.get_running_loop(), transport
        self._unsent: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Now, or when the loop comes round again."""
        if not self._unsent:
            self._loop.call_soon(self._flush)
        self._unsent.append(data)
        if len(self._unsent) >= TOGETHER:
            self._flush()

    def _flush(self) -> None:
        data, self._unsent = b"".join(self._unsent), []
        if data:
            self._transport.write(data)
