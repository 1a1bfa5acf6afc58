"""A yes to one whose hand is up, and choosing among several."""

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from circles.database import db
from circles.needs.answering_schema import DrawingSchema, YesSchema
from circles.needs.drawing import HandLowered, HandsStillUp, WrongChoice, answer_hand, draw
from circles.needs.hand import Hand
from circles.needs.need import NeedEnded
from circles.needs.pages.blueprint import needs
from circles.needs.pages.need import need_page
from circles.needs.sign_up import SlotFull
from circles.needs.slot import Slot, SlotOver
from circles.web import me, say, sentences

BY_CHANCE = "chance"


@needs.post("/slots/<uuid:slot_id>/hands/<uuid:hand_id>/answer")
def answer_to_hand(slot_id: uuid.UUID, hand_id: uuid.UUID) -> Response | tuple[str, int]:
    """Yes, or not this time. Of a hand that went down meanwhile, the page says so."""
    slot: Slot = me().visible(Slot, slot_id)
    slot.need.require_open_and_own(me().person)
    need_id = slot.need_id
    try:
        agrees = YesSchema().load({"agrees": request.form.get("agrees", "")})["agrees"]
        name = _answer(hand_id, agrees)
    except (HandLowered, SlotFull, SlotOver, NeedEnded) as no:
        db.session.rollback()
        flash(say(no.phrase), "kind")
        return need_page(need_id, form={}, errors={}), 409
    except ValidationError as wrong:
        flash(sentences(wrong)["agrees"], "kind")
        return need_page(need_id, form={}, errors={}), 422
    if agrees:
        flash(gettext("Good. %(name)s hears that you would love it.", name=name), "good")
    else:
        flash(gettext("It waits no longer. No reason is given."), "kind")
    return redirect(url_for(".show_need", need_id=need_id), 303)


def _answer(hand_id: uuid.UUID, agrees: bool) -> str:
    """Whose hand it was. The hand says which day it is for; the address only where to look."""
    hand = db.session.scalar(Hand.visible_to(me().person).where(Hand.id == hand_id))
    if hand is None:
        raise HandLowered
    name = hand.person.name
    answer_hand(hand, me().person, agrees)
    return name


@needs.post("/slots/<uuid:slot_id>/drawing")
def draw_hands(slot_id: uuid.UUID) -> Response | tuple[str, int]:
    """Choose who comes, or let chance draw."""
    slot: Slot = me().visible(Slot, slot_id)
    need_id = slot.need_id
    try:
        draw(slot, me().person, _chosen())
    except (HandLowered, HandsStillUp, SlotOver, NeedEnded) as no:
        db.session.rollback()
        flash(say(no.phrase), "kind")
        return need_page(need_id, form={}, errors={}), 409
    except (WrongChoice, ValidationError) as wrong:
        db.session.rollback()
        return need_page(need_id, form=_again(slot_id), errors=_beside(wrong)), 422
    flash(gettext("Good. Whoever comes hears of it."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


def _chosen() -> list[uuid.UUID] | None:
    if request.form.get("by") == BY_CHANCE:
        return None
    chosen: list[uuid.UUID] = DrawingSchema().load({"hands": request.form.getlist("hand")})["hands"]
    return chosen


def _beside(wrong: WrongChoice | ValidationError) -> dict[str, str]:
    return {"hands": next(iter(sentences(wrong).values()))}


def _again(slot_id: uuid.UUID) -> dict[str, Any]:
    """What was ticked, and for which day."""
    return {"slot": str(slot_id), "hands": request.form.getlist("hand")}
