"""News of an ask that can be answered on the lock screen itself."""

import uuid
from dataclasses import replace

from circles.announcement import Answer, Words
from circles.needs.audience import is_led_by
from circles.needs.need import Need
from circles.needs.slot import Slot


def answerable(words: Words, need: Need, places: list[Slot], reader_id: uuid.UUID) -> Words:
    """The same, with "not this time" beside it, and "I can" where it is about one place only:
    of several nobody should take the wrong one by a thumb, and a hand that goes up is no yes.
    Whoever leads the ask answers nothing; whoever is asked in person answers on the page, where
    "not this time" is told.

    It leads to that place on the page, for phones whose notifications have no buttons.
    """
    return words if is_led_by(need, reader_id) else with_answer(words, need, places)


def with_answer(words: Words, need: Need, places: list[Slot]) -> Words:
    """The same, for whoever does not lead it."""
    if need.takes_up_id is not None:
        return words
    if len(places) != 1:
        return replace(words, answer=Answer(need.id))
    (place,) = places
    said = Answer(need.id, place.id if need.answering is None else None)
    return replace(words, path=f"{words.path}#slot-{place.id}", answer=said)
