"""What people ask of their circle, and who said "I can"."""

from flask import Flask

from circles.accounts import farewells
from circles.membership import partings
from circles.needs import (
    announcements,
    consent_news,
    day_announcements,
    forgetting,
    hand_announcements,
    talk_announcements,
)
from circles.needs.address import Address
from circles.needs.audience import is_for, is_led_by
from circles.needs.called_off import CalledOff
from circles.needs.farewell import ASKS
from circles.needs.hands_down import take_hands_down
from circles.needs.horizon import make_days_ahead
from circles.needs.kind import KINDS, kind_of
from circles.needs.lapse import let_lapse
from circles.needs.listed_slot import HAND_UP, WAITING, ListedSlot
from circles.needs.listing import coming_up, open_needs
from circles.needs.need import Need
from circles.needs.opening import Opening
from circles.needs.own_day import day_without_words, own_days, own_days_elsewhere
from circles.needs.own_words import asks_of, hand_notes_of, notes_of, standing_notes_of
from circles.needs.pages import needs
from circles.needs.parting import HANDED_ON, LOWERED, RELEASED, STANDING, WITHDRAWN
from circles.needs.recurrence import Recurrence
from circles.needs.repeating_rule import RepeatingRule
from circles.needs.series import Series
from circles.needs.sign_up import SignUp, sign_up
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp, sign_up_for_all
from circles.needs.talk_words import NO_LONGER_BESIDE, UNSAID, messages_of, thanks_of
from circles.needs.wording import time_phrase

__all__ = [
    "HAND_UP",
    "KINDS",
    "WAITING",
    "Address",
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
    "consent_news",
    "day_announcements",
    "day_without_words",
    "forgetting",
    "hand_announcements",
    "hand_notes_of",
    "is_for",
    "is_led_by",
    "kind_of",
    "let_lapse",
    "make_days_ahead",
    "messages_of",
    "notes_of",
    "open_needs",
    "own_days",
    "own_days_elsewhere",
    "sign_up",
    "sign_up_for_all",
    "standing_notes_of",
    "take_hands_down",
    "talk_announcements",
    "thanks_of",
    "time_phrase",
]


def register(app: Flask) -> None:
    """Let this app know asks."""
    from circles import api
    from circles.needs.api import routes

    app.register_blueprint(needs)
    let_go = (STANDING, LOWERED, RELEASED, HANDED_ON, WITHDRAWN, UNSAID, NO_LONGER_BESIDE)
    for parting in let_go:
        if parting not in partings:
            partings.append(parting)
    if ASKS not in farewells:
        farewells.append(ASKS)
    app.jinja_env.globals["ask_kinds"] = KINDS  # what the plus offers, on every page
    api.add(app, routes)
