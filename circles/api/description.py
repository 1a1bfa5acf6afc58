"""The OpenAPI description, made from the routes and the schemas themselves."""

from http import HTTPStatus
from typing import Any

from apispec import BasePlugin
from flask import Flask, Response, current_app, jsonify
from flask_smorest import Api
from werkzeug.routing import Rule

from circles.api.problem import CONTENT_TYPE, ProblemSchema
from circles.api.routes import PREFIX, Routes
from circles.web.guard import is_open, open_to_anyone

SIGNED_IN: list[dict[str, list[str]]] = [{"token": []}, {"cookie": []}]
ANYONE: list[dict[str, list[str]]] = [{}, *SIGNED_IN]

routes_of_description = Routes("description", "This description.")


@routes_of_description.get("/openapi.json")
@open_to_anyone
@routes_of_description.response(200, {"type": "object"}, description="OpenAPI 3.1")
def show_description() -> Response:
    """This description."""
    return jsonify(current_app.extensions["circles.api"].spec.to_dict())


class Description(Api):
    """What `openapi.json` says. It only describes; errors are answered by `problem`."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        super().__init__(
            app,
            spec_kwargs={
                "title": "Circles",
                "version": PREFIX.rpartition("/")[2],
                "openapi_version": "3.1.0",
                "servers": [{"url": "/"}],
                "extra_plugins": [Manners(app)],
            },
        )
        for name, scheme in _schemes(app).items():
            self.spec.components.security_scheme(name, scheme)
        self.spec.components.parameter("IdempotencyKey", "header", IDEMPOTENCY_KEY)

    def hang_on(self, routes: Routes) -> None:
        """Register and describe the routes of one capability."""
        self._app.register_blueprint(routes, url_prefix=PREFIX)
        routes.register_views_in_doc(self, self._app, self.spec, name=routes.name, parameters=None)
        self.spec.tag({"name": routes.tag, "description": routes.description})

    def _register_error_handlers(self) -> None:
        """Errors have their place already."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                content = {CONTENT_TYPE: {"schema": ProblemSchema}}
                told = {"description": status.phrase, "content": content}
                self.spec.components.response(status.name, told, lazy=True)

    def _register_pagination_header(self) -> None:
        """Pages carry `next` in their body."""

    def _register_etag_headers(self) -> None:
        """Nothing here is kept by a cache."""


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "required": False,
    "description": "A random key of the caller's, such as a UUID. The same request with the same "
    "key is done once and answered alike for 48 hours; with another body it is refused.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,128}$"},
}


class Manners(BasePlugin):
    """What holds for every route: who may call it, and how the frame itself may refuse."""

    def __init__(self, app: Flask) -> None:
        self._views = app.view_functions

    def operation_helper(
        self, path: str | None = None, operations: dict[Any, Any] | None = None, **kwargs: Any
    ) -> None:
        """Complete the operations of one path."""
        rule: Rule = kwargs["rule"]
        anyone = is_open(self._views[rule.endpoint])
        for method, operation in (operations or {}).items():
            operation["operationId"] = rule.endpoint.rpartition(".")[2]
            operation["security"] = ANYONE if anyone else SIGNED_IN
            writes = method != "get"
            if writes:
                operation.setdefault("parameters", []).append("IdempotencyKey")
            for status in _of_the_frame(operation, bool(rule.arguments), writes):
                operation["responses"].setdefault(str(status.value), status.name)


def _of_the_frame(operation: dict[str, Any], by_id: bool, writes: bool) -> list[HTTPStatus]:
    """What can go wrong before a view is reached."""
    found = [HTTPStatus.UNAUTHORIZED]
    if by_id:
        found += [HTTPStatus.NOT_FOUND]
    if writes:
        found += [HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    if writes or operation.get("parameters"):
        found += [HTTPStatus.UNPROCESSABLE_ENTITY]
    if "requestBody" in operation:
        found += [HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
    return found


def _schemes(app: Flask) -> dict[str, dict[str, str]]:
    return {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "The `access_token` of POST /circles or POST /arrivals.",
        },
        "cookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": app.config["SESSION_COOKIE_NAME"],
            "description": "The session of a signed-in browser.",
        },
    }
