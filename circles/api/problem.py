"""Where a no meets HTTP, once for all programs: RFC 9457 problems.

A problem says nothing of the request, so what another circle has and what nobody has are
answered with the same bytes.
"""

from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from flask_babel import gettext
from marshmallow import INCLUDE, Schema, ValidationError, fields
from werkzeug.exceptions import HTTPException

from circles.refusal import Refusal
from circles.web.errors import STATUS, say
from circles.web.forms import sentences

CONTENT_TYPE = "application/problem+json"
OF_THE_BODY = {"content-type", "content-length"}


class FieldSchema(Schema):
    """One field that needs another look, such as `slots.0.wanted`."""

    field = fields.String(required=True)
    detail = fields.String(required=True)


class ProblemSchema(Schema):
    """What went wrong: a sentence for a person, a code for a program (RFC 9457)."""

    class Meta:
        unknown = INCLUDE  # some refusals tell more, such as `still_open`

    type = fields.String(required=True, metadata={"description": "Always `about:blank`."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldSchema))


def answer(error: Exception) -> Response:
    """The problem that this error is to a program."""
    if isinstance(error, ValidationError):
        return _wrong_fields(sentences(error))
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        return _http(error, error.code)
    return _problem(500, "broken", gettext("Something here broke. Please try again later."))


def _wrong_fields(found: dict[str, str]) -> Response:
    errors = [{"field": _path(name), "detail": detail} for name, detail in found.items()]
    return _problem(422, "invalid", gettext("Please look at this again."), errors=errors)


def _path(name: str) -> str:
    """Where it stands; empty for the body as a whole."""
    return name.removesuffix("_schema").rstrip(".")


def _refused(refusal: Refusal) -> Response:
    detail = say(refusal.phrase)
    more = dict(refusal.facts)
    if refusal.field is not None:
        more["errors"] = [{"field": refusal.field, "detail": detail}]
    return _problem(STATUS[refusal.nature], refusal.code, detail, **more)


def _http(error: HTTPException, status: int) -> Response:
    if status < 400:
        return current_app.make_response(error.get_response())
    code, detail = _told().get(status) or ("refused", gettext("That cannot be done."))
    told = _problem(status, code, detail)
    for name, value in error.get_headers():
        if name.lower() not in OF_THE_BODY:
            told.headers[name] = value
    if status == HTTPStatus.UNAUTHORIZED:
        told.headers["WWW-Authenticate"] = "Bearer"
    return told


def _problem(status: int, code: str, detail: str, **more: Any) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    text = current_app.json.dumps(body)
    return Response(text, status=status, content_type=CONTENT_TYPE)


def _told() -> dict[int, tuple[str, str]]:
    """Status to the code for programs and the sentence for people."""
    return {
        400: ("not_json", gettext("This is not JSON.")),
        401: ("not_signed_in", gettext("Please sign in, or send a token that is still good.")),
        403: ("not_from_here", gettext("This may not be done from here.")),
        404: ("not_found", gettext("There is nothing here, or it is not for you.")),
        405: ("not_allowed_here", gettext("That cannot be done with this address.")),
        413: ("too_large", gettext("That is too long. Please keep it under 256 KiB.")),
        415: ("not_json", gettext("Please send JSON, with Content-Type: application/json.")),
    }
