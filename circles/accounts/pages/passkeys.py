"""One's passkeys: adding one, what they are called, removing one.

A passkey is made in two steps: the browser fetches a challenge, lets the phone sign it, and sends
what was signed as an ordinary form.
"""

import uuid
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.accounts.entrance import BROWSER, device_label
from circles.accounts.guesses import Guesses
from circles.accounts.pages.blueprint import accounts
from circles.accounts.passkey import Passkey, has_room, passkeys_of
from circles.accounts.passkey_challenge import MADE, PasskeyChallenge
from circles.accounts.relying_party import RelyingParty, challenge_in, read_new
from circles.accounts.schemas import PasskeySchema
from circles.accounts.session import new_token
from circles.accounts.verification import reason_to_verify
from circles.web import me, network, pay_first, settings, shows_again


@accounts.app_template_global("has_passkeys")
def has_passkeys() -> bool:
    """Whether this server can have passkeys: its address has a name."""
    return RelyingParty.at(settings().base_url) is not None


def relying_party() -> RelyingParty:
    """This server as passkeys know it; 404 where it cannot have any."""
    return RelyingParty.at(settings().base_url) or abort(404)


def this_browser() -> str:
    """A random token that this browser alone keeps."""
    return cookie.setdefault(BROWSER, new_token())


def require_answer(here: str) -> None:
    """Where the browser was given no challenge there is no answer in the form: then the reason is
    said here. Raises `TooManyGuesses`."""
    if not request.form.get("credential"):
        Guesses.take(MADE, here)


@accounts.get("/you/passkeys")
def show_passkeys() -> str:
    """One's own passkeys, by name."""
    relying_party()
    return _page(form={}, errors={})


def _page(form: dict[str, Any], errors: dict[str, str]) -> str:
    passkeys = passkeys_of(me().person)
    return render_template(
        "accounts/passkeys.html",
        passkeys=passkeys,
        has_room=has_room(passkeys),
        form={"name": device_label(), **form},
        errors=errors,
    )


@accounts.post("/you/passkeys/challenge")
@shows_again(_page)
def make_challenge_to_add() -> Response:
    """What the browser asks the phone to sign; what would be refused then is refused now."""
    _typed_name()
    person = me().person
    Passkey.require_room(person)
    Guesses.take(MADE, network())
    challenge = PasskeyChallenge.make("add", this_browser(), person)
    known = [passkey.credential_id for passkey in passkeys_of(person)]
    verified = reason_to_verify(person) is not None
    return jsonify(relying_party().to_add(person, challenge, known, verified))


@accounts.post("/you/passkeys")
@shows_again(_page)
def add_passkey() -> Response:
    """Keep the passkey that the phone made."""
    name, party = _typed_name(), relying_party()
    Passkey.require_room(me().person)
    require_answer(network())
    sent = read_new(request.form.get("credential", ""))
    said, browser, person = challenge_in(sent), this_browser(), me().person
    challenge = pay_first(lambda: PasskeyChallenge.spend("add", browser, said, person))
    Passkey.add(me().person, name, party.added(sent, challenge))
    flash(gettext("Your passkey is here. It lets you back in."), "good")
    return redirect(url_for(".show_passkeys"), 303)


@accounts.get("/passkeys/<uuid:passkey_id>")
def show_passkey(passkey_id: uuid.UUID) -> str:
    """What one passkey is called."""
    passkey: Passkey = me().visible(Passkey, passkey_id)
    return _one(form={"name": passkey.name}, errors={}, passkey_id=passkey_id)


def _one(form: dict[str, Any], errors: dict[str, str], passkey_id: uuid.UUID) -> str:
    passkey: Passkey = me().visible(Passkey, passkey_id)
    return render_template("accounts/passkey.html", passkey=passkey, form=form, errors=errors)


@accounts.post("/passkeys/<uuid:passkey_id>")
@shows_again(_one)
def rename_passkey(passkey_id: uuid.UUID) -> Response:
    """Call it something else."""
    passkey: Passkey = me().visible(Passkey, passkey_id)
    passkey.rename(_typed_name())
    flash(gettext("Changed."), "good")
    return redirect(url_for(".show_passkeys"), 303)


@accounts.post("/passkeys/<uuid:passkey_id>/removal")
def remove_passkey(passkey_id: uuid.UUID) -> Response:
    """Remove one: it lets nobody in any more."""
    passkey: Passkey = me().visible(Passkey, passkey_id)
    passkey.remove()
    flash(gettext("That passkey lets nobody in any more."), "good")
    return redirect(url_for(".show_passkeys"), 303)


def _typed_name() -> str:
    return PasskeySchema().load({"name": request.form.get("name", "")})["name"]
