"""Circles for programs: coming in, and looking after who is here."""

from circles.membership.api import circles, coming_in
from circles.membership.api.frame import routes

__all__ = ["circles", "coming_in", "routes"]
