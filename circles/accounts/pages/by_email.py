"""Coming back by eight digits that were sent to one's address."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import get_locale
from werkzeug.wrappers import Response

from circles.accounts.email_address import EmailAddress, plain
from circles.accounts.guesses import Guesses, TooManyGuesses
from circles.accounts.pages.blueprint import accounts
from circles.accounts.pages.carrying import sign_in_page
from circles.accounts.pages.welcome import welcome_back
from circles.accounts.person import Person
from circles.accounts.schemas import CodeSchema, EmailSchema
from circles.accounts.sign_in_code import (
    FROM_NETWORK,
    TO_ADDRESS,
    TRIES,
    Purpose,
    SignInCode,
    TriesUsedUp,
    UnknownSignInCode,
)
from circles.web import (
    mail_post,
    me_or_nobody,
    network,
    onward,
    open_to_anyone,
    pay_first,
    shows_again,
)

ASKED = "code_for"
"""Where this browser's cookie keeps what ties a code to it, until it is typed."""


def ask_for_code(adds_for: Person | None = None) -> None:
    """Have a code sent to the address in the form. Asking is a guess and is never given back:
    nobody's mailbox may be flooded. Where no letters can be sent there is no such page."""
    if mail_post() is None:
        abort(404)
    address = EmailSchema().load({"email": request.form.get("email", "")})["email"]
    pay_first(lambda: Guesses.take(FROM_NETWORK, network()))
    pay_first(lambda: Guesses.take(TO_ADDRESS, plain(address)))
    cookie[ASKED] = SignInCode.ask(address, str(get_locale()), adds_for)


def typed_code(purpose: Purpose) -> SignInCode:
    """What the digits in the form were made for. Raises `UnknownSignInCode` or `TriesUsedUp`."""
    typed = CodeSchema().load({"code": request.form.get("code", "")})["code"]
    browser = cookie.get(ASKED)
    if browser is None:
        raise UnknownSignInCode
    try:
        pay_first(lambda: Guesses.take(TRIES, browser))
    except TooManyGuesses:
        raise TriesUsedUp from None
    return SignInCode.spend(browser, purpose, typed)


def code_on_its_way(purpose: Purpose) -> SignInCode | None:
    """The code that this browser asked for last, while it works."""
    return SignInCode.for_browser(cookie.get(ASKED, ""), purpose)


@accounts.post("/sign-in/email")
@open_to_anyone
@shows_again(sign_in_page)
def ask_by_email() -> Response:
    """Send digits to this address, if it is anybody's; the answer is the same if not."""
    ask_for_code()
    return redirect(url_for(".show_by_email", next=onward()), 303)


@accounts.get("/sign-in/email")
@open_to_anyone
def show_by_email() -> Response | str:
    """Where the digits are typed."""
    if me_or_nobody() is not None:
        return redirect(onward(), 303)
    if code_on_its_way("sign_in") is None:
        return redirect(url_for(".show_sign_in", next=onward()), 303)
    return _digits_page(form={}, errors={})


def _digits_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    asked = code_on_its_way("sign_in")
    address = asked.goes_to if asked else ""
    return render_template("accounts/by_email.html", address=address, form=form, errors=errors)


@accounts.post("/sign-in/email/code")
@open_to_anyone
@shows_again(_digits_page)
def sign_in_by_email() -> Response:
    """Be oneself again, by the digits."""
    address = EmailAddress.at(typed_code("sign_in").address_digest)
    if address is None:
        raise UnknownSignInCode
    cookie.pop(ASKED, None)
    welcome_back(address.person)
    return redirect(onward(), 303)
