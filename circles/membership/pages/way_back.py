"""The page on which a coordinator hands someone their way back in."""

import uuid

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from circles.membership.membership import Membership
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.membership.permissions import require_coordinator
from circles.membership.qr import qr_code
from circles.membership.way_back import make_way_back
from circles.web import keep, kept, me, settings

MADE = "way_back"
"""Where this browser's cookie keeps the address of the link made last, until it is left."""


@membership.post("/memberships/<uuid:membership_id>/re-entry")
def let_back_in(membership_id: uuid.UUID) -> Response:
    """Make the link. Its token is known to this browser alone; here a digest is kept."""
    locked_out: Membership = me().visible(Membership, membership_id)
    made = make_way_back(membership_in(locked_out.circle), locked_out)
    keep(MADE, {str(membership_id): made.url(settings().base_url)})
    return redirect(url_for(".show_way_back", membership_id=membership_id), 303)


@membership.get("/memberships/<uuid:membership_id>/re-entry")
def show_way_back(membership_id: uuid.UUID) -> Response | str:
    """The link this browser made last; it cannot be shown elsewhere."""
    locked_out: Membership = me().visible(Membership, membership_id)
    require_coordinator(membership_in(locked_out.circle))
    url = (kept(MADE) or {}).get(str(membership_id))
    if url is None:
        return redirect(url_for(".show_members", circle_id=locked_out.circle_id), 303)
    return render_template(
        "membership/way_back.html",
        circle=locked_out.circle,
        name=locked_out.person.name,
        url=url,
        qr=Markup(qr_code(url)),  # noqa: S704 - our own drawing of our own address
    )
