"""What is one's own to change."""

import uuid

from circles.offers.offer import NotYourOffer, Offer
from circles.web import me


def own_offer(offer_id: uuid.UUID) -> Offer:
    """An offer of the one who looks; raises `NotYourOffer`."""
    offer: Offer = me().visible(Offer, offer_id)
    if offer.offered_by_id != me().person.id:
        raise NotYourOffer
    return offer
