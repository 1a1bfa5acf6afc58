"""You: the name the circle calls you, this device, signing out."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.accounts.email_address import EmailAddress
from circles.accounts.entrance import sign_out as close_session
from circles.accounts.pages.blueprint import accounts
from circles.accounts.schemas import PersonSchema
from circles.web import mail_post, me, shows_again


@accounts.get("/you")
def show_you() -> str:
    """What concerns only the person who looks."""
    return _you(form={"name": me().person.name}, errors={})


def _you(form: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "accounts/you.html",
        person=me().person,
        device=me().session.label,
        address=EmailAddress.of(me().person),
        can_write=mail_post() is not None,
        form=form,
        errors=errors,
    )


@accounts.post("/you")
@shows_again(_you)
def update_you() -> Response:
    """Be called something else."""
    me().person.rename(PersonSchema().load({"name": request.form.get("name", "")})["name"])
    flash(gettext("That is what your circles call you now."), "good")
    return redirect(url_for(".show_you"), 303)


@accounts.post("/sign-out")
def sign_out() -> Response:
    """Leave this device; nothing of the circle stays on it."""
    close_session(me().session)
    flash(gettext("You are signed out on this device."), "good")
    return leaving_nothing()


def leaving_nothing() -> Response:
    """Back to the way in, and the browser drops what it kept of these pages."""
    answer = redirect("/", 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
