"""Circles, and who is in them, for programs."""

import uuid
from typing import Any

from circles.api import page
from circles.membership.api.frame import routes
from circles.membership.circle import Circle
from circles.membership.membership import members_of
from circles.membership.schemas import CircleSchema, MemberSchema
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
