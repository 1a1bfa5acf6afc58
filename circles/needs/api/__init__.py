"""Asks for programs: asking and answering, the say of whoever it is for, the talk beneath."""

from circles.needs.api import asks, own_say, talk
from circles.needs.api.frame import routes

__all__ = ["asks", "own_say", "routes", "talk"]
