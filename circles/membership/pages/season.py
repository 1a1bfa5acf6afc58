"""A season is over: staying, handing over, or saying that one would like a turn."""

import uuid
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership.circle import Circle
from circles.membership.handing_over import hand_over
from circles.membership.membership import Membership
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.membership.season import Season, Willing
from circles.web import me


def season_card(circle: Circle) -> dict[str, Any] | None:
    """What the circle's page says of seasons that are over; nothing while none is."""
    over = Season.over_in(circle)
    if not over:
        return None
    willing = Willing.in_circle(circle)
    mine = membership_in(circle)
    return {
        "names": [place.person.name for place in over],
        "is_yours": mine.id in {place.id for place in over},
        "is_coordinator": mine.is_coordinator,
        "is_willing": mine.id in {place.id for place in willing},
        "willing": [{"id": place.id, "name": place.person.name} for place in willing],
    }


@membership.post("/circles/<uuid:circle_id>/turn")
def like_a_turn(circle_id: uuid.UUID) -> Response:
    """I would like a turn at looking after the circle."""
    Willing.say(membership_in(me().visible(Circle, circle_id)))
    flash(gettext("Thank you. Whoever looks after the circle now can hand over to you."), "good")
    return redirect(url_for(".show_members", circle_id=circle_id), 303)


@membership.post("/circles/<uuid:circle_id>/turn/withdrawal")
def rather_not(circle_id: uuid.UUID) -> Response:
    """Not this season, after all."""
    Willing.take_back(membership_in(me().visible(Circle, circle_id)))
    flash(gettext("That is all right. Nobody is told."), "kind")
    return redirect(url_for(".show_members", circle_id=circle_id), 303)


@membership.post("/circles/<uuid:circle_id>/season")
def stay(circle_id: uuid.UUID) -> Response:
    """Look after the circle for another season."""
    Season.begin(membership_in(me().visible(Circle, circle_id)))
    flash(gettext("Thank you. The circle is asked again in three months."), "good")
    return redirect(url_for(".show_members", circle_id=circle_id), 303)


@membership.post("/memberships/<uuid:membership_id>/hand-over")
def hand_over_to(membership_id: uuid.UUID) -> Response:
    """Pass the role on to someone who would like a turn."""
    successor: Membership = me().visible(Membership, membership_id)
    hand_over(membership_in(successor.circle), successor)
    name = successor.person.name
    flash(
        gettext("%(name)s looks after the circle now. Thank you for doing it.", name=name), "good"
    )
    return redirect(url_for(".show_members", circle_id=successor.circle_id), 303)
