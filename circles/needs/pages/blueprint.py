"""Where the pages of asks hang."""

from flask import Blueprint

needs = Blueprint("needs", __name__)
