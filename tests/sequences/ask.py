"""An ask as it should be, without a database."""

from dataclasses import dataclass, field
from datetime import datetime

AT_ONCE, YES_FIRST, RAISE_HANDS = "at_once", "yes_first", "raise_hands"


@dataclass
class Day:
    """A slot: when it begins and is over, how many are wanted, who promised, whose hand is up.

    One that was added to what repeats stands by itself."""

    begins_at: datetime
    over_at: datetime
    wanted: int
    promised: set[str] = field(default_factory=set)
    hands: set[str] = field(default_factory=set)
    is_added: bool = False

    @property
    def room(self) -> int:
        return self.wanted - len(self.promised)


@dataclass
class Ask:
    """A need; `few` are the chosen, None is everyone; `address` what only helpers may read."""

    title: str
    by: str
    whom: str | None
    few: set[str] | None
    address: str | None
    days: dict[str, Day] = field(default_factory=dict)
    yes: str | None = None
    way: str = AT_ONCE
    hands_until: datetime | None = None
    takes_up: str | None = None
    was_regretted: bool = False
    is_open: bool = True
    ended_at: datetime | None = None
    has_enough: bool = False
    standing: set[str] | None = None
    places: int = 1
    asked_whether_at: datetime | None = None
    was_seen_by: set[str] = field(default_factory=set)

    @property
    def leads(self) -> set[str]:
        return {self.by, self.whom or self.by}

    @property
    def is_agreed(self) -> bool:
        return self.whom is None or self.yes == "agreed"

    @property
    def helpers(self) -> set[str]:
        every_time = self.standing or set()
        return every_time.union(*(day.promised for day in self.days.values()))

    def is_for(self, name: str) -> bool:
        return name == (self.whom or self.by)

    def coming(self, now: datetime) -> list[Day]:
        return [day for day in self.days.values() if day.over_at > now]

    def every_time(self, now: datetime) -> list[Day]:
        """The days ahead of what repeats."""
        return [day for day in self.coming(now) if not day.is_added]

    def gathers(self, now: datetime) -> bool:
        """Whether hands are raised still, and nobody sees whose."""
        return self.hands_until is not None and now < self.hands_until

    def lower(self, names: set[str] | None = None) -> None:
        """These hands go down; all, if nobody is named."""
        for day in self.days.values():
            day.hands -= day.hands if names is None else names
