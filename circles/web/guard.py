"""Every route is for people who are signed in, unless it says otherwise."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from circles.web.me import me_or_nobody
from circles.web.onward import way_in

View = TypeVar("View", bound=Callable[..., Any])


def open_to_anyone(view: View) -> View:
    """Mark a view that strangers may reach."""
    view.is_open_to_anyone = True  # type: ignore[attr-defined]
    return view


def from_anywhere(view: View) -> View:
    """Mark a write that no page of ours has to ask for: what it is sent to opens it, and it looks
    at no cookie."""
    view.is_from_anywhere = True  # type: ignore[attr-defined]
    return view


def is_from_anywhere(view: Callable[..., Any] | None) -> bool:
    """Whether other sites and programs may ask for this write."""
    return bool(getattr(view, "is_from_anywhere", False))


def is_open(view: Callable[..., Any] | None) -> bool:
    """Whether strangers may reach this view."""
    return bool(getattr(view, "is_open_to_anyone", False))


def register(app: Flask) -> None:
    """Guard every route of this app."""
    app.before_request(_require_person)


def _require_person() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or is_open(view) or me_or_nobody() is not None:
        return None
    if request.method not in ("GET", "HEAD") or request.path.startswith("/api/"):
        abort(401)
    return redirect(way_in())
