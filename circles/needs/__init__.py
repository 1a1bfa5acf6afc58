"""What people ask of their circle, and who said "I can"."""

from flask import Flask

from circles.accounts import farewells
from circles.membership import partings
from circles.needs import (
    announcements,
    consent_news,
    day_announcements,
    forgetting,
    reminder_announcements,
    talk_announcements,
)
from circles.needs.address import Address
from circles.needs.audience import is_for, is_led_by
from circles.needs.called_off import CalledOff
from circles.needs.farewell import ASKS
from circles.needs.horizon import make_days_ahead
from circles.needs.kind import KINDS, kind_of
from circles.needs.lapse import let_lapse
from circles.needs.listing import ListedSlot, coming_up, open_needs
from circles.needs.need import Need
from circles.needs.opening import Opening
from circles.needs.own_day import day_without_words, own_days, own_days_elsewhere
from circles.needs.own_words import asks_of, notes_of, standing_notes_of
from circles.needs.pages import needs
from circles.needs.parting import HANDED_ON, RELEASED, STANDING, WITHDRAWN
from circles.needs.recurrence import Recurrence
from circles.needs.reminders import remind
from circles.needs.repeating_rule import RepeatingRule
from circles.needs.series import Series
from circles.needs.sign_up import SignUp, sign_up
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp, sign_up_for_all
from circles.needs.talk_words import NO_LONGER_BESIDE, UNSAID, messages_of, thanks_of
from circles.needs.wording import time_phrase

__all__ = [
    "KINDS",
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
    "remind",
    "reminder_announcements",
    "sign_up",
    "sign_up_for_all",
    "standing_notes_of",
    "talk_announcements",
    "thanks_of",
    "time_phrase",
]


def register(app: Flask) -> None:
    """Let this app know asks."""
    from circles import api
    from circles.needs.api import routes

    app.register_blueprint(needs)
    for parting in (STANDING, RELEASED, HANDED_ON, WITHDRAWN, UNSAID, NO_LONGER_BESIDE):
        if parting not in partings:
            partings.append(parting)
    if ASKS not in farewells:
        farewells.append(ASKS)
    app.jinja_env.globals["ask_kinds"] = KINDS  # what the plus offers, on every page
    api.add(app, routes)
