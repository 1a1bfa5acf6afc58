"""Asking, in a few taps."""

import uuid
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles import clock
from circles.membership import Circle, current_circle, members_of, membership_in
from circles.needs.ask_form import DAYS, REPEATING, ROWS, WHENEVER, AskForm, days_to_offer
from circles.needs.kind import KIND_KEYS, KINDS, kind_of
from circles.needs.pages.blueprint import needs
from circles.needs.pages.repeating import repeating_choices
from circles.needs.schemas import NeedSchema
from circles.needs.series_form import WEEKLY
from circles.needs.series_schemas import ask as ask_as_typed
from circles.web import day_in_short, day_near, me, new_key, say, shows_again

NAMED = 6
"""Names that are read out before an ask is sent; the page of the circle has them all."""


@needs.get("/ask")
def show_ask() -> str:
    """The form to ask with, started with the words of a kind."""
    kind = request.args.get("kind", "")
    form = {"kind": kind, "title": say(kind_of(kind).starter)} if kind in KIND_KEYS else {}
    return _ask_page(form={"when": WHENEVER, **form}, errors={})


def _ask_page(
    form: dict[str, Any], errors: dict[str, str], circle_id: uuid.UUID | None = None
) -> str:
    circle = me().visible(Circle, circle_id) if circle_id else current_circle()
    others = [row.name for row in members_of(circle.id) if row.person_id != me().person.id]
    return render_template(
        "needs/ask.html",
        circle=circle,
        kinds=[{"key": k.key, "label": say(k.label), "starter": say(k.starter)} for k in KINDS],
        rows=ROWS,
        choices=_choices(clock.today(circle.time_zone)),
        repeating=repeating_choices(),
        hearers_sentence=hearers_sentence(others, circle.name),
        form={**_start(circle), **form},
        errors=AskForm(form).beside(errors),
    )


def _start(circle: Circle) -> dict[str, str]:
    today = clock.today(circle.time_zone).isoformat()
    return {"idempotency_key": new_key(), "wanted": "1", "first": today, "rhythm": WEEKLY}


def _choices(today: date) -> list[dict[str, str]]:
    days = [
        {"key": day.isoformat(), "label": day_near(day, today).capitalize() or day_in_short(day)}
        for day in days_to_offer(today)
    ]
    pick = {"key": DAYS, "label": gettext("Pick days")}
    again = {"key": REPEATING, "label": gettext("Repeating")}
    return [*days, pick, again, {"key": WHENEVER, "label": gettext("Whenever")}]


def hearers_sentence(names: list[str], circle_name: str) -> str:
    """Who will see an ask, said before it is sent; by name where they fit on a line or two."""
    if not names:
        return gettext("Nobody else is here yet. It waits for those who come.")
    if len(names) > NAMED:
        return gettext("Everyone in %(circle)s will see this.", circle=circle_name)
    if len(names) == 1:
        return gettext("%(name)s will see this.", name=names[0])
    return gettext(
        "%(names)s and %(last)s will see this.", names=", ".join(names[:-1]), last=names[-1]
    )


@needs.post("/circles/<uuid:circle_id>/needs")
@shows_again(_ask_page)
def ask(circle_id: uuid.UUID) -> Response:
    """Ask."""
    place = membership_in(me().visible(Circle, circle_id))
    form = AskForm(request.form)
    need = ask_as_typed(place, NeedSchema().load(form.as_need()))
    flash(gettext("Your circle hears of it now."), "good")
    return redirect(url_for(".show_need", need_id=need.id), 303)
