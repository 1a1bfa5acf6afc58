"""Who is here, and inviting one more."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from circles.membership.circle import Circle
from circles.membership.invitation import Invitation
from circles.membership.membership import members_of
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import current_circle, membership_in
from circles.membership.pages.season import season_card
from circles.membership.qr import qr_code
from circles.web import day_in_full, me, settings

MADE = "invitation"
"""Where this browser's cookie keeps the token of the invitation made last."""


@membership.get("/circle")
def show_circle() -> str:
    """Who is here, by name."""
    circle = current_circle()
    return render_template(
        "membership/circle.html",
        season=season_card(circle),
        is_coordinator=membership_in(circle).is_coordinator,
        members=[
            {
                "id": row.id,
                "name": row.name,
                "is_you": row.person_id == me().person.id,
                "is_coordinator": row.role == "coordinator",
                "about": row.about,
            }
            for row in members_of(circle.id)
        ],
        invitations=[
            {
                "id": invitation.id,
                "invited_by": invitation.invited_by.name,
                "is_mine": invitation.invited_by_id == me().person.id,
                "expires_on": _day(invitation.expires_at, circle),
            }
            for invitation in Invitation.open_in(circle, me().person)
        ],
    )


@membership.post("/circles/<uuid:circle_id>/invitations")
def invite(circle_id: uuid.UUID) -> Response:
    """Make an invitation. Its token is known to this browser alone; here a digest is kept."""
    invitation = Invitation.make(membership_in(me().visible(Circle, circle_id)))
    cookie[MADE] = {str(invitation.id): invitation.token}  # one at a time: cookies are small
    return redirect(url_for(".show_invitation", invitation_id=invitation.id), 303)


@membership.get("/invitations/<uuid:invitation_id>")
def show_invitation(invitation_id: uuid.UUID) -> Response | str:
    """The link of the invitation this browser made last; it cannot be shown elsewhere."""
    invitation: Invitation = me().visible(Invitation, invitation_id)
    invitation.token = cookie.get(MADE, {}).get(str(invitation.id))
    if invitation.token is None:
        return redirect(url_for(".show_circle"), 303)
    url = invitation.url(settings().base_url)
    return render_template(
        "membership/invitation.html",
        circle=invitation.circle,
        url=url,
        qr=Markup(qr_code(url)),  # noqa: S704 - our own drawing of our own address
        expires_on=_day(invitation.expires_at, invitation.circle),
    )


@membership.post("/invitations/<uuid:invitation_id>/withdrawal")
def withdraw_invitation(invitation_id: uuid.UUID) -> Response:
    """Take an invitation back."""
    me().visible(Invitation, invitation_id).withdraw()
    flash(gettext("The invitation is withdrawn."), "good")
    return redirect(url_for(".show_circle"), 303)


def _day(at: datetime, circle: Circle) -> str:
    return day_in_full(at.astimezone(ZoneInfo(circle.time_zone)).date())
