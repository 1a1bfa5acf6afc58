"""What is forgotten of offers, and when."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_

from circles.forgetting import forgets
from circles.offers.offer import PAUSED, Offer

A_YEAR = timedelta(days=366)


@forgets(Offer, why="What was offered until a day ends with it, and nobody has to take it back.")
def past_offers(now: datetime) -> ColumnElement[bool]:
    """Offers whose last day is over."""
    return and_(Offer.over_at.is_not(None), Offer.over_at <= now)


@forgets(Offer, why="What belongs to a season is there for the next one, and not for ever.")
def resting_offers(now: datetime) -> ColumnElement[bool]:
    """Offers that were paused for a year."""
    return and_(Offer.state == PAUSED, Offer.since <= now - A_YEAR)
