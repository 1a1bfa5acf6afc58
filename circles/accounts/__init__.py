"""People, and the devices they are signed in on."""

from flask import Flask

from circles.accounts import forgetting
from circles.accounts.code_letter import post_codes
from circles.accounts.email_address import EmailAddress
from circles.accounts.entrance import CAME_WITH, device_label, sign_in
from circles.accounts.export import export_of, exports
from circles.accounts.farewell import Farewell, Meaning, farewells, go_for_good
from circles.accounts.guesses import Guesses, Limit, TooManyGuesses
from circles.accounts.passkey import Passkey
from circles.accounts.person import Person, alphabetical, people_called
from circles.accounts.re_entry import ReEntry
from circles.accounts.schemas import PersonSchema
from circles.accounts.session import Session, digest, new_token, session_with
from circles.accounts.spoken_code import TRIES as CODE_TRIES
from circles.accounts.spoken_code import (
    CodeTriedTooOften,
    SpokenCode,
    UnknownCode,
    beginning,
    is_code,
)
from circles.accounts.verification import asks_verification

__all__ = [
    "CAME_WITH",
    "CODE_TRIES",
    "CodeTriedTooOften",
    "EmailAddress",
    "Farewell",
    "Guesses",
    "Limit",
    "Meaning",
    "Passkey",
    "Person",
    "PersonSchema",
    "ReEntry",
    "Session",
    "SpokenCode",
    "TooManyGuesses",
    "UnknownCode",
    "alphabetical",
    "asks_verification",
    "beginning",
    "device_label",
    "digest",
    "export_of",
    "exports",
    "farewells",
    "forgetting",
    "go_for_good",
    "is_code",
    "new_token",
    "people_called",
    "post_codes",
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
