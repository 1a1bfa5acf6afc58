"""Where the pages of circles hang."""

from flask import Blueprint

membership = Blueprint("membership", __name__)
