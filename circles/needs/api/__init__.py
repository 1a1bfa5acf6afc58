"""Asks for programs: asking and answering, and the talk beneath an ask."""

from circles.needs.api import asks, talk
from circles.needs.api.frame import routes

__all__ = ["asks", "routes", "talk"]
