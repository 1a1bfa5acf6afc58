"""Who is here, and who would like to be."""

import uuid
from typing import Any

from flask import render_template

from circles.membership.circle import Circle
from circles.membership.invitation import Invitation
from circles.membership.membership import members_of
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import current_circle, membership_in
from circles.membership.pages.season import season_card
from circles.membership.waiting import Waiting
from circles.web import day_at, me, remember_circle


@membership.get("/circle")
def show_circle() -> str:
    """Who is here, by name."""
    return circle_page(form={}, errors={})


@membership.get("/circles/<uuid:circle_id>/members")
def show_members(circle_id: uuid.UUID) -> str:
    """Who is in this circle; this device looks at it from now on."""
    circle = me().visible(Circle, circle_id)
    remember_circle(circle.id)
    return circle_page(form={}, errors={}, circle_id=circle.id)


def circle_page(
    form: dict[str, Any], errors: dict[str, str], circle_id: uuid.UUID | None = None
) -> str:
    """The page of a circle, with what was typed into it if that needs another look."""
    circle = me().visible(Circle, circle_id) if circle_id else current_circle()
    is_coordinator = membership_in(circle).is_coordinator
    return render_template(
        "membership/circle.html",
        circle=circle,
        form=form,
        errors=errors,
        season=season_card(circle),
        is_coordinator=is_coordinator,
        at_the_door=Waiting.at_the_door_of(circle) if is_coordinator else (),
        members=_members(circle),
        invitations=_invitations(circle),
    )


def _members(circle: Circle) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "name": row.name,
            "is_you": row.person_id == me().person.id,
            "is_coordinator": row.role == "coordinator",
            "about": row.about,
        }
        for row in members_of(circle.id)
    ]


def _invitations(circle: Circle) -> list[dict[str, Any]]:
    return [
        {
            "id": invitation.id,
            "invited_by": invitation.invited_by.name,
            "kind": invitation.kind,
            "note": invitation.note,
            "is_mine": invitation.invited_by_id == me().person.id,
            "expires_on": day_at(invitation.expires_at, circle.time_zone),
        }
        for invitation in Invitation.open_in(circle, me().person)
    ]
