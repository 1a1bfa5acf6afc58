"""The letters a courier has claimed and not begun with: as many as go out in a moment.

Claiming and putting into words cost much less for many at once than one by one. What lies
in the bag when a process is killed waits until its lease lapses, and no longer: so a bag is
never fuller than half a second's work, and what has lain too long is not sent from it.
"""

from collections import deque
from collections.abc import Iterable

from circles.notifications.channels.push import IN_FLIGHT, TIMEOUT
from circles.notifications.delivery import LEASE
from circles.notifications.letter import Letter

FIRST = 120
"""Letters in the first claim, when the pace is not known: all there are, in most circles."""

AHEAD = 0.5
"""Seconds of work that may lie in the bag, at the pace of late."""
FULLEST = 512
"""Letters claimed at most, those under way included."""
FRESH = LEASE.total_seconds() - 2 * TIMEOUT
"""Seconds after its claim in which a letter may be begun with: two tries still fit into
the lease then, and nobody else holds it."""


class Bag:
    """Times are those of the event loop, in seconds."""

    def __init__(self) -> None:
        self._letters: deque[tuple[float, Letter]] = deque()
        self._claimed_at = 0.0
        self._answered = 0
        self._most = FIRST

    def __len__(self) -> int:
        return len(self._letters)

    def worth_claiming(self, out: int, now: float) -> int:
        """How many to claim with so many `out`; none while that would be only a few."""
        if out > self._most // 2:
            return 0
        if self._answered:
            pace = self._answered / max(now - self._claimed_at, 0.001)
            self._most = min(IN_FLIGHT + int(pace * AHEAD), FULLEST)
        self._claimed_at, self._answered = now, 0
        return max(self._most - out, 0)

    def put(self, letters: Iterable[Letter], claimed_at: float) -> None:
        """Letters to send, claimed at that time."""
        self._letters.extend((claimed_at + FRESH, letter) for letter in letters)

    def take(self, now: float) -> tuple[Letter, bool]:
        """The first of them, and whether it may still be sent."""
        until, letter = self._letters.popleft()
        return letter, now < until

    def note_answer(self) -> None:
        """One is settled: this is how the pace is known."""
        self._answered += 1
