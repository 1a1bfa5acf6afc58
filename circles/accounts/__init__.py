"""People, and the devices they are signed in on."""

from flask import Flask

from circles.accounts import forgetting
from circles.accounts.email_address import EmailAddress
from circles.accounts.entrance import device_label, sign_in
from circles.accounts.export import export_of, exports
from circles.accounts.guesses import Guesses, Limit, TooManyGuesses
from circles.accounts.passkey import Passkey
from circles.accounts.person import Person, alphabetical, people_called
from circles.accounts.re_entry import ReEntry
from circles.accounts.schemas import PersonSchema
from circles.accounts.session import Session, digest, new_token, session_with
from circles.accounts.sign_in_code import SignInCode
from circles.accounts.spoken_code import SpokenCode

__all__ = [
    "EmailAddress",
    "Guesses",
    "Limit",
    "Passkey",
    "Person",
    "PersonSchema",
    "ReEntry",
    "Session",
    "SignInCode",
    "SpokenCode",
    "TooManyGuesses",
    "alphabetical",
    "device_label",
    "digest",
    "export_of",
    "exports",
    "forgetting",
    "new_token",
    "people_called",
    "session_with",
    "sign_in",
]


def register(app: Flask) -> None:
    """Let this app know people."""
    from circles import api
    from circles.accounts import entrance
    from circles.accounts.api import routes
    from circles.accounts.pages import accounts

    entrance.register(app)
    app.register_blueprint(accounts)
    api.add(app, routes)
