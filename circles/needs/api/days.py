"""The days of an ask, changed by whoever asked, for programs."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from circles.needs.api.asks import answer_of
from circles.needs.api.frame import routes
from circles.needs.days import LastDay, PlacesTaken, add_day, call_off, move
from circles.needs.need import Need, NeedEnded, NotYourAsk
from circles.needs.opening import Opening
from circles.needs.schemas import NeedSchema, OpeningSchema, local_time, openings_of
from circles.needs.slot import Slot, SlotOver
from circles.refusal import Invalid
from circles.web import me


class ChangedDaySchema(OpeningSchema):
    """One day, as it is to be from now on."""


@routes.post("/needs/<uuid:need_id>/slots")
@routes.arguments(OpeningSchema)
@routes.response(201, NeedSchema)
@routes.refuses(NotYourAsk, NeedEnded)
def add_slot(typed: dict[str, Any], need_id: uuid.UUID) -> dict[str, Any]:
    """Ask for one more day; the circle hears of it."""
    need: Need = me().visible(Need, need_id)
    with _its_own_field():
        add_day(need, me().person, openings_of([typed], need.circle.time_zone)[0])
    return answer_of(need)


@routes.patch("/slots/<uuid:slot_id>")
@routes.arguments(ChangedDaySchema(partial=True))
@routes.response(200, NeedSchema)
@routes.refuses(PlacesTaken, SlotOver, NotYourAsk, NeedEnded)
def update_slot(typed: dict[str, Any], slot_id: uuid.UUID) -> dict[str, Any]:
    """Move one day, or let more or fewer people be wanted on it.

    What is left out stays as it is, but for the end, which moves along with the start. Whoever
    said yes keeps their place and hears of another time.
    """
    slot: Slot = me().visible(Slot, slot_id)
    with _its_own_field():
        move(slot, me().person, _changed(slot, typed))
    return answer_of(slot.need)


@routes.delete("/slots/<uuid:slot_id>")
@routes.response(204)
@routes.refuses(LastDay, SlotOver, NotYourAsk, NeedEnded)
def call_slot_off(slot_id: uuid.UUID) -> None:
    """This one day is not needed after all; whoever said yes to it hears of it."""
    call_off(me().visible(Slot, slot_id), me().person)


def _changed(slot: Slot, typed: dict[str, Any]) -> Opening:
    wanted = typed.get("wanted", slot.wanted)
    if "starts_at" in typed:
        moved = {"ends_at": None, **typed, "wanted": wanted}
        (opening,) = openings_of([moved], slot.time_zone)
        return opening if "ends_at" in typed else _with_its_length(slot, opening)
    ends = slot.ends
    if "ends_at" in typed:
        ends = local_time(typed["ends_at"], ZoneInfo(slot.time_zone))
    return Opening(slot.day, slot.starts, ends, wanted)


def _with_its_length(slot: Slot, opening: Opening) -> Opening:
    if slot.ends is None or opening.day is None or opening.starts is None:
        return opening
    assert slot.day is not None
    assert slot.starts is not None
    length = slot.ends - datetime.combine(slot.day, slot.starts)
    ends = datetime.combine(opening.day, opening.starts) + length
    return Opening(opening.day, opening.starts, ends, opening.wanted)


@contextmanager
def _its_own_field() -> Iterator[None]:
    """Here the body is the day itself, and not one of several."""
    try:
        yield
    except Invalid as no:
        no.field = no.field and no.field.removeprefix("slots.0.")
        raise
