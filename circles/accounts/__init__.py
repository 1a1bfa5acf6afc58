"""People, and the devices they are signed in on."""

from flask import Flask

from circles.accounts import forgetting
from circles.accounts.entrance import device_label, sign_in
from circles.accounts.export import export_of, exports
from circles.accounts.farewell import Farewell, Meaning, farewells, go_for_good
from circles.accounts.guesses import Guesses, Limit, TooManyGuesses
from circles.accounts.person import Person, alphabetical, people_called
from circles.accounts.re_entry import ReEntry
from circles.accounts.schemas import PersonSchema
from circles.accounts.session import Session, digest, new_token, session_with
from circles.accounts.spoken_code import TRIES as CODE_TRIES
from circles.accounts.spoken_code import SpokenCode, beginning, is_code

__all__ = [
    "CODE_TRIES",
    "Farewell",
    "Guesses",
    "Limit",
    "Meaning",
    "Person",
    "PersonSchema",
    "ReEntry",
    "Session",
    "SpokenCode",
    "TooManyGuesses",
    "alphabetical",
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
