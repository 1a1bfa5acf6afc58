"""The way back in: every way this server offers, on one page."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from circles.accounts.pages.blueprint import accounts
from circles.web import me_or_nobody, open_to_anyone


@accounts.get("/sign-in")
@open_to_anyone
def show_sign_in() -> Response | str:
    """How to come back; whoever is signed in is there already."""
    if me_or_nobody() is not None:
        return redirect("/", 303)
    return render_template("accounts/sign_in.html", form={}, errors={})
