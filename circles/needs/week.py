"""The coming week as it stands in a letter: what is open to one person, and their own yeses.

Of asks and never of a person; nothing of it is a number that grows.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from circles import clock
from circles.accounts import alphabetical
from circles.membership import circle_with
from circles.needs.audience import is_led_by
from circles.needs.consent import PROPOSED
from circles.needs.kind import kind_of
from circles.needs.listed_slot import ListedSlot
from circles.needs.listing import ListedNeed, coming_up, open_needs
from circles.needs.sentence import sentence_of
from circles.needs.wording import WEEK, Day, time_phrase
from circles.phrase import Phrase
from circles.week import Planned, Week


def week_ahead(circle_id: uuid.UUID, reader: uuid.UUID) -> Week | None:
    """What is open to this reader, and what they said yes to; by day, what has no day last."""
    circle = circle_with(circle_id)
    if circle is None:
        return None
    today = clock.today(circle.time_zone)
    after = datetime.combine(today + WEEK + timedelta(days=1), time(), ZoneInfo(circle.time_zone))
    asks = [_open_to(need, reader) for need in open_needs(circle_id, reader).needs]
    asks = [need for need in asks if need.slots]
    soon = [pair for need in asks for pair in _within(need, after)]
    own = coming_up(circle_id, reader, after, or_whenever=True)
    return Week(
        sentence=sentence_of(asks, today),
        open=[_planned(ask, slot) for ask, slot in sorted(soon, key=_by_day)],
        own=[_planned(ask, slot) for ask, slot in sorted(own, key=_by_day) if slot.holds(reader)],
    )


def _open_to(need: ListedNeed, reader: uuid.UUID) -> ListedNeed:
    """The ask with those of its days that this reader may say yes to."""
    if is_led_by(need.row, reader) or need.row.consent == PROPOSED:
        return ListedNeed(need.row)
    slots = [slot for slot in need.slots if slot.is_open and not slot.state_of(reader)]
    return ListedNeed(need.row, slots)


def _within(need: ListedNeed, after: datetime) -> Iterator[tuple[Any, ListedSlot]]:
    for slot in need.slots:
        if slot.row.begins_at is None or slot.row.begins_at < after:
            yield need.row, slot


def _by_day(pair: tuple[Any, ListedSlot]) -> tuple[Any, ...]:
    ask, slot = pair
    begins = slot.row.begins_at
    return begins is None, begins.timestamp() if begins else 0, alphabetical(ask.title)


def _planned(ask: Any, slot: ListedSlot) -> Planned:
    row = slot.row
    kind = kind_of(ask.kind).discreet
    if row.day is None:
        day: Phrase = Phrase("Whenever it suits")
        return Planned(_on(day, kind), _on(day, Phrase("{title}", title=ask.title)))
    day, when = Day(row.day), time_phrase(row.starts, row.ends)
    titled = Phrase("{title}, {when}", title=ask.title, when=when)
    return Planned(
        _on(day, kind), _on(day, titled if row.starts else Phrase("{title}", title=ask.title))
    )


def _on(day: Phrase, what: Phrase) -> Phrase:
    return Phrase("{day}: {what}", day=day, what=what)
