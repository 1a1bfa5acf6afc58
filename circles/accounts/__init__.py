"""People, and the devices they are signed in on."""

from flask import Flask

from circles.accounts.entrance import device_label, sign_in
from circles.accounts.person import Person, alphabetical
from circles.accounts.schemas import PersonSchema
from circles.accounts.session import Session, digest, new_token, session_with

__all__ = [
    "Person",
    "PersonSchema",
    "Session",
    "alphabetical",
    "device_label",
    "digest",
    "new_token",
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
