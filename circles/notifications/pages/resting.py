"""Resting for a while, and being there again."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles import clock
from circles.notifications.pages.blueprint import notifications
from circles.notifications.rest import Rest
from circles.web import me

LENGTHS = {"days": timedelta(days=3), "weeks": timedelta(weeks=2)}
"""What the page offers; anything else is until the person says."""


@notifications.app_template_global("my_rest")
def my_rest() -> Rest | None:
    """The rest that whoever looks is having."""
    return Rest.of(me().person)


@notifications.post("/you/rest")
def begin_rest() -> Response:
    """Rest for as long as was chosen."""
    length = LENGTHS.get(request.form.get("length", ""))
    Rest.begin(me().person, clock.now() + length if length else None)
    flash(gettext("Rest well. No asks reach you, and nobody is told."), "kind")
    return redirect(url_for("accounts.show_you"), 303)


@notifications.post("/you/rest/end")
def end_rest() -> Response:
    """Be there again."""
    Rest.end(me().person)
    flash(gettext("Good to have you. Asks reach you again."), "good")
    return redirect(url_for("accounts.show_you"), 303)
