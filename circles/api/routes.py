"""The routes of one capability, and what each of them takes, answers and refuses."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, NoReturn, TypeVar

from flask import Request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from circles.api.problem import CONTENT_TYPE, ProblemSchema, answer
from circles.refusal import Refusal
from circles.web.errors import STATUS

PREFIX = "/api/v1"

View = TypeVar("View", bound=Callable[..., Any])


class Reader(FlaskParser):
    """Reads what a program sent. An empty body is an empty object."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body as JSON; raises `UnsupportedMediaType` or `BadRequest`."""
        body = req.get_data(cache=True)
        if not body:
            return {}
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise BadRequest from None

    def handle_error(self, error: ValidationError, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Hand the sentences up, without the place they were read from."""
        (messages,) = error.normalized_messages().values()
        raise ValidationError(messages)


class Routes(Blueprint):
    """What `circles.api` hangs on: named `needs_api`, tagged `needs`."""

    ARGUMENTS_PARSER = Reader()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"{name}_api", "circles.api", description=description)
        self.tag = name
        self.register_error_handler(ValidationError, answer)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Declare a route, relative to `PREFIX`."""
        return super().route(rule, tags=[self.tag], **options)

    @staticmethod
    def refuses(*refusals: type[Refusal]) -> Callable[[View], View]:
        """Declare which rules may say no here."""

        def decorate(view: View) -> View:
            kept = deepcopy(getattr(view, "_apidoc", {}))
            responses = kept.setdefault("response", {}).setdefault("responses", {})
            for status, codes in _by_status(refusals).items():
                responses.setdefault(status, []).append(_described(codes))
            view._apidoc = kept  # type: ignore[attr-defined]
            return view

        return decorate


def _by_status(refusals: tuple[type[Refusal], ...]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for refusal in refusals:
        found.setdefault(STATUS[refusal.nature], []).append(refusal.code)
    return found


def _described(codes: list[str]) -> dict[str, Any]:
    return {
        "description": "Refused: " + ", ".join(f"`{code}`" for code in sorted(codes)),
        "schema": ProblemSchema,
        "content_type": CONTENT_TYPE,
    }
