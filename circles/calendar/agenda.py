"""The days ahead, whoever they are for, with one's own marked."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from circles import clock
from circles.needs import HAND_UP, WAITING, coming_up, is_led_by, own_days_elsewhere


@dataclass(frozen=True)
class Entry:
    """A day of an ask, as it stands in one person's calendar."""

    row: Any
    day: date
    """Under which day: what has begun stands under the first that is shown."""
    names: tuple[str, ...] = ()
    is_promised: bool = False
    is_asked: bool = False
    is_open: bool = False
    has_hand: bool = False
    """Whether their hand is up for it: no promise yet, and nothing to tap here."""
    circle_name: str = ""
    """Where it is in another circle than the one looked at."""

    @property
    def is_yours(self) -> bool:
        """Whether it is in one's own hands: a yes of one's own, or one's own ask."""
        return self.is_promised or self.is_asked


def agenda(
    circle_id: uuid.UUID,
    person_id: uuid.UUID,
    first: date,
    until: datetime,
    since: datetime | None = None,
) -> list[Entry]:
    """What comes up in a circle, and what is this person's own in others, day by day.

    Open places of other circles are not in it. Three statements.
    """
    since = since or clock.now()
    found = [
        *_here(circle_id, person_id, first, since, until),
        *_elsewhere(circle_id, person_id, first, since, until),
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.row.begins_at, entry.row.id))


def _here(
    circle_id: uuid.UUID, person_id: uuid.UUID, first: date, since: datetime, until: datetime
) -> Iterator[Entry]:
    for row, slot in coming_up(circle_id, person_id, until, since):
        yield Entry(
            row,
            max(row.day, first),
            names=tuple(helper.name for helper in slot.helpers),
            is_promised=slot.holds(person_id),
            is_asked=is_led_by(row, person_id),
            is_open=slot.is_open,
            has_hand=slot.state_of(person_id) in (WAITING, HAND_UP),
        )


def _elsewhere(
    circle_id: uuid.UUID, person_id: uuid.UUID, first: date, since: datetime, until: datetime
) -> Iterator[Entry]:
    for row in own_days_elsewhere(person_id, circle_id, since, until):
        is_asked = is_led_by(row, person_id)
        yield Entry(
            row,
            max(row.day, first),
            is_promised=not is_asked,
            is_asked=is_asked,
            circle_name=row.circle_name,
        )
