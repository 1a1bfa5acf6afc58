"""Asks and their days as the templates show them."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from circles.needs.listing import ListedNeed, ListedSlot
from circles.needs.need import Need
from circles.needs.pages.series_card import on_a_card, repeats
from circles.needs.pages.zone import zone_of
from circles.needs.wording import time_phrase
from circles.web import day_in_full, day_in_short, say, spoken


def need_card(need: ListedNeed, reader: uuid.UUID) -> dict[str, Any]:
    """An ask on the board."""
    ahead = [slot for slot in need.slots if not slot.is_over]
    is_yours = need.row.posted_by_id == reader
    shown = on_a_card(need.slots)
    single = ahead[0] if len(shown) == 1 and ahead else None
    can = single is not None and single.is_open and not is_yours and not single.holds(reader)
    return {
        "id": need.row.id,
        "kind": need.row.kind,
        "title": need.row.title,
        "asked_by": need.row.asked_by,
        "is_yours": is_yours,
        "when": _when(single) if single else None,
        "repeats": repeats(need.slots),
        "zone": zone_of(ahead[0]) if ahead else None,
        "details_line": need.row.details.partition("\n")[0],
        "slots": [_tile(slot, reader) for slot in shown],
        "single_open_slot": single.row.id if single and can else None,
        "is_full": all(slot.is_full for slot in ahead),
    }


def slot_row(slot: ListedSlot, need: Need, reader: uuid.UUID) -> dict[str, Any]:
    """One day on the page of an ask, as this reader may see it."""
    is_yours = slot.holds(reader)
    return {
        "id": slot.row.id,
        "day_label": day_in_full(slot.row.day) if slot.row.day else gettext("Whenever it suits"),
        "time_label": _time(slot),
        "zone": zone_of(slot, need.circle.time_zone),
        "is_called_off": slot.row.is_called_off,
        "can_step_back": is_yours and need.is_open and not slot.is_over,
        "wanted": slot.row.wanted,
        "places_open": slot.row.wanted - len(slot.helpers),
        "helpers": [
            {"name": helper.name, "note": helper.note, "is_you": helper.person_id == reader}
            for helper in slot.helpers
        ],
        "is_full": slot.is_full,
        "is_yours": is_yours,
        "is_over": slot.is_over,
        "can_say_yes": slot.is_open
        and need.is_open
        and not is_yours
        and need.posted_by_id != reader,
        "private_details": need.private_words
        if is_yours and need.tells_helpers(slot.row.over_at)
        else None,
    }


def _time(slot: ListedSlot) -> str:
    if slot.row.day is None:
        last = slot.row.over_at.astimezone(ZoneInfo(slot.row.time_zone)).date()
        return gettext("until %(day)s", day=day_in_full(last))
    return say(time_phrase(slot.row.starts, slot.row.ends))


def _tile(slot: ListedSlot, reader: uuid.UUID) -> dict[str, Any]:
    return {
        "id": slot.row.id,
        "day_label": day_in_short(slot.row.day) if slot.row.day else gettext("Whenever"),
        "time_label": say(time_phrase(slot.row.starts, slot.row.ends)) if slot.row.starts else "",
        "wanted": slot.row.wanted,
        "names": [helper.name for helper in slot.helpers],
        "is_full": slot.is_full,
        "is_yours": slot.holds(reader),
        "is_over": slot.is_over,
    }


def _when(slot: ListedSlot) -> str:
    if slot.row.day is None:
        return gettext("Whenever it suits")
    if slot.row.starts is None:
        return day_in_full(slot.row.day)
    return f"{day_in_full(slot.row.day)}, {spoken(time_phrase(slot.row.starts, slot.row.ends))}"
