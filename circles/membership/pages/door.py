"""The door: who waits, welcoming them, "not now", and what they see meanwhile."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.membership.waiting import Waiting
from circles.web import me, settings


def show_no_circle() -> str:
    """What someone sees who is in no circle: the doors they wait at, and the way in."""
    return render_template(
        "membership/no_circle.html",
        waiting=Waiting.of(me().person),
        founding_open=settings().founding == "open",
    )


@membership.post("/memberships/<uuid:waiting_id>/welcome")
def welcome(waiting_id: uuid.UUID) -> Response:
    """Let someone in who waits at the door."""
    waiting: Waiting = me().visible(Waiting, waiting_id)
    waiting.welcome(membership_in(waiting.circle))
    flash(gettext("Good. They hear of it."), "good")
    return redirect(url_for(".show_circle"), 303)


@membership.post("/memberships/<uuid:waiting_id>/decline")
def decline(waiting_id: uuid.UUID) -> Response:
    """Not now."""
    waiting: Waiting = me().visible(Waiting, waiting_id)
    waiting.decline(membership_in(waiting.circle))
    flash(gettext("They read “not now”, and nothing else."), "kind")
    return redirect(url_for(".show_circle"), 303)
