"""Does this still stand? Every eight weeks an offer asks its author, and rests without an answer.

The timetable goes by what stands in the database: a run that was missed is made up for by the
next, and one that comes twice finds nothing to do.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from circles import clock, fact
from circles.database import db
from circles.offers.offer import ASKED, PAUSED, STANDING, Offer

ASKED_AFTER = timedelta(weeks=8)
"""How long an offer stands by itself."""
ANSWER_WITHIN = timedelta(days=14)
"""How long the question stands: whoever is away for two weeks finds it."""

STILL_STANDS = "offer.still_stands"


def ask_whether_offers_stand() -> None:
    """The timetable's deed: ask about what stood for long, pause what nobody answered for. A
    pause is silent."""
    now = clock.now()
    for offer in _those(STANDING, now - ASKED_AFTER):
        offer.state, offer.since = ASKED, now
        fact.record(STILL_STANDS, offer.circle_id, None, offer.id)
    for offer in _those(ASKED, now - ANSWER_WITHIN):
        offer.state, offer.since = PAUSED, now
    db.session.commit()


def _those(state: str, since: datetime) -> list[Offer]:
    """Offers in a state since then or longer; those that somebody holds wait an hour."""
    found = select(Offer).where(Offer.state == state, Offer.since <= since).order_by(Offer.id)
    return list(db.session.scalars(found.with_for_update(of=Offer, skip_locked=True)))
