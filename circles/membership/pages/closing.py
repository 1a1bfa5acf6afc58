"""Closing a circle well: proposing it, the fourteen days, and the receipt."""

import uuid

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership.circle import Circle
from circles.membership.closing import propose_closing, receipt_of, withdraw_closing
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.web import day_at, day_in_full, me, open_to_anyone, settings


@membership.get("/circles/<uuid:circle_id>/closing")
def show_closing(circle_id: uuid.UUID) -> str:
    """What closing means; once proposed, until when, and what to take along."""
    place = membership_in(me().visible(Circle, circle_id))
    closes_at = place.circle.closes_at
    return render_template(
        "membership/closing.html",
        circle=place.circle,
        closes_on=day_at(closes_at, place.circle.time_zone) if closes_at else None,
        is_coordinator=place.is_coordinator,
        receipt=settings().base_url + url_for(".show_closed", circle_id=circle_id),
    )


@membership.post("/circles/<uuid:circle_id>/closing")
def propose_to_close(circle_id: uuid.UUID) -> Response:
    """Say that the circle ends in fourteen days."""
    propose_closing(membership_in(me().visible(Circle, circle_id)))
    flash(gettext("Everyone in the circle hears of it now."), "kind")
    return redirect(url_for(".show_closing", circle_id=circle_id), 303)


@membership.post("/circles/<uuid:circle_id>/closing/withdrawal")
def withdraw_from_closing(circle_id: uuid.UUID) -> Response:
    """The circle stays."""
    withdraw_closing(membership_in(me().visible(Circle, circle_id)))
    flash(gettext("The circle stays. Everyone hears of it."), "good")
    return redirect(url_for(".show_closing", circle_id=circle_id), 303)


@membership.get("/closed/<uuid:circle_id>")
@open_to_anyone
def show_closed(circle_id: uuid.UUID) -> str:
    """The receipt of a circle that is no more; it names no one."""
    receipt = receipt_of(circle_id)
    if receipt is None:
        abort(404)
    day = day_in_full(receipt.closed_at.date())
    return render_template("membership/closed.html", day=f"{day} {receipt.closed_at.year}")
