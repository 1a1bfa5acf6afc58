"""What a member who leaves offers no more."""

from sqlalchemy import exists, select

from circles.database import db
from circles.membership import Membership, Parting
from circles.offers.offer import Offer
from circles.phrase import Phrase


def _offers(member: Membership):
    theirs = (Offer.offered_by_id == member.person_id, Offer.circle_id == member.circle_id)
    return select(Offer).where(*theirs).order_by(Offer.id)


def _has_offers(member: Membership) -> bool:
    found = _offers(member).order_by(None).with_only_columns(Offer.id)
    return bool(db.session.scalar(select(exists(found))))


def _take_back(member: Membership) -> None:
    """Held as whoever takes one up holds it: they come too late, or what they ask in person is
    there to be regretted, which comes after this."""
    held = _offers(member).with_for_update(of=Offer)
    for offer in db.session.scalars(held).all():
        offer.vanish()
    db.session.flush()


TAKEN_BACK = Parting(_has_offers, Phrase("What is offered here is taken back."), _take_back)
