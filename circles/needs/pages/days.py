"""The days of an ask, changed by whoever asked."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.needs.day_form import DayForm
from circles.needs.days import add_day, call_off, move
from circles.needs.listing import slots_of
from circles.needs.need import Need
from circles.needs.pages.blueprint import needs
from circles.needs.pages.cards import slot_row
from circles.needs.pages.series_card import repeats
from circles.needs.slot import Slot
from circles.web import day_in_full, me, shows_again


@needs.get("/needs/<uuid:need_id>/days")
def show_days(need_id: uuid.UUID) -> str:
    """The days to come, each to be changed, and a form for one more."""
    return _days_page(need_id=need_id, form={}, errors={})


def _days_page(need_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    need = _own(me().visible(Need, need_id))
    slots = slots_of([need.id], me().person.id)[need.id]
    return render_template(
        "needs/days.html",
        need=need,
        repeats=repeats(slots),
        slots=[slot_row(slot, need, me().person.id) for slot in slots if not slot.is_over],
        form=form,
        errors=DayForm(form).beside(errors),
    )


@needs.post("/needs/<uuid:need_id>/days")
@shows_again(_days_page)
def add(need_id: uuid.UUID) -> Response:
    """One more day."""
    need: Need = me().visible(Need, need_id)
    add_day(need, me().person, DayForm(request.form).opening(need.circle.time_zone))
    flash(gettext("One more day is asked for. Your circle hears of it."), "good")
    return redirect(url_for(".show_days", need_id=need_id), 303)


@needs.get("/slots/<uuid:slot_id>/day")
def show_day(slot_id: uuid.UUID) -> str:
    """The form to change one day."""
    return _day_page(slot_id=slot_id, form=None, errors={})


def _day_page(slot_id: uuid.UUID, form: dict[str, Any] | None, errors: dict[str, str]) -> str:
    slot: Slot = me().visible(Slot, slot_id)
    need = _own(slot.need)
    return render_template(
        "needs/day.html",
        need=need,
        slot=slot,
        day_label=day_in_full(slot.day) if slot.day else gettext("Whenever it suits"),
        form=DayForm.of(slot) if form is None else form,
        errors=DayForm(form or {}, slot).beside(errors),
        promised=bool(slot.sign_ups),
    )


@needs.post("/slots/<uuid:slot_id>/day")
@shows_again(_day_page)
def move_day(slot_id: uuid.UUID) -> Response:
    """Another time for one day, or more or fewer people."""
    slot: Slot = me().visible(Slot, slot_id)
    move(slot, me().person, DayForm(request.form, slot).opening(slot.time_zone))
    flash(gettext("Changed."), "good")
    return redirect(url_for(".show_need", need_id=slot.need_id), 303)


@needs.post("/slots/<uuid:slot_id>/calling-off")
def call_day_off(slot_id: uuid.UUID) -> Response:
    """This one day is not needed after all."""
    slot: Slot = me().visible(Slot, slot_id)
    need_id = slot.need_id
    call_off(slot, me().person)
    flash(gettext("That day is not asked for any more. Whoever had said yes hears of it."), "good")
    return redirect(url_for(".show_days", need_id=need_id), 303)


def _own(need: Need) -> Need:
    """An open ask of the one who looks; raises `NotYourAsk` or `NeedEnded`."""
    need.require_open_and_own(me().person)
    return need
