"""One offer: for its author to look after, for everyone else to say "yes, please" to."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles import clock
from circles.needs import CHOSEN, ROWS, WHENEVER, AskForm, kind_of, question_set, when_choices
from circles.needs import seers_sentence as say_who_sees
from circles.offers.offer import Offer
from circles.offers.pages.blueprint import offers
from circles.offers.pages.cards import offer_card
from circles.offers.request import request_of
from circles.offers.wording import next_days
from circles.web import me, new_key


@offers.get("/offers/<uuid:offer_id>")
def show_offer(offer_id: uuid.UUID) -> str:
    """What is offered."""
    return offer_page(offer_id=offer_id, form={}, errors={})


def offer_page(offer_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    """The page of one offer, with what was typed into it if that needs another look."""
    offer: Offer = me().visible(Offer, offer_id)
    told = offer_card(offer, offer.offered_by.name, me().person.id)
    known = _for_its_author(offer) if told["is_yours"] else _to_take_up(offer, form)
    return render_template(
        "offers/offer.html",
        circle=offer.circle,
        offer=told,
        errors=AskForm({**form, "kind": offer.kind}).beside(errors),
        **known,
    )


def _for_its_author(offer: Offer) -> dict[str, Any]:
    everyone = gettext("Everyone here sees this.")
    few = [one.membership.person.name for one in offer.offered_to]
    return {"seers_sentence": say_who_sees(few) if offer.audience == CHOSEN else everyone}


def _to_take_up(offer: Offer, form: dict[str, Any]) -> dict[str, Any]:
    before = request_of(offer, me().person)
    if before is not None:
        return {"asked_already": before.id}
    today = clock.today(offer.circle.time_zone)
    start = {"idempotency_key": new_key(), "title": offer.title, "when": WHENEVER}
    return {
        "form": start | form,
        "choices": when_choices(today, near=next_days(offer, today)),
        "questions": question_set(kind_of(offer.kind)),
        "rows": ROWS,
    }


@offers.post("/offers/<uuid:offer_id>/pause")
def pause(offer_id: uuid.UUID) -> Response:
    """Out of others' sight; nobody is told."""
    me().visible(Offer, offer_id).pause(me().person)
    flash(gettext("It is paused. Nobody else sees it, and nobody is told."), "good")
    return redirect(url_for(".show_offer", offer_id=offer_id), 303)


@offers.post("/offers/<uuid:offer_id>/renewal")
def renew(offer_id: uuid.UUID) -> Response:
    """Yes, it still stands; or it stands again."""
    me().visible(Offer, offer_id).stand(me().person)
    flash(gettext("Good. It stands."), "good")
    return redirect(url_for(".show_offer", offer_id=offer_id), 303)


@offers.post("/offers/<uuid:offer_id>/taking-back")
def take_back(offer_id: uuid.UUID) -> Response:
    """Gone. What was asked because of it stays asked."""
    me().visible(Offer, offer_id).take_back(me().person)
    flash(gettext("It is taken back. Nobody is told."), "good")
    return redirect(url_for(".show_offers"), 303)
