"""Asks for programs: asking and answering, whose say it is, enough for now, the talk beneath."""

from circles.needs.api import asks, enough, own_say, talk
from circles.needs.api.frame import routes

__all__ = ["asks", "enough", "own_say", "routes", "talk"]
