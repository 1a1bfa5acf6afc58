"""What is offered here, and what one offers oneself, paused or not."""

from flask import render_template, request, url_for

from circles.cursor import read_place, write_place
from circles.membership import current_circle
from circles.offers.listing import offers_in
from circles.offers.pages.blueprint import offers
from circles.offers.pages.cards import offer_card
from circles.web import me


@offers.get("/offers")
def show_offers() -> str:
    """What is offered in the circle this device looks at, by title."""
    circle, reader = current_circle(), me().person.id
    page = offers_in(circle.id, reader, read_place(request.args.get("after")))
    cards = [offer_card(row, row.offered_by, reader) for row in page.offers]
    next_place = write_place(page.after)
    return render_template(
        "offers/offers.html",
        circle=circle,
        yours=[card for card in cards if card["is_yours"]],
        others=[card for card in cards if not card["is_yours"]],
        next_page=url_for(".show_offers", after=next_place) if next_place else None,
    )
