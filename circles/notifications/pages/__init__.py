"""The inbox, choosing what rings, ending letters, and resting."""

from circles.notifications.pages import choosing, inbox, letters, resting
from circles.notifications.pages.blueprint import notifications

__all__ = ["choosing", "inbox", "letters", "notifications", "resting"]
