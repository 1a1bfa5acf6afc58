"""The inbox, choosing what rings, and resting."""

from circles.notifications.pages import choosing, inbox, resting
from circles.notifications.pages.blueprint import notifications

__all__ = ["choosing", "inbox", "notifications", "resting"]
