"""Asks and their days as the templates show them."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from circles.needs.audience import CHOSEN, is_for, is_led_by
from circles.needs.consent import PROPOSED
from circles.needs.listed_slot import ListedSlot
from circles.needs.listing import ListedNeed
from circles.needs.need import Need
from circles.needs.pages.answers import answer_rows, answers_in_short
from circles.needs.pages.series_card import on_a_card, repeats
from circles.needs.pages.waiting import hands_rows, waits, way_line
from circles.needs.pages.who_sees import asked_by
from circles.needs.pages.zone import zone_of
from circles.needs.wording import time_phrase
from circles.web import day_in_full, day_in_short, new_key, say, spoken


def need_card(need: ListedNeed, reader: uuid.UUID) -> dict[str, Any]:
    """An ask on the board."""
    ahead = [slot for slot in need.slots if not slot.is_over]
    asked = asked_by(need.row, need.row.asked_by, need.row.for_member)
    is_yours = is_for(need.row, reader) or asked["waits"]
    shown = on_a_card(need.slots)
    single = ahead[0] if len(shown) == 1 and ahead else None
    can = single is not None and single.is_open and not is_yours and not single.state_of(reader)
    name, is_led = need.row.for_member or need.row.asked_by, is_led_by(need.row, reader)
    return _in_person(need, reader, is_led) | {
        "id": need.row.id,
        "kind": need.row.kind,
        "title": need.row.title,
        "asked": asked,
        "waits_for_you": need.row.for_member_id == reader and need.row.consent == PROPOSED,
        "is_yours": is_yours,
        "when": _when(single) if single else None,
        "repeats": repeats(need.slots),
        "zone": zone_of(ahead[0]) if ahead else None,
        "in_short": answers_in_short(need.row.kind, need.row.answers),
        "has_enough": any(slot.row.has_enough for slot in need.slots),
        "details_line": need.row.details.partition("\n")[0],
        "slots": [_tile(slot, reader) | _waits(slot, reader, name, is_led) for slot in shown],
        "way_line": None if is_led else way_line(*need.way, name, need.slots[0].row.time_zone),
        "single_open_slot": single.row.id if single and can else None,
        "is_full": all(slot.is_full for slot in ahead),
        "can_be_put_aside": can_be_put_aside(need.row, need.slots, reader),
    }


def _in_person(need: ListedNeed, reader: uuid.UUID, is_led: bool) -> dict[str, Any]:
    """Whether it speaks to a few, or to this reader alone, who is waited for."""
    asks_you = need.row.takes_up_id is not None and not is_led
    return {
        "few": need.row.audience == CHOSEN and not asks_you,
        "asks_you": asks_you and not any(slot.holds(reader) for slot in need.slots),
        "key": new_key() if asks_you else None,
    }


def can_be_put_aside(ask: Any, slots: list[ListedSlot], reader: uuid.UUID) -> bool:
    """Whether a silent "not this time" means something: it is open, nothing of this reader's, and
    nobody waits for their answer."""
    if ask.takes_up_id is not None:
        return False
    is_theirs = is_led_by(ask, reader) or any(slot.state_of(reader) for slot in slots)
    return not is_theirs and any(slot.is_open for slot in slots)


def slot_row(slot: ListedSlot, need: Need, reader: uuid.UUID) -> dict[str, Any]:
    """One day on the page of an ask, as this reader may see it."""
    is_yours = slot.holds(reader)
    may_read = is_yours and need.tells_helpers(slot.row.over_at)
    return {
        "id": slot.row.id,
        "day_label": day_in_full(slot.row.day) if slot.row.day else gettext("Whenever it suits"),
        "time_label": _time(slot),
        "zone": zone_of(slot, need.circle.time_zone),
        "is_called_off": slot.row.is_called_off,
        "can_keep": _can_keep(slot, need, reader),
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
        and slot.state_of(reader) is None
        and need.is_agreed
        and not is_for(need, reader),
        **hands_rows(slot, need, reader, is_led_by(need, reader)),
        "private_details": need.private_words if may_read else None,
        "private_answers": private_rows(need) if may_read else [],
    }


def _can_keep(slot: ListedSlot, need: Need, reader: uuid.UUID) -> bool:
    is_ahead = slot.row.day is not None and need.is_open and not slot.is_over
    return is_ahead and (slot.holds(reader) or is_led_by(need, reader))


def private_rows(need: Need) -> list[dict[str, str]]:
    """What is answered only to whoever says yes."""
    return answer_rows(need.kind, need.private_answers)


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


def _waits(slot: ListedSlot, reader: uuid.UUID, name: str, is_led: bool) -> dict[str, Any]:
    """What the day waits for, in words, and whether it is the reader's hand that waits."""
    return {
        "waits": waits(slot, reader, name, is_led),
        "state": slot.state_of(reader),
        "is_being_chosen": slot.is_being_chosen,
    }


def _when(slot: ListedSlot) -> str:
    if slot.row.day is None:
        return gettext("Whenever it suits")
    if slot.row.starts is None:
        return day_in_full(slot.row.day)
    return f"{day_in_full(slot.row.day)}, {spoken(time_phrase(slot.row.starts, slot.row.ends))}"


def already_coming(slots: list[ListedSlot]) -> list[dict[str, str]]:
    """The words beside yeses for several days, in one place: nobody wants four lasagnes."""
    if len(slots) < 2:
        return []
    return [
        {"note": helper.note, "day": day_in_short(slot.row.day) if slot.row.day else ""}
        for slot in slots
        for helper in slot.helpers
        if helper.note and not slot.is_over
    ]
