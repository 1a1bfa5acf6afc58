"""Where the pages of news hang."""

from flask import Blueprint

notifications = Blueprint("notifications", __name__)
