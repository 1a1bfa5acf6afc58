"""Carrying the sign-in to another screen: an installed iPhone app has a storage of its own."""

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circles.accounts.guesses import Guesses, Limit, TooManyGuesses
from circles.accounts.pages.blueprint import accounts
from circles.accounts.pages.welcome import welcome_back
from circles.accounts.person import Person
from circles.accounts.schemas import CodeSchema
from circles.accounts.spoken_code import (
    TRIES,
    CodeTriedTooOften,
    SpokenCode,
    UnknownCode,
    beginning,
)
from circles.database import db
from circles.web import (
    keep,
    kept,
    mail_post,
    me,
    me_or_nobody,
    network,
    onward,
    open_to_anyone,
    pay_first,
    shows_again,
)

CODE = "carried"
"""Where this browser's cookie keeps the code it was given, until it is shown."""
NETWORK = Limit("code from a network", most=60, within=timedelta(hours=1))
"""It only brakes; the bound is the code's own."""


@accounts.get("/you/carry")
def show_carry() -> str:
    """How to bring the sign-in to another screen, and the code once it was asked for."""
    return render_template("accounts/carry.html", code=kept(CODE))


@accounts.post("/you/carry")
def make_code() -> Response:
    """Make a code. It is known to this browser alone; here a digest is kept."""
    keep(CODE, SpokenCode.make("device", me().person.id))
    return redirect(url_for(".show_carry"), 303)


def pay_for_code(typed: str) -> None:
    """Pay for one guess at a code. Raises `CodeTriedTooOften`."""
    try:
        pay_first(lambda: Guesses.take(TRIES, beginning(typed)))
    except TooManyGuesses:
        raise CodeTriedTooOften from None


@accounts.get("/sign-in")
@open_to_anyone
def show_sign_in() -> Response | str:
    """How to come back; whoever is signed in is there already."""
    if me_or_nobody() is not None:
        return redirect(onward(), 303)
    return sign_in_page(form={}, errors={})


def sign_in_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    """The ways back in, with what was typed if that needs another look."""
    can_write = mail_post() is not None
    return render_template("accounts/sign_in.html", can_write=can_write, form=form, errors=errors)


@accounts.post("/sign-in/code")
@open_to_anyone
@shows_again(sign_in_page)
def sign_in_by_code() -> Response:
    """Be oneself on this screen, too."""
    typed = CodeSchema().load({"code": request.form.get("code", "")})["code"]
    here = network()
    pay_first(lambda: Guesses.take(NETWORK, here))
    pay_for_code(typed)
    person_id = SpokenCode.spend("device", typed)
    if person_id is None:
        raise UnknownCode
    Guesses.give_back(NETWORK, here)
    welcome_back(db.session.get_one(Person, person_id))
    return redirect(onward(), 303)
