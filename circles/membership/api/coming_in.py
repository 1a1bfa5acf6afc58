"""Founding, inviting, and coming in, for programs."""

import uuid
from typing import Any

from circles.accounts import Person, Session, device_label
from circles.database import db
from circles.membership.api.frame import routes
from circles.membership.arrival import AlreadyHere, arrive
from circles.membership.circle import Circle
from circles.membership.founding import NotAFoundingLink
from circles.membership.founding import found as found_circle
from circles.membership.invitation import Invitation, UnknownInvitation
from circles.membership.pages import membership_in
from circles.membership.schemas import (
    ArrivalSchema,
    ArrivedSchema,
    CircleSchema,
    FoundedSchema,
    FoundingSchema,
    InvitationSchema,
)
from circles.web import me, me_or_nobody, open_to_anyone, settings


@routes.post("/circles")
@open_to_anyone
@routes.arguments(FoundingSchema)
@routes.response(201, FoundedSchema)
@routes.refuses(NotAFoundingLink)
def found(typed: dict[str, Any]) -> dict[str, Any]:
    """Start a circle and be its first coordinator.

    `founding_token` is needed unless the server is open to anyone. For someone who is signed
    in, `your_name` stays what it is; anyone else gets an `access_token`, this once.
    """
    founder, token = _known_or_new(typed["your_name"])
    link = None if settings().founding == "open" else typed["founding_token"]
    place = found_circle(typed["name"], typed["time_zone"], founder, link)
    return {**CircleSchema().dump(place.circle), **token}


@routes.post("/circles/<uuid:circle_id>/invitations")
@routes.arguments(InvitationSchema)
@routes.response(201, InvitationSchema)
def invite(_typed: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """Invite one person. The link is told this once; only a digest of it is kept."""
    made = Invitation.make(membership_in(me().visible(Circle, circle_id)))
    return {
        "id": made.id,
        "url": made.url(settings().base_url),
        "token": made.token,
        "expires_at": made.expires_at,
    }


@routes.delete("/invitations/<uuid:invitation_id>")
@routes.response(204)
def withdraw_invitation(invitation_id: uuid.UUID) -> None:
    """Take an invitation back; its link opens nothing from now on."""
    me().visible(Invitation, invitation_id).withdraw()


@routes.post("/arrivals")
@open_to_anyone
@routes.arguments(ArrivalSchema)
@routes.response(201, ArrivedSchema)
@routes.refuses(UnknownInvitation, AlreadyHere)
def come_in(typed: dict[str, Any]) -> dict[str, Any]:
    """Come into a circle by an invitation.

    For someone who is signed in, `name` stays what it is; anyone else gets an
    `access_token`, this once.
    """
    person, token = _known_or_new(typed["name"])
    place = arrive(typed["token"], person)
    here = {"id": place.id, "person_id": person.id, "name": person.name, "role": place.role}
    return {"person": person, "circle": place.circle, "membership": here, **token}


def _known_or_new(name: str) -> tuple[Person, dict[str, str | None]]:
    """Whoever is signed in; else someone new, with the token of their program."""
    known = me_or_nobody()
    if known is not None:
        return known.person, {}
    person = Person.arrive(name)
    db.session.flush()
    return person, {"access_token": Session.open(person, device_label(), "program").token}
