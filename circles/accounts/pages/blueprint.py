"""Where the pages of people hang."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
