"""Offering something, in a few taps, and putting it in other words."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership import Circle, current_circle, membership_in
from circles.needs import (
    CHOSEN,
    EVERYONE,
    KIND_KEYS,
    KINDS,
    TICKED,
    chosen_of,
    hearers_sentence,
    others_in,
    weekday_choices,
)
from circles.offers.offer import Offer
from circles.offers.offer_form import offer_in
from circles.offers.pages.blueprint import offers
from circles.offers.pages.own import own_offer
from circles.offers.schemas import OfferSchema
from circles.offers.wording import STARTERS
from circles.web import me, new_key, say, shows_again


@offers.get("/offer")
def show_form() -> str:
    """The form to offer with, started with the words of a kind."""
    kind = request.args.get("kind", "")
    form = {"kind": kind, "title": say(STARTERS[kind])} if kind in KIND_KEYS else {}
    return _new_page(form=form, errors={})


def _new_page(
    form: dict[str, Any], errors: dict[str, str], circle_id: uuid.UUID | None = None
) -> str:
    circle = me().visible(Circle, circle_id) if circle_id else current_circle()
    start = {"idempotency_key": new_key(), "audience": EVERYONE}
    return render_template("offers/new.html", **_choices(circle), form=start | form, errors=errors)


def _choices(circle: Circle) -> dict[str, Any]:
    people = others_in(circle)
    return {
        "circle": circle,
        "kinds": [
            {"key": kind.key, "label": say(kind.label), "starter": say(STARTERS[kind.key])}
            for kind in KINDS
        ],
        "weekdays": weekday_choices(),
        "people": people,
        "hearers_sentence": hearers_sentence([one["name"] for one in people], circle.name),
    }


@offers.post("/circles/<uuid:circle_id>/offers", endpoint="offer")
@shows_again(_new_page)
def make_offer(circle_id: uuid.UUID) -> Response:
    """Offer."""
    place = membership_in(me().visible(Circle, circle_id))
    typed = OfferSchema().load(offer_in(request.form))
    offer = Offer.make(place, chosen=chosen_of(typed), **typed)
    flash(gettext("It is on the board now. It binds you to nothing."), "good")
    return redirect(url_for(".show_offer", offer_id=offer.id), 303)


@offers.get("/offers/<uuid:offer_id>/edit")
def show_edit(offer_id: uuid.UUID) -> str:
    """The form to put an offer in other words."""
    offer = own_offer(offer_id)
    form: dict[str, Any] = {
        name: getattr(offer, name) for name in ("kind", "title", "details", "suits", "audience")
    }
    form |= {"until": offer.until.isoformat() if offer.until else ""}
    form |= {f"on_{day}": "1" for day in offer.weekdays.split(",") if day}
    if offer.audience == CHOSEN:
        form |= {f"{TICKED}{one.membership.person_id}": "on" for one in offer.offered_to}
    return _edit_page(offer_id=offer_id, form=form, errors={})


def _edit_page(offer_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    offer = own_offer(offer_id)
    return render_template(
        "offers/edit.html", offer=offer, **_choices(offer.circle), form=form, errors=errors
    )


@offers.post("/offers/<uuid:offer_id>")
@shows_again(_edit_page)
def update(offer_id: uuid.UUID) -> Response:
    """Put an offer in other words."""
    offer: Offer = me().visible(Offer, offer_id)
    typed = OfferSchema().load(offer_in(request.form))
    offer.readdress(me().person, chosen_of(typed))
    offer.change(me().person, **typed)
    flash(gettext("Changed."), "good")
    return redirect(url_for(".show_offer", offer_id=offer_id), 303)
