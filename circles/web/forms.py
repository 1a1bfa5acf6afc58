"""A form that was filled in wrongly comes back as it was typed, with a sentence beside
each field that needs another look."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from flask_babel import gettext
from marshmallow import ValidationError

from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Refusal
from circles.web.errors import STATUS, say

View = Callable[..., Any]


def shows_again(page: Callable[..., Any]) -> Callable[[View], View]:
    """Let `page(form, errors, **view_args)` answer when the view's form is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(**values: Any) -> Any:
            try:
                return view(**values)
            except (ValidationError, Refusal) as no:
                if isinstance(no, Refusal) and no.field is None:
                    raise
                db.session.rollback()
                status = STATUS[no.nature] if isinstance(no, Refusal) else 422
                return page(form=request.form.to_dict(), errors=sentences(no), **values), status

        return wrapped

    return decorate


def new_key() -> str:
    """A key for a form that must not be sent twice by an impatient thumb."""
    return str(uuid.uuid4())


def sentences(no: ValidationError | Refusal) -> dict[str, str]:
    """Field (dotted for nested ones) to the sentence shown beside it."""
    if isinstance(no, Refusal):
        return {no.field or "": say(no.phrase)}
    found: dict[str, str] = {}
    _flatten(no.normalized_messages(), "", found)
    return found


def _flatten(messages: Any, path: str, found: dict[str, str]) -> None:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            _flatten(inner, f"{path}.{key}" if path else str(key), found)
    elif messages:
        first = messages[0] if isinstance(messages, list) else messages
        found[path] = say(first) if isinstance(first, Phrase) else gettext(str(first))
