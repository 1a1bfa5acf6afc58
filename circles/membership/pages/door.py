"""The door: who waits, welcoming them, "not now", and what they see meanwhile."""

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.database import db
from circles.membership.membership import Membership
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.membership.permissions import require_coordinator
from circles.membership.waiting import AnsweredAlready, Waiting
from circles.web import me, me_or_nobody, on_every_page, onward, settings


def show_no_circle() -> str:
    """What someone sees who is in no circle: the doors they wait at, and the way in."""
    return render_template("membership/no_circle.html", waiting=Waiting.of(me().person))


@on_every_page
def _ways_in() -> dict[str, Any]:
    """For the page that asks: at which doors one waits, and whether circles may be founded."""
    person = me_or_nobody()
    if person is None:
        return {}
    return {
        "doors": lambda: Waiting.of(person.person),
        "founding_open": settings().founding == "open",
    }


def at_the_door(waiting_id: uuid.UUID) -> Waiting:
    """Who waits, or was told "not now", for those inside; 404 for anyone else.

    Whoever was welcomed has a membership of the same id. A coordinator who comes late hears of
    it. Raises `AnsweredAlready` or `CoordinatorsOnly`.
    """
    waiting = db.session.scalar(Waiting.visible_to(me().person).where(Waiting.id == waiting_id))
    if waiting is None:
        inside: Membership = me().visible(Membership, waiting_id)
        require_coordinator(membership_in(inside.circle))
        raise AnsweredAlready
    return waiting


@membership.post("/doors/leaving")
def take_back_knock() -> Response:
    """Not waiting at this door any more."""
    try:
        Waiting.take_back(uuid.UUID(request.form.get("waiting", "")), me().person)
    except ValueError:
        abort(404)
    flash(gettext("That is all right. You do not wait there any more."), "kind")
    return redirect("/", 303)


@membership.post("/memberships/<uuid:waiting_id>/welcome")
def welcome(waiting_id: uuid.UUID) -> Response:
    """Let someone in who waits at the door."""
    waiting = at_the_door(waiting_id)
    waiting.welcome(membership_in(waiting.circle))
    flash(gettext("Good. They hear of it."), "good")
    return redirect(onward(), 303)


@membership.post("/memberships/<uuid:waiting_id>/decline")
def decline(waiting_id: uuid.UUID) -> Response:
    """Not now."""
    waiting = at_the_door(waiting_id)
    waiting.decline(membership_in(waiting.circle))
    flash(gettext("They read “not now”, and no reason."), "kind")
    return redirect(onward(), 303)
