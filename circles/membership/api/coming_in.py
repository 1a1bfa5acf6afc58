"""Founding, inviting, and coming in, for programs."""

import uuid
from typing import Any

from circles.accounts import Person, Session, SpokenCode, TooManyGuesses, device_label
from circles.database import db
from circles.membership.api.frame import routes
from circles.membership.arrival import AlreadyHere, arrive_by
from circles.membership.circle import Circle
from circles.membership.founding import NotAFoundingLink
from circles.membership.founding import found as found_circle
from circles.membership.invitation import Invitation, UnknownInvitation
from circles.membership.membership import Membership
from circles.membership.pages import membership_in
from circles.membership.pages.behind import invitation_behind
from circles.membership.pages.door import at_the_door
from circles.membership.permissions import CoordinatorsOnly
from circles.membership.schemas import (
    ArrivalSchema,
    ArrivedSchema,
    CircleSchema,
    FoundedSchema,
    FoundingSchema,
    InvitationSchema,
    MemberSchema,
)
from circles.membership.waiting import AnsweredAlready, Waiting
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
@routes.refuses(CoordinatorsOnly)
def invite(typed: dict[str, Any], circle_id: uuid.UUID) -> dict[str, Any]:
    """Invite one person, or as a coordinator by a poster (`open`) anyone who has it.

    The link and the code to read aloud are told this once; only digests of them are kept.
    """
    place = membership_in(me().visible(Circle, circle_id))
    made = Invitation.make(place, typed["kind"], typed["note"])
    return {
        "id": made.id,
        "kind": made.kind,
        "note": made.note,
        "url": made.url(settings().base_url),
        "token": made.token,
        "code": SpokenCode.make("invitation", made.id),
        "expires_at": made.expires_at,
    }


@routes.delete("/invitations/<uuid:invitation_id>")
@routes.response(204)
def withdraw_invitation(invitation_id: uuid.UUID) -> None:
    """Take an invitation back; its link opens nothing from now on."""
    me().visible(Invitation, invitation_id).withdraw(me().person)


@routes.post("/memberships/<uuid:waiting_id>/welcome")
@routes.response(200, MemberSchema)
@routes.refuses(CoordinatorsOnly, AnsweredAlready)
def welcome(waiting_id: uuid.UUID) -> dict[str, Any]:
    """Let someone in who waits at the door."""
    waiting = at_the_door(waiting_id)
    return _member(waiting.welcome(membership_in(waiting.circle)))


@routes.post("/arrivals")
@open_to_anyone
@routes.arguments(ArrivalSchema)
@routes.response(201, ArrivedSchema)
@routes.refuses(UnknownInvitation, AlreadyHere, TooManyGuesses)
def come_in(typed: dict[str, Any]) -> dict[str, Any]:
    """Come into a circle by an invitation: its token, or the code that was read aloud.

    For someone who is signed in, `name` stays what it is; anyone else gets an
    `access_token`, this once. Where a welcome is needed, `membership` is null, `waiting` is
    true, and of the circle its name is all that is told.
    """
    invitation = invitation_behind(typed["token"])
    person, token = _known_or_new(typed["name"])
    place = arrive_by(invitation, person)
    circle = place.circle
    if isinstance(place, Waiting):
        named = {"id": circle.id, "name": circle.name}
        return {"person": person, "circle": named, "membership": None, "waiting": True, **token}
    return {
        "person": person,
        "circle": circle,
        "membership": _member(place),
        "waiting": False,
        **token,
    }


def _member(place: Membership) -> dict[str, Any]:
    return {
        "id": place.id,
        "person_id": place.person_id,
        "name": place.person.name,
        "role": place.role,
        "about": place.about,
    }


def _known_or_new(name: str) -> tuple[Person, dict[str, str | None]]:
    """Whoever is signed in; else someone new, with the token of their program."""
    known = me_or_nobody()
    if known is not None:
        return known.person, {}
    person = Person.arrive(name)
    db.session.flush()
    return person, {"access_token": Session.open(person, device_label(), "program").token}
