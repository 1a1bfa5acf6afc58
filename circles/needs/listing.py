"""What is asked right now: read as columns, in a fixed number of statements."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, null, or_, select, union_all

from circles import clock
from circles.accounts import Person, alphabetical
from circles.database import db
from circles.needs.answering import AT_ONCE, Answering
from circles.needs.audience import agreed, seen_by
from circles.needs.called_off import is_called_off
from circles.needs.enough import Enough
from circles.needs.hand import Hand, are_up
from circles.needs.hand import seen_by as hands_seen_by
from circles.needs.listed_slot import Helper, ListedSlot
from circles.needs.need import Need
from circles.needs.series import Series
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.still_open import ADDRESS, FAR, still_open

PAGE = 30
"""Asks on one page of the board."""

MOST_DAYS = 300
"""Days that an agenda shows; more than a circle of forty asks for in six weeks."""


@dataclass
class ListedNeed:
    """An ask with its slots, as the board shows it."""

    row: Any
    slots: list[ListedSlot] = field(default_factory=list)

    @property
    def way(self) -> tuple[str, datetime | None]:
        """How it is answered, and until when hands are raised."""
        row = self.slots[0].row
        return row.way or AT_ONCE, row.hands_until


@dataclass
class Page:
    """One page of asks, the soonest first; `after` leads to the next, if there is one."""

    needs: list[ListedNeed]
    after: tuple[datetime, uuid.UUID] | None


def open_needs(
    circle_id: uuid.UUID,
    reader: uuid.UUID,
    after: tuple[datetime, uuid.UUID] | None = None,
    limit: int = PAGE,
) -> Page:
    """What is still asked of this reader in a circle. Three statements, however many asks.

    What waits for their own yes comes before everything else.
    """
    rows = db.session.execute(still_open(circle_id, reader, after).limit(limit + 1)).all()
    shown = rows[:limit]
    slots = slots_of((row.id for row in shown), reader)
    last = (shown[-1].soonest, shown[-1].id) if len(rows) > limit else None
    return Page([ListedNeed(row, slots[row.id]) for row in shown], last)


def slots_of(
    need_ids: Iterable[uuid.UUID], reader: uuid.UUID | None = None
) -> dict[uuid.UUID, list[ListedSlot]]:
    """The slots of these asks in order of time, each with its helpers by name, the hands that this
    reader may see, and the `Series` it is a day of, if any. Two statements."""
    found = (
        select(*_slot_columns(), Series)
        .outerjoin(Series, Series.id == Slot.series_id)
        .where(Slot.need_id.in_(list(need_ids)))
    )
    listed: dict[uuid.UUID, list[ListedSlot]] = defaultdict(list)
    rows = db.session.execute(found.order_by(Slot.need_id, Slot.position)).all()
    helpers, hands = _people((row.id for row in rows), reader)
    for row in sorted(rows, key=lambda row: row.begins_at or FAR):
        listed[row.need_id].append(ListedSlot(row, helpers[row.id], hands[row.id]))
    return listed


def coming_up(
    circle_id: uuid.UUID,
    reader: uuid.UUID,
    until: datetime,
    since: datetime | None = None,
    or_whenever: bool = False,
) -> list[tuple[Any, ListedSlot]]:
    """Days of open asks that are not over now, or at `since`, and begin before `until`, in
    order of time, each with its ask as this reader may see it; `or_whenever`, what has no day as
    well. Two statements."""
    is_within = Slot.begins_at < until
    found = (
        select(Need.kind, Need.title, Need.posted_by_id, *ADDRESS, *_slot_columns())
        .join(Need, Need.id == Slot.need_id)
        .where(
            Need.circle_id == circle_id,
            Need.ended_at.is_(None),
            Slot.over_at > (since or clock.now()),
            or_(is_within, Slot.begins_at.is_(None)) if or_whenever else is_within,
            ~is_called_off(),
            seen_by(Need, reader),
            agreed(Need),
        )
        .order_by(Slot.begins_at, Slot.id)
        .limit(MOST_DAYS)
    )
    rows: Sequence[Any] = db.session.execute(found).all()
    helpers, hands = _people((row.id for row in rows), reader)
    return [(row, ListedSlot(row, helpers[row.id], hands[row.id])) for row in rows]


def _slot_columns() -> tuple[Any, ...]:
    return (
        Slot.id,
        Slot.need_id,
        Slot.day,
        Slot.starts,
        Slot.ends,
        Slot.time_zone,
        Slot.begins_at,
        Slot.over_at,
        Slot.wanted,
        is_called_off().label("is_called_off"),
        exists().where(Enough.need_id == Slot.need_id).label("has_enough"),
        _answering(Answering.way).label("way"),
        _answering(Answering.hands_until).label("hands_until"),
        are_up().label("has_hands"),
    )


def _answering(column: Any) -> Any:
    return select(column).where(Answering.need_id == Slot.need_id).scalar_subquery()


Placed = dict[uuid.UUID, list[Helper]]


def _people(slot_ids: Iterable[uuid.UUID], reader: uuid.UUID | None) -> tuple[Placed, Placed]:
    """Whoever said yes, and whose hands this reader may see, by slot. One statement, because the
    board has others to make."""
    keys = list(slot_ids)
    promises = (
        select(SignUp.slot_id, SignUp.person_id, Person.name, SignUp.note, null().label("hand_id"))
        .join(Person, Person.id == SignUp.person_id)
        .where(SignUp.slot_id.in_(keys))
    )
    found: Select[Any] | Any = promises
    if reader is not None:
        found = union_all(hands_seen_by(reader).where(Hand.slot_id.in_(keys)), promises)
    said: tuple[Placed, Placed] = defaultdict(list), defaultdict(list)
    for row in sorted(db.session.execute(found), key=lambda row: alphabetical(row.name)):
        one = Helper(row.person_id, row.name, row.note, row.hand_id)
        said[one.hand_id is not None][row.slot_id].append(one)
    return said
