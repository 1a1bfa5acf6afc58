"""Yes, please."""

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership import membership_in
from circles.needs import AskForm, openings_of
from circles.offers.offer import Offer
from circles.offers.pages.blueprint import offers
from circles.offers.pages.offer import offer_page
from circles.offers.request import AskedAlready, take_up
from circles.offers.schemas import request_schema
from circles.web import me, say, shows_again

SAID = ("title", "details", "private_details", "answers", "slots")


@offers.post("/offers/<uuid:offer_id>/requests")
@shows_again(offer_page)
def ask(offer_id: uuid.UUID) -> Response:
    """Ask whoever offers it, and nobody else."""
    offer: Offer = me().visible(Offer, offer_id)
    typed: dict[str, Any] = AskForm({**request.form, "kind": offer.kind}).as_need()
    wish = request_schema(offer.kind)().load({name: typed[name] for name in SAID if name in typed})
    openings = openings_of(wish.pop("slots"), offer.circle.time_zone)
    try:
        need = take_up(offer, membership_in(offer.circle), openings, **wish)
    except AskedAlready as before:
        flash(say(before.phrase), "kind")
        return redirect(url_for("needs.show_need", need_id=before.need.id), 303)
    flash(gettext("%(name)s hears of it now, and nobody else.", name=offer.offered_by.name), "good")
    return redirect(url_for("needs.show_need", need_id=need.id), 303)
