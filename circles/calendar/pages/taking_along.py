"""One day to take along into one's own calendar."""

import uuid
from typing import ClassVar

from flask import Response
from flask_babel import get_locale

from circles.calendar.icalendar import write
from circles.calendar.pages.blueprint import calendar
from circles.needs import Slot, day_without_words
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal
from circles.web import me, settings


class NoDay(Refusal):
    """Whenever it suits is no day."""

    code: ClassVar[str] = "no_day"
    nature: ClassVar[Nature] = "missing"

    def __init__(self) -> None:
        super().__init__(Phrase("This is on no day yet. A calendar has no place for it."))


@calendar.get("/slots/<uuid:slot_id>/calendar.ics")
def send_slot(slot_id: uuid.UUID) -> Response:
    """One day as a file for a calendar. It says no more than a feed does."""
    slot: Slot = me().visible(Slot, slot_id)
    day = day_without_words(me().person.id, slot.id)
    if day is None:
        raise NoDay
    written = write([day], settings().base_url, str(get_locale() or "en"))
    answer = Response(written, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="circles.ics"'
    return answer
