"""One ask: its days, who said yes, changing and ending it."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.needs.kind import kind_of
from circles.needs.listing import slots_of
from circles.needs.need import Need, NeedEnded, NotYourAsk
from circles.needs.pages.blueprint import needs
from circles.needs.pages.cards import slot_row
from circles.needs.pages.series_card import on_the_page, series_card
from circles.needs.schemas import WordsOfNeedSchema
from circles.web import me, say, shows_again


@needs.get("/needs/<uuid:need_id>")
def show_need(need_id: uuid.UUID) -> str:
    """One ask, its days, and who said yes."""
    return need_page(need_id=need_id, form={}, errors={})


def need_page(need_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    """The page of one ask, with what was typed into it if that needs another look."""
    need = me().visible(Need, need_id)
    reader = me().person.id
    slots = slots_of([need.id])[need.id]
    shown = on_the_page(slots, reader, need.posted_by_id == reader)
    return render_template(
        "needs/need.html",
        circle=need.circle,
        need={
            "id": need.id,
            "kind": need.kind,
            "kind_label": say(kind_of(need.kind).label),
            "title": need.title,
            "details": need.details,
            "private_details": need.private_words if need.posted_by_id == reader else None,
            "asked_by": need.posted_by.name,
            "is_yours": need.posted_by_id == reader,
            "is_open": need.is_open,
            "ended_sentence": _ended_sentence(need),
        },
        slots=[slot_row(slot, need, reader) for slot in shown],
        series=series_card(slots, need, reader),
        has_private=need.has_private_details,
        form=form,
        errors=errors,
    )


def _ended_sentence(need: Need) -> str | None:
    if need.is_open:
        return None
    if need.ended_as == "closed":
        return gettext("This is taken care of.")
    return gettext("This is no longer needed.")


@needs.get("/needs/<uuid:need_id>/edit")
def show_edit(need_id: uuid.UUID) -> str:
    """The form to put an ask in other words."""
    need = _own(need_id)
    words = {
        "title": need.title,
        "details": need.details,
        "private_details": need.private_words or "",
    }
    return _edit_page(need_id=need_id, form=words, errors={})


def _edit_page(need_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template("needs/edit.html", need=_own(need_id), form=form, errors=errors)


@needs.post("/needs/<uuid:need_id>")
@shows_again(_edit_page)
def update(need_id: uuid.UUID) -> Response:
    """Put an ask in other words."""
    schema = WordsOfNeedSchema()
    typed = schema.load({name: request.form.get(name, "") for name in schema.fields})
    me().visible(Need, need_id).change(me().person, **typed)
    flash(gettext("Changed."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/needs/<uuid:need_id>/withdrawal")
def withdraw(need_id: uuid.UUID) -> Response:
    """No longer needed."""
    me().visible(Need, need_id).withdraw(me().person)
    flash(gettext("It is withdrawn. Whoever had said yes hears of it."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/needs/<uuid:need_id>/closing")
def close(need_id: uuid.UUID) -> Response:
    """This is taken care of."""
    me().visible(Need, need_id).close(me().person)
    flash(gettext("Good. It leaves the board."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


def _own(need_id: uuid.UUID) -> Need:
    """An open ask of the one who looks; raises `NotYourAsk` or `NeedEnded`."""
    need: Need = me().visible(Need, need_id)
    if need.posted_by_id != me().person.id:
        raise NotYourAsk
    if not need.is_open:
        raise NeedEnded
    return need
