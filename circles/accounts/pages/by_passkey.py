"""Coming back by a passkey: nothing is typed, and nobody is asked who they are."""

from datetime import timedelta

from flask import jsonify, redirect, request
from werkzeug.wrappers import Response

from circles.accounts.guesses import Guesses, Limit
from circles.accounts.pages.blueprint import accounts
from circles.accounts.pages.carrying import sign_in_page
from circles.accounts.pages.passkeys import relying_party, require_answer, this_browser
from circles.accounts.pages.welcome import welcome_back
from circles.accounts.passkey import Passkey
from circles.accounts.passkey_challenge import MADE, PasskeyChallenge
from circles.accounts.relying_party import challenge_in, read_answer
from circles.web import network, onward, open_to_anyone, pay_first, shows_again

NETWORK = Limit("passkey from a network", most=60, within=timedelta(hours=1))
"""Wrong ones. It only brakes: a signature cannot be guessed."""


@accounts.post("/sign-in/passkey/challenge")
@open_to_anyone
def make_challenge_to_sign_in() -> Response:
    """What the browser asks a passkey to sign; it names nobody."""
    party = relying_party()
    Guesses.take(MADE, network())
    return jsonify(party.to_sign_in(PasskeyChallenge.make("sign_in", this_browser())))


@accounts.post("/sign-in/passkey")
@open_to_anyone
@shows_again(sign_in_page)
def sign_in_by_passkey() -> Response:
    """Be oneself again on this device."""
    party, here, browser = relying_party(), network(), this_browser()
    require_answer(here)
    pay_first(lambda: Guesses.take(NETWORK, here))
    answer = read_answer(request.form.get("credential", ""))
    said = challenge_in(answer)
    challenge = pay_first(lambda: PasskeyChallenge.spend("sign_in", browser, said))
    person = Passkey.recognise(party, answer, challenge)
    Guesses.give_back(NETWORK, here)
    welcome_back(person)
    return redirect(onward(), 303)
