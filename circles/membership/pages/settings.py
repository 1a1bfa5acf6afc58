"""A circle's settings, its covenant, its log, and leaving it."""

import uuid
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership.circle import LONGEST_FADING, SHORTEST_FADING, ZONES, Circle
from circles.membership.looking_after import change_circle
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.membership.pages.deeds import sentence_of
from circles.membership.parting import OnlyYou, leave, what_keeps_here, what_leaving_means
from circles.membership.permissions import require_coordinator
from circles.membership.schemas import CircleSettingsSchema
from circles.membership.stewardship_log import log_of
from circles.web import day_at, me, say, shows_again


@membership.get("/circles/<uuid:circle_id>/settings")
def show_settings(circle_id: uuid.UUID) -> str:
    """What a coordinator may change about the circle."""
    circle: Circle = me().visible(Circle, circle_id)
    form = {name: getattr(circle, name) for name in CircleSettingsSchema().fields}
    return _page(circle_id=circle_id, form=form, errors={})


def _page(circle_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    circle: Circle = me().visible(Circle, circle_id)
    require_coordinator(membership_in(circle))
    return render_template(
        "membership/settings.html",
        circle=circle,
        zones=ZONES,
        shortest=SHORTEST_FADING,
        longest=LONGEST_FADING,
        form=form,
        errors=errors,
    )


@membership.post("/circles/<uuid:circle_id>/settings")
@shows_again(_page)
def update_settings(circle_id: uuid.UUID) -> Response:
    """Change the circle."""
    place = membership_in(me().visible(Circle, circle_id))
    require_coordinator(place)
    schema = CircleSettingsSchema()
    change_circle(place, **schema.load({n: request.form.get(n, "") for n in schema.fields}))
    flash(gettext("Changed. Everyone can read in the log that you did."), "good")
    return redirect(url_for(".show_settings", circle_id=circle_id), 303)


@membership.post("/circles/<uuid:circle_id>/covenant/reading")
def read_covenant(circle_id: uuid.UUID) -> Response:
    """I have read what we agreed on."""
    membership_in(me().visible(Circle, circle_id)).has_read_covenant = True
    return redirect(url_for("needs.show_circle_board", circle_id=circle_id), 303)


@membership.get("/circles/<uuid:circle_id>/log")
def show_log(circle_id: uuid.UUID) -> str:
    """What was done to look after the circle, for every member."""
    circle: Circle = me().visible(Circle, circle_id)
    by_day = groupby(log_of(circle), key=lambda row: day_at(row.happened_at, circle.time_zone))
    days = [
        {"label": day, "sentences": [sentence_of(row[0], row[1], row[2]) for row in rows]}
        for day, rows in by_day
    ]
    return render_template("membership/log.html", circle=circle, days=days)


@membership.get("/circles/<uuid:circle_id>/leaving")
def show_leaving(circle_id: uuid.UUID) -> str:
    """What leaving means, before it is done; or what has to be done first."""
    place = membership_in(me().visible(Circle, circle_id))
    reason = what_keeps_here(place)
    return render_template(
        "membership/leaving.html",
        circle=place.circle,
        meanings=[say(phrase) for phrase in what_leaving_means(place)],
        reason=reason.phrase if reason else None,
        is_alone=isinstance(reason, OnlyYou),
    )


@membership.post("/circles/<uuid:circle_id>/leaving")
def leave_circle(circle_id: uuid.UUID) -> Response:
    """Leave the circle."""
    leave(membership_in(me().visible(Circle, circle_id)))
    flash(gettext("You have left. Thank you for having been here."), "kind")
    return redirect("/", 303)
