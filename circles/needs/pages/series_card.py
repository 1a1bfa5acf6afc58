"""What repeats, as cards and pages show it."""

import uuid
from collections.abc import Sequence
from typing import Any

from circles.needs.audience import is_for
from circles.needs.listing import ListedSlot
from circles.needs.need import Need
from circles.needs.series_listing import goes_on, series_among, standing_in
from circles.needs.series_wording import series_sentence
from circles.web import spoken

ON_A_CARD = 4
"""Coming days of something that repeats on its card; its page has them all."""


def repeats(slots: Sequence[ListedSlot]) -> str | None:
    """When it is wanted, in a sentence, if it repeats."""
    series = series_among(slots)
    return spoken(series_sentence(series.recurrence)) if series else None


def on_a_card(slots: Sequence[ListedSlot]) -> list[ListedSlot]:
    """The days a card shows: none that was called off, and of what repeats the next ones."""
    if series_among(slots) is None:
        return [slot for slot in slots if not slot.row.is_called_off]
    return [slot for slot in slots if not slot.is_over][:ON_A_CARD]


def on_the_page(slots: Sequence[ListedSlot], reader: uuid.UUID, is_yours: bool) -> list[ListedSlot]:
    """The days its page shows. Days of what repeats that have passed are of use to nobody but
    whoever said yes to them; a day that was called off, to whoever called it off as well."""
    return [slot for slot in slots if _concerns(slot, reader, is_yours)]


def _concerns(slot: ListedSlot, reader: uuid.UUID, is_yours: bool) -> bool:
    if slot.row.is_called_off:
        return is_yours or slot.holds(reader)
    return not slot.is_over or slot.row.Series is None or slot.holds(reader)


def series_card(slots: Sequence[ListedSlot], need: Need, reader: uuid.UUID) -> dict[str, Any]:
    """What repeats, with whoever promised every time; empty for an ask that does not."""
    series = series_among(slots)
    if series is None:
        return {}
    standing = standing_in([series.id])[series.id]
    is_yours = any(one.person_id == reader for one in standing)
    has_room = len(standing) < series.wanted
    return {
        "id": series.id,
        "sentence": repeats(slots),
        "goes_on": goes_on(slots, series),
        "standing": [
            {"name": one.name, "note": one.note, "is_you": one.person_id == reader}
            for one in standing
        ],
        "is_yours": is_yours,
        "can_say_yes": has_room and not is_yours and _takes_a_yes(need, reader),
    }


def _takes_a_yes(need: Need, reader: uuid.UUID) -> bool:
    is_asked = need.is_open and need.is_agreed and need.enough is None and need.answering is None
    return is_asked and not is_for(need, reader)
