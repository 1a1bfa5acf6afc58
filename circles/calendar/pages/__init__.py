"""The agenda, the month, and the way into other calendars."""

from circles.calendar.pages import agenda, feed, taking_along
from circles.calendar.pages.blueprint import calendar

__all__ = ["agenda", "calendar", "feed", "taking_along"]
