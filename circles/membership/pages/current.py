"""The circle this device looks at, and one's place in it."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, redirect

from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.web import Me, me, me_or_nobody, on_every_page, remembered_circle


def current_circle_or_none() -> Circle | None:
    """The circle this device looks at; nothing for someone who is in none."""
    return Circle.looked_at(me().person, remembered_circle(), _mine(me()))


def current_circle() -> Circle:
    """The circle this device looks at; whoever is in none is led to what they may do."""
    found = current_circle_or_none()
    if found is None:
        abort(redirect("/", 303))
    return found


def circle_of_mine(circle_id: uuid.UUID) -> Circle:
    """The circle with this id, for a page that shows all of them anyway; 404 for a stranger."""
    found = next((circle for circle in _mine(me()) if circle.id == circle_id), None)
    if found is None:
        abort(404)
    return found


def membership_in(circle: Circle) -> Membership:
    """The place of whoever asks in this circle; 404 where they have none."""
    here = (place for place in me().places if place.circle_id == circle.id)
    found = next(here, None) or Membership.of(me().person, circle)
    if found is None:
        abort(404)
    return found


@on_every_page
def _circles() -> dict[str, Any]:
    person = me_or_nobody()
    if person is None:
        return {}
    return {"circle": Circle.looked_at(person.person, remembered_circle(), _mine(person))}


def _mine(person: Me) -> Sequence[Circle]:
    """Their circles, read once for a page that looks for its own among them before it is shown,
    with their place in each."""
    person.places = person.places or Membership.all_of(person.person)
    return person.circles
