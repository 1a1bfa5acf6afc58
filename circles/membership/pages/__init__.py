"""Founding, joining, who is here, inviting."""

from circles.membership.pages import circle, closing, entrance, member, season, settings, way_back
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import current_circle, membership_in
from circles.membership.pages.entrance import show_way_in

__all__ = [
    "circle",
    "closing",
    "current_circle",
    "entrance",
    "member",
    "membership",
    "membership_in",
    "season",
    "settings",
    "show_way_in",
    "way_back",
]
