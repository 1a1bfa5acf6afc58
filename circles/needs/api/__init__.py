"""Asks for programs: asking and answering, raised hands, what repeats, whose say it is, enough for
now, not this time, the talk beneath."""

from circles.needs.api import asks, days, enough, hands, own_say, regret, series, talk
from circles.needs.api.frame import routes

__all__ = ["asks", "days", "enough", "hands", "own_say", "regret", "routes", "series", "talk"]
