"""Promising what repeats for every time, letting go of it, and saying it in a sentence."""

import uuid

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from circles.database import db
from circles.membership import current_circle_or_none
from circles.needs.answering import DayByDay
from circles.needs.consent import YesComesFirst
from circles.needs.enough import EnoughForNow
from circles.needs.need import NeedEnded
from circles.needs.pages.blueprint import needs
from circles.needs.pages.need import need_page
from circles.needs.schemas import SignUpSchema
from circles.needs.series import Series
from circles.needs.series_form import SeriesForm
from circles.needs.series_schemas import SeriesSchema, recurrence_of
from circles.needs.series_wording import series_sentence
from circles.needs.sign_up import OwnAsk
from circles.needs.standing_sign_up import SeriesFull, StandingSignUp, sign_up_for_all
from circles.refusal import Refusal
from circles.web import me, say, spoken


@needs.post("/series/<uuid:series_id>/sign-up", endpoint="sign_up_for_all")
def say_yes_to_all(series_id: uuid.UUID) -> Response | tuple[str, int]:
    """I can, every time. Whoever comes second sees which days are open."""
    series: Series = me().visible(Series, series_id)
    need_id, typed = series.need_id, {"standing_note": request.form.get("note", "")}
    try:
        note = SignUpSchema().load({"note": typed["standing_note"]})["note"]
        sign_up_for_all(series, me().person, note or None)
    except (SeriesFull, NeedEnded, OwnAsk, YesComesFirst, EnoughForNow, DayByDay) as no:
        db.session.rollback()
        flash(say(no.phrase), "kind")
        return need_page(need_id, form=typed, errors={}), 409
    except ValidationError as wrong:
        sentence = wrong.messages_dict["note"][0]
        return need_page(need_id, form=typed, errors={"standing_note": say(sentence)}), 422
    flash(gettext("Thank you. %(name)s hears of it.", name=series.need.posted_by.name), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


@needs.post("/series/<uuid:series_id>/release")
def release_all(series_id: uuid.UUID) -> Response:
    """Not every time any more. No reason is asked; saying it twice is saying it once."""
    series: Series = me().visible(Series, series_id)
    mine = StandingSignUp.of(series, me().person)
    if mine is not None:
        mine.release()
        flash(gettext("Thank you for saying so. The days to come are open again."), "kind")
    return redirect(url_for(".show_need", need_id=series.need_id), 303)


@needs.get("/ask/sentence")
def say_series() -> dict[str, str]:
    """What is typed so far, in a sentence; empty while it makes none."""
    circle = current_circle_or_none()
    if circle is None:
        return {"sentence": ""}
    try:
        typed = SeriesSchema().load(SeriesForm(request.args).as_series())
        recurrence = recurrence_of(typed, circle.time_zone)
        recurrence.check()
    except (ValidationError, Refusal):
        return {"sentence": ""}
    return {"sentence": spoken(series_sentence(recurrence))}
