"""Inviting: a link and a QR code for one person, a poster for a group, a code to read aloud."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from circles.accounts import SpokenCode
from circles.membership.circle import Circle
from circles.membership.invitation import Invitation
from circles.membership.pages.blueprint import membership
from circles.membership.pages.circle import circle_page
from circles.membership.pages.current import membership_in
from circles.membership.qr import qr_code
from circles.membership.schemas import InvitationSchema
from circles.web import day_at, keep, kept, me, settings, shows_again

MADE = "invitation"
"""Where this browser's cookie keeps the token of the invitation made last."""
CODE = "invitation_code"
"""And where the code to read aloud that was made last."""


@membership.post("/circles/<uuid:circle_id>/invitations")
@shows_again(circle_page)
def invite(circle_id: uuid.UUID) -> Response:
    """Make an invitation. Its token is known to this browser alone; here a digest is kept."""
    place = membership_in(me().visible(Circle, circle_id))
    given = {name: request.form[name] for name in ("kind", "note") if name in request.form}
    typed = InvitationSchema().load(given)
    invitation = Invitation.make(place, typed["kind"], typed["note"])
    keep(MADE, {str(invitation.id): invitation.token})
    return redirect(url_for(".show_invitation", invitation_id=invitation.id), 303)


@membership.get("/invitations/<uuid:invitation_id>")
def show_invitation(invitation_id: uuid.UUID) -> Response | str:
    """The link of the invitation this browser made last; it cannot be shown elsewhere."""
    return _shown("membership/invitation.html", invitation_id)


@membership.get("/invitations/<uuid:invitation_id>/poster")
def show_poster(invitation_id: uuid.UUID) -> Response | str:
    """The same to print and to hang on a wall."""
    return _shown("membership/poster.html", invitation_id)


def _shown(template: str, invitation_id: uuid.UUID) -> Response | str:
    invitation: Invitation = me().visible(Invitation, invitation_id)
    invitation.token = (kept(MADE) or {}).get(str(invitation.id))
    if invitation.token is None:
        return redirect(url_for(".show_members", circle_id=invitation.circle_id), 303)
    url = invitation.url(settings().base_url)
    return render_template(
        template,
        circle=invitation.circle,
        invitation=invitation,
        url=url,
        qr=Markup(qr_code(url)),  # noqa: S704 - our own drawing of our own address
        code=(kept(CODE) or {}).get(str(invitation.id)),
        expires_on=day_at(invitation.expires_at, invitation.circle.time_zone),
    )


@membership.post("/invitations/<uuid:invitation_id>/code")
def make_code(invitation_id: uuid.UUID) -> Response:
    """Make a code to read aloud. It, too, is known to this browser alone."""
    invitation: Invitation = me().visible(Invitation, invitation_id)
    keep(CODE, {str(invitation.id): SpokenCode.make("invitation", invitation.id)})
    return redirect(url_for(".show_invitation", invitation_id=invitation_id), 303)


@membership.post("/invitations/<uuid:invitation_id>/withdrawal")
def withdraw_invitation(invitation_id: uuid.UUID) -> Response:
    """Take an invitation back."""
    invitation: Invitation = me().visible(Invitation, invitation_id)
    invitation.withdraw(me().person)
    flash(gettext("The invitation is withdrawn."), "good")
    return redirect(url_for(".show_members", circle_id=invitation.circle_id), 303)
