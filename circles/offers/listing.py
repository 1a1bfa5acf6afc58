"""What is offered right now: read as columns in one statement, by title and never by deed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from circles.accounts import Person, alphabetical
from circles.cursor import Place
from circles.database import db
from circles.offers.offer import PAUSED, Offer, seen_by

PAGE = 60
"""Offers on one page; more than a circle of forty has."""
LETTERS = 24
"""Of a title that put it in its order; what begins alike stands in a random one."""


@dataclass(frozen=True)
class OfferPage:
    """One page of offers by title; `after` leads to the next, if there is one."""

    offers: Sequence[Any]
    after: Place | None


def offers_in(
    circle_id: uuid.UUID,
    reader: uuid.UUID,
    after: Place | None = None,
    limit: int = PAGE,
    with_paused: bool = True,
) -> OfferPage:
    """What is offered to this reader in a circle, and what they offer themself, paused too unless
    only what stands is asked for."""
    place = func.substr(func.lower(Offer.title), 1, LETTERS)
    found = (
        select(*_columns(), place.label("place"))
        .join(Person, Person.id == Offer.offered_by_id)
        .where(Offer.circle_id == circle_id, seen_by(reader), ~Offer.is_over())
        .order_by(place, Offer.id)
        .limit(limit + 1)
    )
    if not with_paused:
        found = found.where(Offer.state != PAUSED)
    if after is not None:
        found = found.where(or_(place > after[0], and_(place == after[0], Offer.id > after[1])))
    rows = db.session.execute(found).all()
    last = (rows[limit - 1].place, rows[limit - 1].id) if len(rows) > limit else None
    by_title = sorted(rows[:limit], key=lambda row: (alphabetical(row.title), row.id))
    return OfferPage(by_title, last)


def _columns() -> tuple[Any, ...]:
    words = (Offer.id, Offer.kind, Offer.title, Offer.details, Offer.suits, Offer.weekdays)
    state = (Offer.until, Offer.audience, Offer.state, Offer.offered_by_id)
    return (*words, *state, Person.name.label("offered_by"))
