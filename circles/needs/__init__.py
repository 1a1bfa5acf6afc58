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
    regret_news,
    reminder_announcements,
    talk_announcements,
)
from circles.needs.address import Address, Chosen, few_among, places_in
from circles.needs.address_schema import (
    TICKED,
    AudienceSchema,
    address_in,
    chosen_of,
    says_who_sees,
)
from circles.needs.announcements import open_slots, words_of
from circles.needs.api.asks import answer_of
from circles.needs.ask_form import ROWS, WHENEVER, AskForm
from circles.needs.audience import CHOSEN, EVERYONE, Addressed, is_for, is_led_by
from circles.needs.called_off import CalledOff
from circles.needs.farewell import ASKS
from circles.needs.hands_down import take_hands_down
from circles.needs.hearers import ask_shown
from circles.needs.horizon import make_days_ahead
from circles.needs.kind import KIND_KEYS, KINDS, kind_of
from circles.needs.lapse import let_lapse
from circles.needs.listed_slot import HAND_UP, WAITING, ListedSlot
from circles.needs.listing import coming_up, open_needs
from circles.needs.need import DETAILS_LENGTH, TITLE_LENGTH, Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.opening import HORIZON, MOST_SLOTS, Opening
from circles.needs.own_day import day_without_words, own_days, own_days_elsewhere
from circles.needs.own_words import asks_of, hand_notes_of, notes_of, standing_notes_of
from circles.needs.pages import needs
from circles.needs.pages.answers import question_set
from circles.needs.pages.asking import when_choices
from circles.needs.pages.repeating import weekday_choices
from circles.needs.pages.who_sees import hearers_sentence, others_in, seers_sentence
from circles.needs.parting import HANDED_ON, LOWERED, REGRETTED, RELEASED, STANDING, WITHDRAWN
from circles.needs.recurrence import Recurrence
from circles.needs.reminders import remind
from circles.needs.repeating_rule import RepeatingRule
from circles.needs.schemas import (
    NeedSchema,
    OpeningSchema,
    WordsOfNeedSchema,
    openings_of,
    words_schema,
)
from circles.needs.sections import Section, ask_sections, board_sections
from circles.needs.sentence import Listed
from circles.needs.series import Series
from circles.needs.series_listing import repeats_after
from circles.needs.series_wording import DayOfYear
from circles.needs.sign_up import SignUp, sign_up
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp, sign_up_for_all
from circles.needs.talk_words import NO_LONGER_BESIDE, UNSAID, messages_of, thanks_of
from circles.needs.week import week_ahead
from circles.needs.wording import time_phrase
from circles.week import weeks

__all__ = [
    "CHOSEN",
    "DETAILS_LENGTH",
    "EVERYONE",
    "HAND_UP",
    "HORIZON",
    "KINDS",
    "KIND_KEYS",
    "MOST_SLOTS",
    "ROWS",
    "TICKED",
    "TITLE_LENGTH",
    "WAITING",
    "WHENEVER",
    "Address",
    "Addressed",
    "AskForm",
    "AudienceSchema",
    "CalledOff",
    "Chosen",
    "DayOfYear",
    "Listed",
    "ListedSlot",
    "Need",
    "NeedSchema",
    "OfAnAsk",
    "Opening",
    "OpeningSchema",
    "Recurrence",
    "RepeatingRule",
    "Section",
    "Series",
    "SignUp",
    "Slot",
    "StandingSignUp",
    "WordsOfNeedSchema",
    "address_in",
    "announcements",
    "answer_of",
    "ask_sections",
    "ask_shown",
    "asks_of",
    "board_sections",
    "chosen_of",
    "coming_up",
    "consent_news",
    "day_announcements",
    "day_without_words",
    "few_among",
    "forgetting",
    "hand_announcements",
    "hand_notes_of",
    "hearers_sentence",
    "is_for",
    "is_led_by",
    "kind_of",
    "let_lapse",
    "make_days_ahead",
    "messages_of",
    "notes_of",
    "open_needs",
    "open_slots",
    "openings_of",
    "others_in",
    "own_days",
    "own_days_elsewhere",
    "places_in",
    "question_set",
    "regret_news",
    "remind",
    "reminder_announcements",
    "repeats_after",
    "says_who_sees",
    "seers_sentence",
    "sign_up",
    "sign_up_for_all",
    "standing_notes_of",
    "take_hands_down",
    "talk_announcements",
    "thanks_of",
    "time_phrase",
    "weekday_choices",
    "when_choices",
    "words_of",
    "words_schema",
]


def register(app: Flask) -> None:
    """Let this app know asks."""
    from circles import api
    from circles.needs.api import routes

    app.register_blueprint(needs)
    let_go = (STANDING, LOWERED, RELEASED, REGRETTED, HANDED_ON, WITHDRAWN, UNSAID)
    for parting in (*let_go, NO_LONGER_BESIDE):
        if parting not in partings:
            partings.append(parting)
    if ASKS not in farewells:
        farewells.append(ASKS)
    if week_ahead not in weeks:
        weeks.append(week_ahead)
    app.jinja_env.globals["ask_kinds"] = KINDS  # what the plus offers, on every page
    api.add(app, routes)
