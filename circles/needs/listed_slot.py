"""A day of an ask as it is read for pages and programs, with the people in it by name."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from circles import clock
from circles.needs.answering import RAISE_HANDS, YES_FIRST

SAID_YES, WAITING, HAND_UP = "promised", "waiting", "raised"
"""What a reader has said to a day."""


@dataclass
class Helper:
    """Someone who said yes."""

    person_id: uuid.UUID
    name: str
    note: str
    hand_id: uuid.UUID | None = None
    """Where it is a hand that is up, and no promise yet."""


@dataclass
class ListedSlot:
    """A slot with whoever said yes to it, by name, and the hands that the reader may see."""

    row: Any
    helpers: list[Helper] = field(default_factory=list)
    hands: list[Helper] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return bool(self.row.over_at <= clock.now())

    @property
    def is_full(self) -> bool:
        return len(self.helpers) >= self.row.wanted

    @property
    def is_open(self) -> bool:
        takes_yes = not self.row.has_enough and not self.is_being_chosen
        return not self.is_over and not self.is_full and takes_yes

    @property
    def gathers(self) -> bool:
        """Whether hands are being raised for it."""
        return self.row.way == RAISE_HANDS and self.is_ahead(self.row.hands_until)

    @staticmethod
    def is_ahead(moment: datetime) -> bool:
        return clock.now() < moment

    @property
    def is_being_chosen(self) -> bool:
        """Whether hands are up, and the time to raise one is over."""
        return self.row.way == RAISE_HANDS and self.row.has_hands and not self.gathers

    def holds(self, person_id: uuid.UUID) -> bool:
        """Whether this person said yes to it."""
        return any(helper.person_id == person_id for helper in self.helpers)

    def state_of(self, person_id: uuid.UUID) -> str | None:
        """What they have said to it: it is promised, waits for a yes, or is a hand that is up."""
        if self.holds(person_id):
            return SAID_YES
        if not any(hand.person_id == person_id for hand in self.hands):
            return None
        return WAITING if self.row.way == YES_FIRST else HAND_UP
