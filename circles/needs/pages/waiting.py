"""Hands and yeses that wait, in words: for whoever raised one, and for whoever answers them."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from circles.needs.answering import (
    AT_ONCE,
    RAISE_HANDS,
    YES_FIRST,
    chance_draws_at,
    way_of,
)
from circles.needs.listed_slot import HAND_UP, WAITING, ListedSlot
from circles.needs.need import Need
from circles.web import moment_ahead, new_key


def way_choices() -> list[dict[str, str]]:
    """How people may say yes, as a form offers it."""
    return [
        {"key": AT_ONCE, "label": gettext("At once")},
        {"key": YES_FIRST, "label": gettext("I’ll say yes first")},
        {"key": RAISE_HANDS, "label": gettext("Raise hands")},
    ]


def form_of_way(need: Need) -> dict[str, str]:
    """How an ask is answered, as a form starts with it: by the clock of its circle."""
    way, until = way_of(need)
    local = until and until.astimezone(ZoneInfo(need.circle.time_zone))
    return {"answering": way, "hands_until": f"{local:%Y-%m-%dT%H:%M}" if local else ""}


def way_line(way: str | None, until: datetime | None, name: str, zone: str) -> str | None:
    """What to know before saying yes; nothing where a yes is a promise at once."""
    if way == YES_FIRST:
        return gettext("%(name)s says yes to each first.", name=name)
    if way == RAISE_HANDS and until is not None and ListedSlot.is_ahead(until):
        return gettext(
            "Hands are raised until %(when)s. Then %(name)s chooses, or chance draws.",
            when=moment_ahead(until, zone),
            name=name,
        )
    return None


def way_line_for_you(way: str, until: datetime | None, zone: str) -> str | None:
    """The same for whoever leads the ask."""
    if way == YES_FIRST:
        return gettext("You say yes to each first.")
    if way == RAISE_HANDS and until is not None and ListedSlot.is_ahead(until):
        return gettext(
            "Hands are raised until %(when)s. Then you choose, or let chance draw.",
            when=moment_ahead(until, zone),
        )
    return None


def waits(slot: ListedSlot, reader: uuid.UUID, name: str, is_led: bool) -> str | None:
    """What a day waits for, as this reader may know it; for `name` to answer."""
    if slot.is_over:
        return None
    state, others = slot.state_of(reader), to_answer(slot, reader)
    if state == WAITING:
        return gettext("Waiting for %(name)s", name=name)
    if is_led and others:
        return _for_you(slot, [hand["name"] for hand in others])
    if slot.is_being_chosen:
        return (
            gettext("Your hand is up. %(name)s chooses now", name=name)
            if state == HAND_UP
            else gettext("%(name)s chooses now", name=name)
        )
    return gettext("Your hand is up") if state == HAND_UP else None


def _for_you(slot: ListedSlot, names: list[str]) -> str:
    if slot.row.way == YES_FIRST:
        return gettext("%(names)s can. Is that all right?", names=", ".join(names))
    return gettext("You can choose now")


def to_answer(slot: ListedSlot, reader: uuid.UUID) -> list[dict[str, Any]]:
    """The hands that wait for this reader's yes, by name; nobody says yes to themself."""
    return [
        {"id": hand.hand_id, "name": hand.name, "note": hand.note, "key": new_key()}
        for hand in slot.hands
        if slot.is_being_chosen or hand.person_id != reader
    ]


def hands_rows(slot: ListedSlot, need: Need, reader: uuid.UUID, is_led: bool) -> dict[str, Any]:
    """What the page of an ask shows of the hands for one day."""
    state = slot.state_of(reader)
    is_up = state in (WAITING, HAND_UP) and need.is_open and not slot.is_over
    answers = is_led and need.is_open and not slot.is_over
    choosing = answers and slot.is_being_chosen
    return {
        "waits": _waits_here(slot, need, reader, is_led) if need.is_open else None,
        "can_lower": is_up,
        "is_raised": state == HAND_UP,
        "hands": to_answer(slot, reader) if answers and not slot.is_full else [],
        "can_choose": choosing,
        "chance_draws": moment_ahead(_draws_at(slot), need.circle.time_zone) if choosing else None,
    }


def _waits_here(slot: ListedSlot, need: Need, reader: uuid.UUID, is_led: bool) -> str | None:
    """Where the hands stand below by name, they are named once."""
    if is_led and slot.row.way == YES_FIRST and to_answer(slot, reader):
        return gettext("Waiting for your yes")
    return waits(slot, reader, need.asked_for.name, is_led)


def _draws_at(slot: ListedSlot) -> datetime:
    return chance_draws_at(slot.row, slot.row.hands_until)
