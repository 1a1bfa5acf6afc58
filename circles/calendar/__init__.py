"""What is coming up, here and in people's own calendars."""

from flask import Flask

from circles.calendar.feed import Feed
from circles.calendar.pages import calendar

__all__ = ["Feed"]


def register(app: Flask) -> None:
    """Open the agenda and the feeds."""
    app.register_blueprint(calendar)
