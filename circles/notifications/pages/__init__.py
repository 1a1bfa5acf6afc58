"""The inbox, and resting."""

from circles.notifications.pages import inbox, resting
from circles.notifications.pages.blueprint import notifications

__all__ = ["inbox", "notifications", "resting"]
