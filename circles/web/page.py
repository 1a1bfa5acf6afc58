"""What every page knows, whoever asks for it."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g, session
from flask_babel import get_locale

from circles.web.me import me_or_nobody

Ingredients = Callable[[], dict[str, Any]]

_contexts: list[Ingredients] = []


def on_every_page(provide: Ingredients) -> Ingredients:
    """Let a capability add something to what every page knows."""
    _contexts.append(provide)
    return provide


def register(app: Flask) -> None:
    """Give the templates of this app `me` and what the capabilities add."""
    app.context_processor(_context)


def remember_circle(circle_id: Any) -> None:
    """This device looks at this circle from now on."""
    session["circle"] = str(circle_id)


def remembered_circle() -> str | None:
    """Id of the circle this device looked at last."""
    return session.get("circle")


def _language() -> dict[str, str]:
    locale = get_locale()
    return {"lang": str(locale).replace("_", "-"), "dir": locale.text_direction}


def _context() -> dict[str, Any]:
    """Once per request: a page may render many templates."""
    if "page_context" not in g:
        if session.permanent:
            session.modified = True  # a phone that is used stays signed in
        g.page_context = {"me": me_or_nobody(), "has_news": False, "circle": None, **_language()}
        for provide in _contexts:
            g.page_context |= provide()
    return g.page_context
