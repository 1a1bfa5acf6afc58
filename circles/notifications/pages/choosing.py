"""What may ring: one's choices, circle by circle, and the quiet time of one's phones."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from circles.announcement import topics
from circles.membership import ZONES, Circle, Membership, membership_in
from circles.notifications.pages.blueprint import notifications
from circles.notifications.pages.letters import gets_letters, require_letters
from circles.notifications.preference import EVENINGS, MINE, NOTHING, Preference
from circles.notifications.quiet_time import QuietTime
from circles.notifications.schemas import PreferencesSchema, QuietTimeSchema
from circles.web import me, say, shows_again, time_in_short

FORM = ("news", "lock_screen", "evening_at", "minutes_before")


@notifications.get("/you/news")
def show_choices() -> str:
    """What rings, in all circles."""
    return _choices(form=QuietTimeSchema().dump(QuietTime.of(me().person)), errors={})


def _choices(form: dict[str, Any], errors: dict[str, str]) -> str:
    circles = [(circle, Preference.of(membership_in(circle))) for circle in Circle.of(me().person)]
    return render_template(
        "notifications/choices.html", circles=circles, zones=ZONES, form=form, errors=errors
    )


@notifications.post("/you/news/quiet-time")
@shows_again(_choices)
def update_quiet_time() -> Response:
    """Choose when one's phones keep silent."""
    typed: dict[str, Any] = {"is_on": "is_on" in request.form}
    typed |= {name: request.form.get(name, "") for name in ("begins", "ends", "time_zone")}
    QuietTime.change(me().person, **QuietTimeSchema().load(typed))
    flash(gettext("Kept."), "good")
    return redirect(url_for(".show_choices"), 303)


@notifications.get("/circles/<uuid:circle_id>/news")
def show_circle_choices(circle_id: uuid.UUID) -> str:
    """What rings in one circle; from news of something, with one tap less of it."""
    chosen = PreferencesSchema().dump(Preference.of(_place(circle_id)))
    return _circle_choices(form=chosen, errors={}, circle_id=circle_id)


def _circle_choices(form: dict[str, Any], errors: dict[str, str], circle_id: uuid.UUID) -> str:
    place = _place(circle_id)
    of = request.args.get("of", "")
    kinds = form["kinds"] if request.method == "GET" else request.form.getlist("kinds")
    return render_template(
        "notifications/circle_choices.html",
        circle=place.circle,
        about={"key": of, "label": say(topics()[of])} if of in topics() else None,
        is_heard=of in kinds,
        topics=[
            {"key": key, "label": say(label), "is_on": key in kinds}
            for key, label in topics().items()
        ],
        evening_choices=[{"key": f"{at:%H:%M}", "label": time_in_short(at)} for at in EVENINGS],
        gets_letters=gets_letters(),
        form=form,
        errors=errors,
    )


@notifications.post("/circles/<uuid:circle_id>/news")
@shows_again(_circle_choices)
def update_circle_choices(circle_id: uuid.UUID) -> Response:
    """Choose what rings in one circle."""
    typed: dict[str, Any] = {name: request.form.get(name, "") for name in FORM}
    typed |= {
        "evening_at": typed["evening_at"] or None,
        "kinds": request.form.getlist("kinds"),
    }
    if "letters" in request.form:  # shown only to whoever can get them
        typed |= {
            "letters": request.form["letters"],
            "weekly_letter": "weekly_letter" in request.form,
        }
    require_letters(typed)
    Preference.change(_place(circle_id), **PreferencesSchema().load(typed))
    flash(gettext("Kept."), "good")
    return redirect(url_for(".show_circle_choices", circle_id=circle_id), 303)


@notifications.post("/circles/<uuid:circle_id>/news/less")
def hear_less(circle_id: uuid.UUID) -> Response:
    """One tap: not of this, of one's own matters only, or of nothing."""
    place, less = _place(circle_id), request.form.get("less", "")
    if less in (MINE, NOTHING):
        Preference.change(place, news=less)
    elif less in topics():
        kinds = Preference.of(place).kinds
        Preference.change(place, kinds=[kind for kind in kinds if kind != less])
    else:
        raise NotFound
    flash(gettext("That does not ring any more. You still find it in the app."), "good")
    return redirect(url_for(".show_circle_choices", circle_id=circle_id), 303)


def _place(circle_id: uuid.UUID) -> Membership:
    return membership_in(me().visible(Circle, circle_id))
