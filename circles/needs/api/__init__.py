"""Asks for programs: asking and answering, and the say of whoever an ask is for."""

from circles.needs.api import asks, own_say
from circles.needs.api.frame import routes

__all__ = ["asks", "own_say", "routes"]
