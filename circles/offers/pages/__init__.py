"""Offering, what is offered, one offer, "yes, please"; and what stands of it on pages of asks."""

from circles.offers.pages import listing, offer, offering, requests
from circles.offers.pages.blueprint import offers
from circles.offers.pages.sections import hints, offered_right_now

__all__ = ["hints", "listing", "offer", "offered_right_now", "offering", "offers", "requests"]
