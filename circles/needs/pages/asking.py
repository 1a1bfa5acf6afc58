"""Asking, in a few taps."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles import clock
from circles.membership import Circle, current_circle, membership_in
from circles.needs.answer_form import form_of
from circles.needs.answering import AT_ONCE
from circles.needs.ask_form import DAYS, REPEATING, ROWS, WHENEVER, AskForm, days_to_offer
from circles.needs.audience import CHOSEN, EVERYONE, is_led_by
from circles.needs.kind import KIND_KEYS, KINDS, kind_of
from circles.needs.need import Need
from circles.needs.pages.answers import question_sets
from circles.needs.pages.blueprint import needs
from circles.needs.pages.repeating import repeating_choices
from circles.needs.pages.waiting import way_choices
from circles.needs.pages.who_sees import hearers_sentence, others_in
from circles.needs.schemas import NeedSchema
from circles.needs.sections import ask_sections, shown
from circles.needs.series_form import WEEKLY
from circles.needs.series_schemas import ask as ask_as_typed
from circles.web import day_in_short, day_near, me, new_key, say, shows_again


@needs.get("/ask")
def show_ask() -> str:
    """The form to ask with, started with the words of a kind, or with those of an ask before."""
    kind = request.args.get("kind", "")
    form = {"kind": kind, "title": say(kind_of(kind).starter)} if kind in KIND_KEYS else {}
    form |= _again(request.args.get("again", ""))
    return _ask_page(form={"when": WHENEVER, **form}, errors={})


def _again(need_id: str) -> dict[str, Any]:
    """What an ask of one's own says."""
    try:
        need: Need = me().visible(Need, uuid.UUID(need_id))
    except ValueError:
        return {}
    if not is_led_by(need, me().person.id):
        return {}
    words = {"kind": need.kind, "title": need.title, "details": need.details}
    return words | form_of(need.kind, need.answers)


def _ask_page(
    form: dict[str, Any], errors: dict[str, str], circle_id: uuid.UUID | None = None
) -> str:
    circle = me().visible(Circle, circle_id) if circle_id else current_circle()
    people = others_in(circle)
    return render_template(
        "needs/ask.html",
        circle=circle,
        kinds=[{"key": k.key, "label": say(k.label), "starter": say(k.starter)} for k in KINDS],
        question_sets=question_sets(),
        sections=shown(ask_sections, circle, me().person.id),
        rows=ROWS,
        choices=when_choices(clock.today(circle.time_zone), [_again_and_again()]),
        repeating=repeating_choices(),
        ways=way_choices(),
        people=people,
        hearers_sentence=hearers_sentence([one["name"] for one in people], circle.name),
        form={**_start(circle), **form},
        errors=AskForm(form).beside(errors),
    )


def _start(circle: Circle) -> dict[str, str]:
    today = clock.today(circle.time_zone).isoformat()
    return {
        "idempotency_key": new_key(),
        "wanted": "1",
        "audience": EVERYONE,
        "answering": AT_ONCE,
        "first": today,
        "rhythm": WEEKLY,
    }


def when_choices(
    today: date, more: Sequence[dict[str, str]] = (), near: Sequence[date] = ()
) -> list[dict[str, str]]:
    """The chips beside "when": days that are near, or those that suit; picking others, whenever."""
    days = [
        {"key": day.isoformat(), "label": day_near(day, today).capitalize() or day_in_short(day)}
        for day in near or days_to_offer(today)
    ]
    pick = {"key": DAYS, "label": gettext("Pick days")}
    return [*days, pick, *more, {"key": WHENEVER, "label": gettext("Whenever")}]


def _again_and_again() -> dict[str, str]:
    return {"key": REPEATING, "label": gettext("Repeating")}


@needs.post("/circles/<uuid:circle_id>/needs")
@shows_again(_ask_page)
def ask(circle_id: uuid.UUID) -> Response:
    """Ask."""
    place = membership_in(me().visible(Circle, circle_id))
    form = AskForm(request.form)
    need = ask_as_typed(place, NeedSchema().load(form.as_need()))
    flash(_sent(need), "good")
    return redirect(url_for(".show_need", need_id=need.id), 303)


def _sent(need: Need) -> str:
    if need.for_member_id is not None:
        return gettext("They are asked first. Nobody else sees it until they say yes.")
    if need.audience == CHOSEN:
        return gettext("They hear of it now.")
    return gettext("Your circle hears of it now.")
