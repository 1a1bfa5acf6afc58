"""Asking and answering, for programs."""

from circles.needs.api import days, needs, series
from circles.needs.api.frame import routes

__all__ = ["days", "needs", "routes", "series"]
