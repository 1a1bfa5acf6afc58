"""Where the pages of offers hang."""

from flask import Blueprint

offers = Blueprint("offers", __name__)
