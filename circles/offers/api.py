"""Offers for programs."""

import uuid
from typing import Any

from circles.api import AfterSchema, Routes, page
from circles.cursor import read_place, write_place
from circles.membership import Circle, membership_in
from circles.needs import CHOSEN, NeedSchema, answer_of, chosen_of, openings_of, says_who_sees
from circles.offers.listing import offers_in
from circles.offers.offer import ASKED, PAUSED, NotOffered, NotYourOffer, Offer
from circles.offers.request import AskedAlready, OwnOffer, take_up
from circles.offers.schemas import ChangeOfOfferSchema, OfferSchema, RequestSchema, request_schema
from circles.web import me

routes = Routes("offers", "What people offer, and who says yes, please.")


@routes.get("/circles/<uuid:circle_id>/offers")
@routes.arguments(AfterSchema, location="query")
@routes.response(200, page(OfferSchema))
def list_offers(asked: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """What is offered, by title; your own also where they are paused."""
    circle, reader = me().visible(Circle, circle_id), me().person.id
    found = offers_in(circle.id, reader, read_place(asked["after"]))
    return {
        "items": [
            _as_read(row, circle.id, {"id": row.offered_by_id, "name": row.offered_by})
            for row in found.offers
        ],
        "next": write_place(found.after),
    }


@routes.post("/circles/<uuid:circle_id>/offers")
@routes.arguments(OfferSchema)
@routes.response(201, OfferSchema)
def make_offer(typed: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """Offer something. Nobody is rung; it is there to be seen."""
    place = membership_in(me().visible(Circle, circle_id))
    return _told(Offer.make(place, chosen=chosen_of(typed), **typed))


@routes.get("/offers/<uuid:offer_id>")
@routes.response(200, OfferSchema)
def show_offer(offer_id: uuid.UUID) -> dict[str, Any]:
    """One offer. What is paused exists for its author alone."""
    return _told(me().visible(Offer, offer_id))


@routes.patch("/offers/<uuid:offer_id>")
@routes.arguments(ChangeOfOfferSchema)
@routes.response(200, OfferSchema)
@routes.refuses(NotYourOffer)
def update_offer(typed: dict[str, Any], offer_id: uuid.UUID) -> dict[str, Any]:
    """Other words, another audience; `paused` takes it out of others' sight, silently.

    `paused: false` says that it stands, for eight weeks from now.
    """
    offer, person = me().visible(Offer, offer_id), me().person
    is_said, chosen, paused = says_who_sees(typed), chosen_of(typed), typed.pop("paused", None)
    if is_said:
        offer.readdress(person, chosen)
    offer.change(person, **typed)
    if paused is not None:
        (offer.pause if paused else offer.stand)(person)
    return _told(offer)


@routes.delete("/offers/<uuid:offer_id>")
@routes.response(204)
@routes.refuses(NotYourOffer)
def take_offer_back(offer_id: uuid.UUID) -> None:
    """Take it back: nothing of it is kept. What was asked because of it stays asked."""
    me().visible(Offer, offer_id).take_back(me().person)


@routes.post("/offers/<uuid:offer_id>/requests")
@routes.arguments(RequestSchema)
@routes.response(201, NeedSchema)
@routes.refuses(OwnOffer, NotOffered, AskedAlready)
def say_yes_please(typed: dict[str, Any], offer_id: uuid.UUID) -> dict[str, Any]:
    """Yes, please: an ask for whoever offers it alone, in the words of the offer unless you give
    others.

    They answer with `PUT /slots/{id}/sign-up`, or with `PUT /needs/{id}/regret`: not this time.
    """
    offer: Offer = me().visible(Offer, offer_id)
    if "answers" in typed:
        schema = request_schema(offer.kind)(only=["answers"])
        typed |= schema.load({"answers": typed["answers"]})
    openings = openings_of(typed.pop("slots"), offer.circle.time_zone)
    return answer_of(take_up(offer, membership_in(offer.circle), openings, **typed))


def _told(offer: Offer) -> dict[str, Any]:
    told = _as_read(offer, offer.circle_id, offer.offered_by)
    if offer.offered_by_id == me().person.id and offer.audience == CHOSEN:
        told["chosen"] = sorted(one.membership.person_id for one in offer.offered_to)
    return told


def _as_read(offer: Any, circle_id: uuid.UUID, offered_by: Any) -> dict[str, Any]:
    """An offer or a row of one; whether it is asked about is its author's to know."""
    words = ("id", "kind", "title", "details", "suits", "until", "audience")
    is_yours = offer.offered_by_id == me().person.id
    return {name: getattr(offer, name) for name in words} | {
        "circle_id": circle_id,
        "offered_by": offered_by,
        "weekdays": offer.weekdays.split(",") if offer.weekdays else [],
        "chosen": None,
        "paused": offer.state == PAUSED,
        "is_asked": is_yours and offer.state == ASKED,
    }
