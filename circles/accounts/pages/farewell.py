"""Leaving Circles for good."""

from flask import flash, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.accounts.entrance import forget_here
from circles.accounts.farewell import go_for_good, what_going_means
from circles.accounts.pages.blueprint import accounts
from circles.accounts.pages.you import leaving_nothing
from circles.web import me


@accounts.get("/you/farewell")
def show_farewell() -> str:
    """What it means, circle by circle, before it is done."""
    meanings = what_going_means(me().person)
    return render_template(
        "accounts/farewell.html",
        meanings=meanings,
        is_possible=not any(meaning.first for meaning in meanings),
    )


@accounts.post("/you/farewell")
def say_farewell() -> Response:
    """Go. Nothing of this person is kept, here or on this phone."""
    go_for_good(me().person)
    forget_here()
    flash(gettext("You are gone from here, and nothing of you is kept. Go well."), "kind")
    return leaving_nothing()
