"""Who is in a circle, and how they come in."""

from flask import Flask

from circles.accounts import farewells
from circles.membership import announcements, forgetting, season_news
from circles.membership.arrival import arrive
from circles.membership.circle import LONGEST_FADING, SHORTEST_FADING, ZONES, Circle, circle_with
from circles.membership.closing import destroy_closed_circles
from circles.membership.farewell import CIRCLES
from circles.membership.founding import FoundingLink, found, has_any_circle
from circles.membership.invitation import Invitation
from circles.membership.membership import Membership, members_of, people_in
from circles.membership.own_words import circles_of
from circles.membership.pages import (
    circle_of_mine,
    current_circle,
    current_circle_or_none,
    membership_in,
    show_no_circle,
    show_way_in,
)
from circles.membership.pages.blueprint import membership
from circles.membership.parting import Parting, partings
from circles.membership.schemas import CircleSchema
from circles.membership.season import Season, turn_seasons
from circles.membership.stewardship_log import note as note_in_log
from circles.membership.waiting import Waiting
from circles.membership.way_back import make_way_back_by_hand

__all__ = [
    "LONGEST_FADING",
    "SHORTEST_FADING",
    "ZONES",
    "Circle",
    "CircleSchema",
    "FoundingLink",
    "Invitation",
    "Membership",
    "Parting",
    "Season",
    "Waiting",
    "announcements",
    "arrive",
    "circle_of_mine",
    "circle_with",
    "circles_of",
    "current_circle",
    "current_circle_or_none",
    "destroy_closed_circles",
    "forgetting",
    "found",
    "has_any_circle",
    "make_way_back_by_hand",
    "members_of",
    "membership_in",
    "note_in_log",
    "partings",
    "people_in",
    "season_news",
    "show_no_circle",
    "show_way_in",
    "turn_seasons",
]


def register(app: Flask) -> None:
    """Let this app know circles."""
    from circles import api
    from circles.membership.api import routes

    if CIRCLES not in farewells:
        farewells.append(CIRCLES)
    app.register_blueprint(membership)
    api.add(app, routes)
