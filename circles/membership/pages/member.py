"""One person in a circle: what helps to care for them, and what a coordinator may do."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership.membership import Membership, NotYours
from circles.membership.pages.blueprint import membership
from circles.membership.pages.current import membership_in
from circles.membership.parting import remove, what_leaving_means
from circles.membership.permissions import require_coordinator
from circles.membership.role import change_role
from circles.membership.schemas import AboutSchema, RoleSchema
from circles.web import me, say, shows_again


@membership.get("/memberships/<uuid:membership_id>")
def show_member(membership_id: uuid.UUID) -> str:
    """One person of a circle."""
    place: Membership = me().visible(Membership, membership_id)
    return _page(membership_id=membership_id, form={"about": place.about}, errors={})


def _page(membership_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    place: Membership = me().visible(Membership, membership_id)
    mine = membership_in(place.circle)
    return render_template(
        "membership/member.html",
        circle=place.circle,
        member=place,
        is_you=place.id == mine.id,
        may_look_after=mine.is_coordinator,
        form=form,
        errors=errors,
    )


@membership.post("/memberships/<uuid:membership_id>/about")
@shows_again(_page)
def update_about(membership_id: uuid.UUID) -> Response:
    """Say what helps to care for oneself here."""
    place: Membership = me().visible(Membership, membership_id)
    if place.person_id != me().person.id:
        raise NotYours
    place.about = AboutSchema().load({"about": request.form.get("about", "")})["about"]
    flash(gettext("Changed."), "good")
    return redirect(url_for(".show_member", membership_id=membership_id), 303)


@membership.post("/memberships/<uuid:membership_id>/role")
@shows_again(_page)
def update_role(membership_id: uuid.UUID) -> Response:
    """Let someone look after the circle, too, or step down oneself."""
    place: Membership = me().visible(Membership, membership_id)
    role = RoleSchema().load({"role": request.form.get("role", "")})["role"]
    change_role(membership_in(place.circle), place, role)
    flash(gettext("Changed. Everyone can read it in the log of the circle."), "good")
    return redirect(url_for(".show_member", membership_id=membership_id), 303)


@membership.get("/memberships/<uuid:membership_id>/removal")
def show_removal(membership_id: uuid.UUID) -> str:
    """What removing someone means, before it is done."""
    place: Membership = me().visible(Membership, membership_id)
    require_coordinator(membership_in(place.circle))
    meanings = [say(phrase) for phrase in what_leaving_means(place)]
    return render_template(
        "membership/removal.html", circle=place.circle, member=place, meanings=meanings
    )


@membership.post("/memberships/<uuid:membership_id>/removal")
def remove_member(membership_id: uuid.UUID) -> Response:
    """Put someone out of the circle; they are out at once."""
    place: Membership = me().visible(Membership, membership_id)
    circle = place.circle
    remove(membership_in(circle), place)
    flash(gettext("They are not in the circle any more."), "kind")
    return redirect(url_for(".show_members", circle_id=circle.id), 303)
