"""Raised hands, and the asker's yes, for programs."""

import uuid
from typing import Any

from circles.api import page
from circles.needs.answering_schema import DrawingSchema, HandSchema, YesSchema
from circles.needs.api.asks import answer_of
from circles.needs.api.frame import routes
from circles.needs.drawing import (
    HandLowered,
    HandsStillUp,
    WrongChoice,
    answer_hand,
    draw,
    require_readable,
)
from circles.needs.hand import Hand
from circles.needs.listing import slots_of
from circles.needs.need import NeedEnded, NotYourAsk
from circles.needs.schemas import NeedSchema
from circles.needs.sign_up import SlotFull
from circles.needs.slot import Slot, SlotOver
from circles.web import me


@routes.get("/slots/<uuid:slot_id>/hands")
@routes.response(200, page(HandSchema))
@routes.refuses(NotYourAsk, NeedEnded, HandsStillUp)
def list_hands(slot_id: uuid.UUID) -> dict[str, Any]:
    """Who waits for a yes, by name, for whoever leads the ask; raised hands once they are down."""
    slot: Slot = me().visible(Slot, slot_id)
    require_readable(slot.need, me().person)
    days = slots_of([slot.need_id], me().person.id)[slot.need_id]
    return {
        "items": [
            {
                "id": hand.hand_id,
                "person": {"id": hand.person_id, "name": hand.name},
                "note": hand.note,
            }
            for day in days
            if day.row.id == slot_id
            for hand in day.hands
        ],
        "next": None,
    }


@routes.put("/hands/<uuid:hand_id>/answer")
@routes.arguments(YesSchema)
@routes.response(200, NeedSchema)
@routes.refuses(HandLowered, SlotFull, SlotOver, NotYourAsk, NeedEnded)
def answer_to_hand(typed: dict[str, Any], hand_id: uuid.UUID) -> dict[str, Any]:
    """Yes: it becomes a sign-up. Not this time: it goes down; nobody hears of it, and nothing is
    kept of it."""
    hand: Hand = me().visible(Hand, hand_id)
    need = hand.slot.need
    answer_hand(hand, me().person, typed["agrees"])
    return answer_of(need)


@routes.post("/slots/<uuid:slot_id>/drawing")
@routes.arguments(DrawingSchema, required=False)
@routes.response(200, NeedSchema)
@routes.refuses(HandLowered, HandsStillUp, WrongChoice, SlotOver, NotYourAsk, NeedEnded)
def draw_hands(typed: dict[str, Any], slot_id: uuid.UUID) -> dict[str, Any]:
    """Choose these hands; without `hands`, let chance draw as many as are wanted.

    The other hands go down, and nobody hears of it. Where fewer are chosen than were wanted, no
    more are wanted. Chance draws a day once.
    """
    slot: Slot = me().visible(Slot, slot_id)
    draw(slot, me().person, typed.get("hands"))
    return answer_of(slot.need)
