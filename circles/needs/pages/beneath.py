"""What stands beneath an ask on its page: words, company, thanks, and whether it lapses."""

import uuid
from typing import Any

from flask import request, url_for

from circles.accounts import alphabetical
from circles.cursor import read_cursor, write_cursor
from circles.needs.audience import is_led_by
from circles.needs.beneath import beneath as read_beneath
from circles.needs.lapse import Lapse
from circles.needs.listing import ListedSlot
from circles.needs.need import Need
from circles.needs.pages.cards import can_be_put_aside
from circles.needs.thanks import is_the_day
from circles.needs.thread import ThreadPage
from circles.web import me, new_key


def beneath(need: Need, slots: list[ListedSlot], refused: dict[str, str]) -> dict[str, Any]:
    """One statement, and one more for whoever asked once it is over. `refused` are thanks that
    need another look: to whom, the words, and the `error`."""
    person = me().person
    found = read_beneath(need, person, read_cursor(request.args.get("after")))
    is_own = need.asked_for.id == person.id
    return {
        **_thread(need, found.thread),
        "thanks": None if is_own else found.thanks.get(person.id),
        "to_thank": _to_thank(slots, found.thanks, refused) if is_own else [],
        "companions": [row.name for row in found.companions],
        "is_companion": any(row.person_id == person.id for row in found.companions),
        "can_be_put_aside": need.is_open and can_be_put_aside(need, slots, person.id),
        "lapses": _lapses(need, slots),
    }


def _thread(need: Need, page: ThreadPage) -> dict[str, Any]:
    """The newest words, read from above to below."""
    before = write_cursor(page.after)
    earlier = before and url_for("needs.show_need", need_id=need.id, after=before, _anchor="talk")
    return {
        "messages": [
            {
                "id": row.id,
                "name": row.name,
                "words": row.words,
                "is_yours": row.person_id == me().person.id,
            }
            for row in reversed(page.messages)
        ],
        "earlier": earlier,
        "message_key": new_key(),
    }


def _to_thank(
    slots: list[ListedSlot], said: dict[uuid.UUID, str], refused: dict[str, str]
) -> list[dict[str, Any]]:
    """Who said yes to a day that is here or past, by name, with what was said to them."""
    helpers = {
        helper.person_id: helper.name
        for slot in slots
        if is_the_day(slot.row)
        for helper in slot.helpers
    }
    by_name = sorted(helpers.items(), key=lambda one: (alphabetical(one[1]), one[0]))
    return [
        {"id": key, "name": name, "words": said.get(key, ""), "error": None}
        | (_again(refused) if refused.get("to") == str(key) else {})
        for key, name in by_name
    ]


def _again(refused: dict[str, str]) -> dict[str, str]:
    return {"words": refused["thanks"], "error": refused["error"]}


def _lapses(need: Need, slots: list[ListedSlot]) -> dict[str, bool] | None:
    """Whether its author is asked, and whether it can wait longer as it is."""
    is_over = need.is_open and all(slot.is_over for slot in slots)
    if not is_over or not is_led_by(need, me().person.id) or not Lapse.is_of(need):
        return None
    return {"can_wait": any(slot.row.day is None for slot in slots)}
