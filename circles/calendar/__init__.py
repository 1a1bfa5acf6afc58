"""What is coming up."""

from flask import Flask

from circles.calendar.pages import calendar


def register(app: Flask) -> None:
    """Open the agenda."""
    app.register_blueprint(calendar)
