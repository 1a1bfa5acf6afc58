"""What people ask of their circle, and who said "I can"."""

from flask import Flask

from circles.accounts import farewells
from circles.membership import partings
from circles.needs import announcements, day_announcements, forgetting
from circles.needs.called_off import CalledOff
from circles.needs.farewell import ASKS
from circles.needs.horizon import make_days_ahead
from circles.needs.kind import KINDS, kind_of
from circles.needs.listing import ListedSlot, coming_up, open_needs
from circles.needs.need import Need
from circles.needs.opening import Opening
from circles.needs.own_words import asks_of, notes_of, standing_notes_of
from circles.needs.pages import needs
from circles.needs.parting import RELEASED, STANDING, WITHDRAWN
from circles.needs.recurrence import Recurrence
from circles.needs.repeating_rule import RepeatingRule
from circles.needs.series import Series
from circles.needs.sign_up import SignUp, sign_up
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp, sign_up_for_all
from circles.needs.wording import time_phrase

__all__ = [
    "KINDS",
    "CalledOff",
    "ListedSlot",
    "Need",
    "Opening",
    "Recurrence",
    "RepeatingRule",
    "Series",
    "SignUp",
    "Slot",
    "StandingSignUp",
    "announcements",
    "asks_of",
    "coming_up",
    "day_announcements",
    "forgetting",
    "kind_of",
    "make_days_ahead",
    "notes_of",
    "open_needs",
    "sign_up",
    "sign_up_for_all",
    "standing_notes_of",
    "time_phrase",
]


def register(app: Flask) -> None:
    """Let this app know asks."""
    from circles import api
    from circles.needs.api import routes

    app.register_blueprint(needs)
    partings.extend(one for one in (STANDING, RELEASED, WITHDRAWN) if one not in partings)
    if ASKS not in farewells:
        farewells.append(ASKS)
    app.jinja_env.globals["ask_kinds"] = KINDS  # what the plus offers, on every page
    api.add(app, routes)
