"""Founding, joining, who is here, inviting."""

from circles.membership.pages import (
    circle,
    closing,
    door,
    entrance,
    inviting,
    member,
    season,
    settings,
    way_back,
)
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import (
    circle_of_mine,
    current_circle,
    current_circle_or_none,
    membership_in,
)
from circles.membership.pages.door import show_no_circle
from circles.membership.pages.entrance import show_way_in

__all__ = [
    "circle",
    "circle_of_mine",
    "closing",
    "current_circle",
    "current_circle_or_none",
    "door",
    "entrance",
    "inviting",
    "member",
    "membership",
    "membership_in",
    "season",
    "settings",
    "show_no_circle",
    "show_way_in",
    "way_back",
]
