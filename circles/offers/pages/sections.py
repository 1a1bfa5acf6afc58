"""What is offered, where asks are read and written."""

import uuid
from typing import Any

from circles.membership import Circle
from circles.needs import Section, kind_of
from circles.offers.listing import offers_in
from circles.offers.pages.cards import offer_card
from circles.web import say

ON_THE_BOARD = 30
HINTS = 2
"""For each kind: a hint is no list."""


def offered_right_now(circle: Circle, reader: uuid.UUID) -> Section:
    """Beneath the asks on the board."""
    page = offers_in(circle.id, reader, limit=ON_THE_BOARD, with_paused=False)
    cards = [offer_card(row, row.offered_by, reader) for row in page.offers]
    return Section("offers/_board.html", {"offers": cards})


def hints(circle: Circle, reader: uuid.UUID) -> Section:
    """While an ask is written: who offers just that. Each shows with its kind."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in offers_in(circle.id, reader, with_paused=False).offers:
        of_kind = by_kind.setdefault(row.kind, [])
        if row.offered_by_id != reader and len(of_kind) < HINTS:
            of_kind.append(offer_card(row, row.offered_by, reader))
    kinds = {kind: say(kind_of(kind).label) for kind in by_kind}
    return Section("offers/_hints.html", {"by_kind": by_kind, "kinds": kinds})
