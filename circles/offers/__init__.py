"""What people offer one another, and who says "yes, please"."""

from flask import Flask

from circles.membership import partings
from circles.needs import ask_sections, board_sections
from circles.offers import announcements, forgetting, own_words
from circles.offers.offer import Offer
from circles.offers.pages import hints, offered_right_now, offers
from circles.offers.parting import TAKEN_BACK
from circles.offers.request import take_up
from circles.offers.standing import ask_whether_offers_stand

__all__ = [
    "Offer",
    "announcements",
    "ask_whether_offers_stand",
    "forgetting",
    "own_words",
    "take_up",
]


def register(app: Flask) -> None:
    """Let this app know offers."""
    from circles import api
    from circles.offers.api import routes

    app.register_blueprint(offers)
    if TAKEN_BACK not in partings:
        partings.insert(0, TAKEN_BACK)  # nothing more is taken up, then what was is answered
    if offered_right_now not in board_sections:
        board_sections.append(offered_right_now)
    if hints not in ask_sections:
        ask_sections.append(hints)
    api.add(app, routes)
