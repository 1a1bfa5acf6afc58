"""To whom an offer speaks: everyone in its circle, whoever comes later too, or a few."""

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, exists, or_
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from circles.database import db
from circles.membership import Membership
from circles.needs import CHOSEN, EVERYONE, Chosen, few_among, places_in

if TYPE_CHECKING:
    from circles.offers.offer import Offer

__all__ = ["CHOSEN", "EVERYONE", "Chosen", "OfferedTo", "speaks_to", "those_chosen"]


class OfferedTo(db.Model):
    """One of the few to whom an offer speaks.

    It hangs on their place in the circle: whoever leaves and comes in again is a later joiner.
    """

    __tablename__ = "offered_to"
    __table_args__ = (UniqueConstraint("offer_id", "membership_id"),)

    offer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    membership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), index=True
    )

    membership: Mapped[Membership] = relationship(lazy="joined")


def those_chosen(offer: "Offer", chosen: Chosen) -> tuple[str, list[uuid.UUID]]:
    """The audience, and the places of those it is made of. Raises `Invalid`."""
    if chosen is None:
        return EVERYONE, []
    places = places_in(offer.circle_id)
    few = few_among(places, chosen, but=(offer.offered_by_id,))
    return CHOSEN, [places[one] for one in few]


def speaks_to(offer: type["Offer"], person_id: Any) -> ColumnElement[bool]:
    """The offers of their circles that are made to this person."""
    one, place = aliased(OfferedTo), aliased(Membership)
    chosen = exists().where(
        one.offer_id == offer.id, place.id == one.membership_id, place.person_id == person_id
    )
    return or_(offer.audience == EVERYONE, chosen)
