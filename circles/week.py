"""What the coming week holds for one person in one circle, for a letter on Sundays.

Notifications write that letter and know nothing of asks; whoever knows what a week holds adds
how to read it.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from circles.phrase import Phrase


@dataclass(frozen=True)
class Planned:
    """One thing on its day: as a lock screen may say it, and in the words of whoever asks."""

    discreet: Phrase
    in_words: Phrase


@dataclass(frozen=True)
class Week:
    """The circle in a sentence, what is open to this person, and what they said yes to."""

    sentence: Phrase | None
    open: Sequence[Planned]
    own: Sequence[Planned]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write of."""
        return not self.open and not self.own


WeekReader = Callable[[uuid.UUID, uuid.UUID], Week | None]
"""`read(circle_id, person_id)`; nothing where the circle is no more."""

weeks: list[WeekReader] = []
"""How weeks are read, the first that knows; nobody has to."""


def week_of(circle_id: uuid.UUID, person_id: uuid.UUID) -> Week | None:
    """The coming week, if there is anything in it."""
    found = next((week for read in weeks if (week := read(circle_id, person_id))), None)
    return None if found is None or found.is_empty else found
