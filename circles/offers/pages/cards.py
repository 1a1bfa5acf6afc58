"""Offers as the templates show them."""

import uuid
from typing import Any

from circles.needs import CHOSEN, kind_of
from circles.offers.offer import ASKED, PAUSED
from circles.offers.wording import when_phrase
from circles.web import say


def offer_card(row: Any, name: str, reader: uuid.UUID) -> dict[str, Any]:
    """An offer, or a row of one, made by someone of this name."""
    when, is_yours = when_phrase(row), row.offered_by_id == reader
    return {
        "id": row.id,
        "kind": row.kind,
        "kind_label": say(kind_of(row.kind).label),
        "title": row.title,
        "details": row.details,
        "by": name,
        "when": say(when) if when else None,
        "is_yours": is_yours,
        "few": row.audience == CHOSEN,
        "is_paused": row.state == PAUSED,
        "is_asked": is_yours and row.state == ASKED,
    }
