"""One ask: its days, who said yes, changing and ending it."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.needs.answer_form import answers_in, form_of, own_name
from circles.needs.answering import way_of
from circles.needs.answering_schema import AnsweringSchema, way_in, way_said
from circles.needs.audience import is_led_by
from circles.needs.drawing import change_way
from circles.needs.kind import kind_of
from circles.needs.listed_slot import ListedSlot
from circles.needs.listing import slots_of
from circles.needs.need import Need
from circles.needs.pages.answers import answer_rows, question_set
from circles.needs.pages.beneath import beneath
from circles.needs.pages.blueprint import needs
from circles.needs.pages.cards import already_coming, private_rows, slot_row
from circles.needs.pages.series_card import on_the_page, series_card
from circles.needs.pages.waiting import form_of_way, way_choices, way_line, way_line_for_you
from circles.needs.pages.who_sees import is_not_this_time, own_ask, who_sees
from circles.needs.schemas import words_schema
from circles.web import me, new_key, say, shows_again


@needs.get("/needs/<uuid:need_id>")
def show_need(need_id: uuid.UUID) -> str:
    """One ask, its days, and who said yes."""
    return need_page(need_id=need_id, form={}, errors={})


def need_page(need_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    """The page of one ask, with what was typed into it if that needs another look."""
    need = me().visible(Need, need_id)
    reader = me().person.id
    listed = slots_of([need.id], reader)[need.id]
    shown = on_the_page(listed, reader, is_led_by(need, reader))
    return render_template(
        "needs/need.html",
        circle=need.circle,
        need=_told(need, reader) | _asked_in_person(need, listed, reader),
        slots=[slot_row(slot, need, reader) for slot in shown],
        series=series_card(listed, need, reader),
        coming=already_coming(shown),
        has_private=need.has_private_details or bool(need.private_answers_sealed),
        form=form,
        errors=errors,
        **beneath(need, listed, form),
    )


def _told(need: Need, reader: uuid.UUID) -> dict[str, Any]:
    """What was asked, as this reader may see it."""
    is_yours = is_led_by(need, reader)
    return {
        "id": need.id,
        "kind": need.kind,
        "kind_label": say(kind_of(need.kind).label),
        "title": need.title or say(kind_of(need.kind).label),
        "details": need.details,
        "answers": answer_rows(need.kind, need.answers),
        "private_details": need.private_words if is_yours else None,
        "private_answers": private_rows(need) if is_yours else [],
        "has_enough": need.enough is not None,
        "way_line": _way_line(need, is_yours),
        "asked_for": need.asked_for.name,
        "is_yours": is_yours,
        "is_open": need.is_open,
        "ended_sentence": _ended_sentence(need),
        "can_ask_circle": is_yours and need.regret is not None,
        **who_sees(need),
    }


def _asked_in_person(need: Need, days: list[ListedSlot], reader: uuid.UUID) -> dict[str, Any]:
    """Whether this reader alone is asked, and has not answered yet."""
    asks_you = need.is_open and not is_led_by(need, reader) and need.is_asked_in_person(reader)
    return {"asks_you": asks_you and not any(day.holds(reader) for day in days), "key": new_key()}


def _way_line(need: Need, is_yours: bool) -> str | None:
    (way, until), zone = way_of(need), need.circle.time_zone
    if not need.is_open:
        return None
    if is_yours:
        return way_line_for_you(way, until, zone)
    return way_line(way, until, need.asked_for.name, zone)


def _ended_sentence(need: Need) -> str | None:
    if need.is_open:
        return None
    if is_not_this_time(need):
        return gettext("Not this time.")
    if need.ended_as == "closed":
        return gettext("This is taken care of.")
    return gettext("This is no longer needed.")


@needs.get("/needs/<uuid:need_id>/edit")
def show_edit(need_id: uuid.UUID) -> str:
    """The form to put an ask in other words."""
    need = own_ask(need_id)
    words = {
        "title": need.title,
        "details": need.details,
        "private_details": need.private_words or "",
        **form_of(need.kind, need.answers | need.private_answers),
        **form_of_way(need),
    }
    return _edit_page(need_id=need_id, form=words, errors={})


def _edit_page(need_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    need = own_ask(need_id)
    return render_template(
        "needs/edit.html",
        need=need,
        questions=question_set(kind_of(need.kind)),
        ways=way_choices(),
        form=form,
        errors={own_name(path, need.kind): sentence for path, sentence in errors.items()},
    )


@needs.post("/needs/<uuid:need_id>")
@shows_again(_edit_page)
def update(need_id: uuid.UUID) -> Response:
    """Put an ask in other words."""
    need: Need = me().visible(Need, need_id)
    schema = words_schema(need.kind)()
    typed: dict[str, Any] = {name: request.form.get(name, "") for name in schema.fields}
    typed["answers"] = answers_in(request.form, need.kind)
    words = schema.load(typed)
    way, until = way_said(AnsweringSchema().load(way_in(request.form)), need.circle.time_zone)
    if way is not None:
        change_way(need, me().person, way, until)
    need.change(me().person, **words)
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
