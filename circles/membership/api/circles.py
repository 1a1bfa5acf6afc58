"""Circles, and who is in them, for programs."""

import uuid
from typing import Any

from circles.api import page
from circles.database import db
from circles.membership.api.frame import routes
from circles.membership.circle import Circle
from circles.membership.looking_after import change_circle
from circles.membership.membership import Membership, members_of
from circles.membership.pages import membership_in
from circles.membership.parting import Equals, Gone, LastCoordinator, OnlyYou, leave, remove
from circles.membership.permissions import CoordinatorsOnly
from circles.membership.role import change_role
from circles.membership.schemas import (
    CircleSchema,
    CircleSettingsSchema,
    MemberSchema,
    RoleSchema,
)
from circles.membership.waiting import AnsweredAlready, Waiting
from circles.web import me


@routes.get("/circles")
@routes.response(200, page(CircleSchema))
def list_circles() -> dict[str, Any]:
    """The circles you are in, by name."""
    return {"items": Circle.of(me().person), "next": None}


@routes.get("/circles/<uuid:circle_id>")
@routes.response(200, CircleSchema)
def show_circle(circle_id: uuid.UUID) -> Circle:
    """One circle."""
    return me().visible(Circle, circle_id)


@routes.get("/circles/<uuid:circle_id>/members")
@routes.response(200, page(MemberSchema))
def list_members(circle_id: uuid.UUID) -> dict[str, Any]:
    """Who is here, by name."""
    circle = me().visible(Circle, circle_id)
    return {"items": members_of(circle.id), "next": None}


@routes.patch("/circles/<uuid:circle_id>")
@routes.arguments(CircleSettingsSchema)
@routes.response(200, CircleSchema)
@routes.refuses(CoordinatorsOnly)
def update_circle(typed: dict[str, Any], circle_id: uuid.UUID) -> Circle:
    """Change a circle. What is left out stays as it is."""
    circle: Circle = me().visible(Circle, circle_id)
    change_circle(membership_in(circle), **typed)
    return circle


@routes.patch("/memberships/<uuid:membership_id>")
@routes.arguments(RoleSchema)
@routes.response(200, MemberSchema)
@routes.refuses(CoordinatorsOnly, Equals, LastCoordinator, OnlyYou, Gone)
def update_membership(typed: dict[str, Any], membership_id: uuid.UUID) -> dict[str, Any]:
    """Make someone a coordinator, or step down yourself."""
    place: Membership = me().visible(Membership, membership_id)
    change_role(membership_in(place.circle), place, typed["role"])
    return {
        "id": place.id,
        "person_id": place.person_id,
        "name": place.person.name,
        "role": place.role,
        "about": place.about,
    }


@routes.delete("/memberships/<uuid:membership_id>")
@routes.response(204)
@routes.refuses(CoordinatorsOnly, Equals, LastCoordinator, OnlyYou, Gone, AnsweredAlready)
def end_membership(membership_id: uuid.UUID) -> None:
    """Leave a circle; or as a coordinator remove someone, or tell someone at the door "not now"."""
    waiting = db.session.scalar(Waiting.visible_to(me().person).where(Waiting.id == membership_id))
    if waiting is not None:
        waiting.decline(membership_in(waiting.circle))
        return
    place: Membership = me().visible(Membership, membership_id)
    mine = membership_in(place.circle)
    if place.id == mine.id:
        leave(mine)
    else:
        remove(mine, place)
