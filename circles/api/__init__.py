"""Frame of the JSON API. It names no capability.

A capability keeps its routes in its own `api.py` and hangs them on in its `register`:

    # circles/notifications/api.py
    from circles.api import Routes, page
    from circles.web import me

    routes = Routes("notifications", "What rings, and what was heard.")

    @routes.get("/notifications")
    @routes.arguments(AfterSchema, location="query")     # parsed and checked, first argument
    @routes.response(200, page(NotificationSchema))      # dumped; `NoContent` for 204
    def list_notifications(asked):
        \"\"\"The summary of the description.\"\"\"
        return {"items": [...], "next": None}

    @routes.put("/push/subscription")
    @routes.arguments(SubscriptionSchema)                # the JSON body
    @routes.response(200, SubscriptionSchema)
    @routes.refuses(UnknownPushService)                  # each refusal it may raise
    def subscribe(typed): ...

    # circles/notifications/__init__.py, in register(app)
    from circles import api
    from circles.notifications.api import routes
    api.add(app, routes)

Paths are relative to `/api/v1`. Ids in paths are `<uuid:...>`. Routes are for people who
are signed in; `@open_to_anyone` of `circles.web` says otherwise. A view never commits,
and turns no error into an answer: it raises a `Refusal`, a marshmallow `ValidationError`
or `abort(404)`. The OpenAPI description follows from these declarations.
"""

from flask import Flask, abort, request

from circles.api.description import Description, routes_of_description
from circles.api.paging import AfterSchema, page
from circles.api.problem import answer
from circles.api.routes import Routes
from circles.web.errors import surfaces
from circles.web.me import me_or_nobody

__all__ = ["AfterSchema", "Routes", "add", "page", "register"]

SURFACE = "/api/"
"""Every address below answers errors as problems, whatever the version."""


def register(app: Flask) -> None:
    """Build the frame into this app: problems for errors, and the description."""
    surfaces[SURFACE] = answer
    app.before_request(_refuse_dead_token)
    app.extensions["circles.api"] = Description(app)
    add(app, routes_of_description)


def add(app: Flask, routes: Routes) -> None:
    """Hang the routes of one capability on, and describe them."""
    app.extensions["circles.api"].hang_on(routes)


def _refuse_dead_token() -> None:
    """A program that sends a token means to be someone; it is not taken for a stranger."""
    sends_token = request.headers.get("Authorization", "").lower().startswith("bearer")
    if sends_token and request.path.startswith(SURFACE) and me_or_nobody() is None:
        abort(401)
