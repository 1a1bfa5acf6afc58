"""Where the pages of the calendar hang."""

from flask import Blueprint

calendar = Blueprint("calendar", __name__)
