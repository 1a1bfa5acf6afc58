"""Where a no meets HTTP, once for all pages.

A surface that answers machines registers its own way of saying it, by path prefix.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request, session
from flask_babel import get_locale, gettext
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Refusal

STATUS = {
    "invalid": 422,
    "conflict": 409,
    "forbidden": 403,
    "gone": 410,
    "missing": 404,
    "too_often": 429,
}
NOT_THERE = ("Could not refresh instance", "Instance '")
"""How SQLAlchemy says that a row which was there a moment ago is gone."""
NOT_WORDS = {"idempotency_key", "token", "code", "credential", "next", "seen"}
SHORT = 12
"""Characters up to which a field is a choice, a number or a day, and soon typed again."""
TEMPLATES = {403: "web/not_allowed.html", 404: "web/not_found.html"}

surfaces: dict[str, Callable[[Exception], Response]] = {}
"""Path prefix (such as `/api/`) to the function that answers an error there."""

log = logging.getLogger(__name__)


class Collision(Refusal):
    """Two requests did the same thing at once; a constraint let one of them through."""

    code = "collision"

    def __init__(self) -> None:
        super().__init__(Phrase("This was changed at the same moment. Please try again."))


def register(app: Flask) -> None:
    """Answer every error of this app."""
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(Refusal, _answer)
    app.register_error_handler(Exception, _answer)


def say(phrase: Phrase) -> str:
    """The sentence in the language of whoever asks."""
    return phrase.say(str(get_locale() or "en"))


def _answer(error: Exception) -> Response:
    db.session.rollback()
    error = _cause(error)
    if not isinstance(error, HTTPException | Refusal):
        log.exception("A request failed", exc_info=error)
    for prefix, answer in surfaces.items():
        if request.path.startswith(prefix):
            return answer(error)
    if isinstance(error, HTTPException) and error.response is not None:
        return make_response(error.response)
    try:
        return _page(error)
    except ObjectDeletedError:  # whoever asks went for good at this very moment
        g.me, g.page_context = None, {"me": None}
        return _page(error)


def _cause(error: Exception) -> Exception:
    """What went wrong, where Flask wraps it: the commit comes after the view."""
    broken = getattr(error, "original_exception", None)
    if broken is not None:
        session.pop("_flashes", None)  # what the view announced did not happen
        error = broken
    return Collision() if _is_collision(error) else error


def _is_collision(error: Exception) -> bool:
    """Whether a constraint, or PostgreSQL, let another request go first: of two that wait for
    each other crosswise it ends one (SQLSTATE 40P01), and nothing of that one was done."""
    crosswise = getattr(getattr(error, "orig", None), "sqlstate", None) == "40P01"
    gone = isinstance(error, InvalidRequestError) and str(error).startswith(NOT_THERE)
    return crosswise or gone or isinstance(error, IntegrityError | StaleDataError)


def _page(error: Exception) -> Response:
    if isinstance(error, Refusal):
        status = STATUS[error.nature]
        return make_response(
            render_template("web/refused.html", sentence=say(error.phrase)), status
        )
    status = (error.code or 500) if isinstance(error, HTTPException) else 500
    if 300 <= status < 400:
        return make_response(error)
    if status in TEMPLATES:
        return make_response(render_template(TEMPLATES[status]), status)
    if status == 401:
        return make_response(render_template("web/signed_out.html", typed=_typed()), status)
    if status < 500:
        return make_response(render_template("web/refused.html", sentence=_plain(status)), status)
    g.page_context = {"me": None}  # what broke may be what a page asks for
    return make_response(render_template("web/broken.html"), status)


def _typed() -> list[str]:
    """What a person wrote into the form that could not be taken, so that it is not lost."""
    said = [text for name, text in request.form.items() if name not in NOT_WORDS]
    return [text for text in said if len(text) > SHORT]


def _plain(status: int) -> str:
    sentences: dict[int, Any] = {
        405: gettext("That cannot be done here."),
        413: gettext("That is too long. Please make it shorter."),
    }
    return sentences.get(status, gettext("That could not be understood. Please try again."))
