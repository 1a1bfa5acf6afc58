"""Who is here, and who would like to be."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template

from circles.membership.circle import Circle
from circles.membership.invitation import Invitation
from circles.membership.membership import members_of
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import current_circle, membership_in
from circles.membership.pages.season import season_card
from circles.membership.waiting import Waiting
from circles.web import day_in_full, me


@membership.get("/circle")
def show_circle() -> str:
    """Who is here, by name."""
    return circle_page(form={}, errors={})


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
            "expires_on": day_of(invitation.expires_at, circle),
        }
        for invitation in Invitation.open_in(circle, me().person)
    ]


def day_of(at: datetime, circle: Circle) -> str:
    """The day of an instant, where the circle is at home."""
    return day_in_full(at.astimezone(ZoneInfo(circle.time_zone)).date())
