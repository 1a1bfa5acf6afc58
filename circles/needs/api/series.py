"""Promises for every time, for programs."""

import uuid
from typing import Any

from circles.needs.answering import DayByDay
from circles.needs.api.asks import answer_of
from circles.needs.api.frame import routes
from circles.needs.consent import YesComesFirst
from circles.needs.enough import EnoughForNow
from circles.needs.need import NeedEnded
from circles.needs.schemas import NeedSchema, SignUpSchema
from circles.needs.series import Series
from circles.needs.sign_up import OwnAsk
from circles.needs.standing_sign_up import SeriesFull, StandingSignUp, sign_up_for_all
from circles.web import me


@routes.put("/series/<uuid:series_id>/sign-up")
@routes.arguments(SignUpSchema, required=False)
@routes.response(200, NeedSchema)
@routes.refuses(SeriesFull, NeedEnded, OwnAsk, YesComesFirst, EnoughForNow, DayByDay)
def say_yes_to_all(typed: dict[str, Any], series_id: uuid.UUID) -> dict[str, Any]:
    """I can, every time: each day that has room, and each that is made later.

    Saying it again changes the note. `DELETE /slots/{id}/sign-up` skips one day.
    """
    series: Series = me().visible(Series, series_id)
    sign_up_for_all(series, me().person, typed.get("note"))
    return answer_of(series.need)


@routes.delete("/series/<uuid:series_id>/sign-up")
@routes.response(204)
def step_back_from_all(series_id: uuid.UUID) -> None:
    """Not every time any more: the days to come are open again."""
    mine = StandingSignUp.of(me().visible(Series, series_id), me().person)
    if mine is not None:
        mine.release()
