"""Saying yes, and stepping back."""

import uuid

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from circles.database import db
from circles.needs.answering import YES_FIRST, way_of
from circles.needs.consent import YesComesFirst
from circles.needs.enough import EnoughForNow
from circles.needs.hand import BeingChosen, Hand
from circles.needs.lowering import step_back
from circles.needs.need import Need, NeedEnded
from circles.needs.pages.blueprint import needs
from circles.needs.pages.need import need_page
from circles.needs.schemas import SignUpSchema
from circles.needs.sign_up import OwnAsk, SignUp, SlotFull, sign_up
from circles.needs.slot import Slot, SlotOver
from circles.web import me, moment_ahead, say, sentences


@needs.post("/slots/<uuid:slot_id>/sign-up", endpoint="sign_up")
def say_yes(slot_id: uuid.UUID) -> Response | tuple[str, int]:
    """I can. Whoever comes second sees what is still open."""
    slot: Slot = me().visible(Slot, slot_id)
    need_id = slot.need_id
    try:
        note = SignUpSchema().load({"note": request.form.get("note", "")})["note"]
        said = sign_up(slot, me().person, note or None)
    except (SlotFull, SlotOver, NeedEnded, OwnAsk, YesComesFirst, EnoughForNow, BeingChosen) as no:
        db.session.rollback()
        flash(say(no.phrase), "kind")
        return need_page(need_id, form=_typed(slot_id), errors={}), 409
    except ValidationError as wrong:
        return need_page(need_id, form=_typed(slot_id), errors=sentences(wrong)), 422
    flash(_thanks_for_hand(slot.need) if isinstance(said, Hand) else _thanks(slot.need), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/slots/<uuid:slot_id>/release")
def release(slot_id: uuid.UUID) -> Response:
    """Can't make it. No reason is asked; saying it twice is saying it once."""
    slot: Slot = me().visible(Slot, slot_id)
    need_id = slot.need_id
    mine = step_back(slot, me().person)
    if isinstance(mine, SignUp):
        flash(gettext("Thank you for saying so early. The place is open again."), "kind")
    elif mine is not None:
        flash(gettext("It is taken back. Nobody is told."), "kind")
    return redirect(url_for(".show_need", need_id=need_id), 303)


def _thanks(need: Need) -> str:
    hearer = need.for_member or need.posted_by
    if hearer is me().person:
        return gettext("Thank you.")
    return gettext("Thank you. %(name)s hears of it.", name=hearer.name)


def _thanks_for_hand(need: Need) -> str:
    way, until = way_of(need)
    name = need.asked_for.name
    if way == YES_FIRST or until is None:
        return gettext("Thank you. %(name)s will say yes first.", name=name)
    when = moment_ahead(until, need.circle.time_zone)
    return gettext(
        "Thank you. Your hand is up until %(when)s. Then %(name)s chooses, or chance draws.",
        when=when,
        name=name,
    )


def _typed(slot_id: uuid.UUID) -> dict[str, str]:
    """The note that was typed, and beside which day."""
    return {"note": request.form.get("note", ""), "slot": str(slot_id)}
