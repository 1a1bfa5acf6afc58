"""One request, one transaction: committed once at the end, or not at all."""

from collections.abc import Callable

from flask import Flask, Response, request

from circles import database
from circles.database import READ_ONLY, db

SAFE = ("GET", "HEAD", "OPTIONS")

before_commit: list[Callable[[Response], None]] = []
"""Called with the answer of a successful write, inside its transaction."""


def register(app: Flask) -> None:
    """Settle every request of this app. Register before any other after-request step
    that looks at the final bytes: Flask runs them last first."""
    app.before_request(_begin)
    app.after_request(_settle)
    app.teardown_request(_forget_mode)


def _begin() -> None:
    """Read the whole request first: no lock is held while a phone in a tunnel sends it."""
    READ_ONLY.set(request.method in SAFE)
    if request.method not in SAFE:
        request.get_data(cache=True)


def _settle(response: Response) -> Response:
    """Commit what a successful write did. A refusal, or a reading, leaves no trace."""
    if request.method in SAFE or response.status_code >= 400:
        db.session.rollback()
        return response
    for step in before_commit:
        step(response)
    database.commit()
    return response


def _forget_mode(_error: BaseException | None) -> None:
    READ_ONLY.set(False)
