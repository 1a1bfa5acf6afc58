"""An e-mail address as a way back: giving it, showing that it is one's own, taking it back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.accounts.email_address import EmailAddress
from circles.accounts.pages.blueprint import accounts
from circles.accounts.pages.by_email import ASKED, ask_for_code, code_on_its_way, typed_code
from circles.accounts.sign_in_code import SignInCode, UnknownSignInCode
from circles.web import mail_post, me, shows_again


@accounts.get("/you/address")
def show_address() -> str:
    """The address one comes back by, and the place to give one."""
    return _page(form={}, errors={})


def _page(form: dict[str, Any], errors: dict[str, str]) -> str:
    known = EmailAddress.of(me().person)
    return render_template(
        "accounts/address.html",
        address=known.words if known else None,
        can_write=mail_post() is not None,
        form=form,
        errors=errors,
    )


@accounts.post("/you/address")
@shows_again(_page)
def give_address() -> Response:
    """Send digits there: only who reads them can come back by it."""
    ask_for_code(adds_for=me().person)
    return redirect(url_for(".show_address_code"), 303)


@accounts.get("/you/address/code")
def show_address_code() -> Response | str:
    """Where the digits are typed."""
    if _on_its_way() is None:
        return redirect(url_for(".show_address"), 303)
    return _digits_page(form={}, errors={})


def _digits_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    asked = _on_its_way()
    address = asked.goes_to if asked else ""
    return render_template("accounts/address_code.html", address=address, form=form, errors=errors)


def _on_its_way() -> SignInCode | None:
    """One's own: whoever sat at this browser before may have asked for another."""
    asked = code_on_its_way("add")
    return asked if asked is not None and asked.person_id == me().person.id else None


@accounts.post("/you/address/code")
@shows_again(_digits_page)
def confirm_address() -> Response:
    """The digits came: the address is one's own."""
    asked = typed_code("add")
    if asked.person_id != me().person.id:  # someone else signed in on this browser meanwhile
        raise UnknownSignInCode
    EmailAddress.confirm(me().person.id, asked.address)
    cookie.pop(ASKED, None)
    flash(gettext("Good. You can come back by this address."), "good")
    return redirect(url_for(".show_address"), 303)


@accounts.post("/you/address/removal")
def remove_address() -> Response:
    """Come back by it no more; it is forgotten at once."""
    EmailAddress.forget(me().person.id)
    flash(gettext("The address is forgotten."), "good")
    return redirect(url_for(".show_address"), 303)
