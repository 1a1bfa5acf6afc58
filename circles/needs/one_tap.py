"""News of an ask that can be answered on the lock screen itself."""

import uuid
from dataclasses import replace

from circles.announcement import Answer, Words
from circles.needs.audience import is_led_by
from circles.needs.need import Need
from circles.needs.slot import Slot


def answerable(words: Words, need: Need, places: list[Slot], reader_id: uuid.UUID) -> Words:
    """The same, with "not this time" beside it, and "I can" where it is about one place only:
    of several nobody should take the wrong one by a thumb. Whoever leads the ask answers nothing.

    It leads to that place on the page, for phones whose notifications have no buttons.
    """
    if is_led_by(need, reader_id):
        return words
    if len(places) != 1:
        return replace(words, answer=Answer(need.id))
    (place,) = places
    path = f"{words.path}#slot-{place.id}"
    return replace(words, path=path, answer=Answer(need.id, place.id))
