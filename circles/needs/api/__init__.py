"""Asks for programs: asking and answering, and enough for now."""

from circles.needs.api import asks, enough
from circles.needs.api.frame import routes

__all__ = ["asks", "enough", "routes"]
