"""The way in: founding a circle, joining one."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from marshmallow import Schema
from werkzeug.wrappers import Response

from circles.accounts import CAME_WITH, Person, device_label, is_code, sign_in
from circles.membership.arrival import arrive_by
from circles.membership.circle import ZONES
from circles.membership.founding import found as found_circle
from circles.membership.invitation import Invitation, UnknownInvitation
from circles.membership.membership import Membership
from circles.membership.pages.behind import bare, invitation_behind
from circles.membership.pages.blueprint import membership
from circles.membership.schemas import ArrivalSchema, FoundingSchema, TokenSchema
from circles.membership.waiting import Waiting
from circles.web import (
    me_or_nobody,
    new_key,
    open_to_anyone,
    remember_circle,
    sentences,
    settings,
    shows_again,
)


def show_way_in() -> str:
    """What strangers see: there is no public page, only the way in."""
    return render_template("membership/way_in.html", founding_open=settings().founding == "open")


@membership.get("/found")
@open_to_anyone
def show_found() -> str:
    """The page behind the founding link; the token stays in the fragment."""
    return _founding_page(form={}, errors={})


def _founding_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "membership/found.html",
        form={"idempotency_key": new_key(), **form},
        errors=errors,
        zones=ZONES,
        open=settings().founding == "open",
    )


@membership.post("/found")
@open_to_anyone
@shows_again(_founding_page)
def found() -> Response:
    """Start a circle; whoever does is its first coordinator."""
    known = ("your_name",) if me_or_nobody() else ()
    typed = FoundingSchema(partial=known).load(_typed(FoundingSchema))
    token = None if settings().founding == "open" else typed["founding_token"]
    founder = _known_or_new(typed.get("your_name"))
    place = found_circle(typed["name"], typed["time_zone"], founder, token)
    return _welcome(place, gettext("Your circle is here. Now invite someone."))


@membership.get("/join")
@open_to_anyone
def show_join() -> str:
    """The page behind an invitation; the token stays in the fragment."""
    return _join_page(form={}, errors={})


def _join_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template("membership/join.html", form=form, errors=errors)


@membership.post("/join/invitation")
@open_to_anyone
@shows_again(_join_page)
def look_at_invitation() -> Response:
    """Take the invitation along, in this browser's cookie. Looking at a link changes nothing;
    a code read aloud is used up by it, and the cookie stands in its place."""
    typed = TokenSchema().load(_typed(TokenSchema))["token"]
    found = invitation_behind(typed)
    cookie[CAME_WITH] = {"id": str(found.id)} if is_code(typed) else bare(typed)
    return redirect(url_for(".show_name"), 303)


@membership.get("/join/name")
@open_to_anyone
def show_name() -> Response | str:
    """Who invites, to which circle."""
    if cookie.get(CAME_WITH) is None:
        return redirect("/" if me_or_nobody() else url_for(".show_join"), 303)
    try:
        return _name_page(form={}, errors={})
    except UnknownInvitation as no:
        return _join_page(form={}, errors=sentences(no))


def _name_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    if "token" in errors:
        return _join_page(form, errors)
    invitation = _looked_at(form.get("token", ""))
    return render_template(
        "membership/join_name.html",
        token=form.get("token") or _token_of_link(),
        circle=invitation.circle,
        invited_by=invitation.invited_by.name,
        is_open=invitation.kind == "open",
        form={"idempotency_key": new_key(), **form},
        errors=errors,
    )


@membership.post("/join")
@open_to_anyone
@shows_again(_name_page)
def join() -> Response:
    """Come in, or ask at the door."""
    known = ("name",) if me_or_nobody() else ()
    looked_at = ("token",) if isinstance(cookie.get(CAME_WITH), dict) else ()
    given = {name: text for name, text in _typed(ArrivalSchema).items() if text or name != "token"}
    typed = ArrivalSchema(partial=(*known, *looked_at)).load(given)
    invitation = _looked_at(typed.get("token", ""))
    place = arrive_by(invitation, _known_or_new(typed.get("name")))
    cookie.pop(CAME_WITH, None)
    if isinstance(place, Waiting):
        _sign_in(place.person)
        flash(gettext("You asked to come in. Someone will open the door."), "kind")
        return redirect("/", 303)
    return _welcome(place, gettext("Welcome. It is good that you are here."))


def _looked_at(token: str) -> Invitation:
    """The invitation of the form, or the one this browser's cookie was given for a code."""
    if token:
        return Invitation.of_token(bare(token))
    looked_at = cookie.get(CAME_WITH)
    if isinstance(looked_at, dict):
        return Invitation.of_id(uuid.UUID(looked_at["id"]))
    return Invitation.of_token(looked_at or "")


def _token_of_link() -> str:
    looked_at = cookie.get(CAME_WITH)
    return looked_at if isinstance(looked_at, str) else ""


def _typed(schema: type[Schema]) -> dict[str, str]:
    typed = {name: request.form[name] for name in schema().load_fields if name in request.form}
    if "founding_token" in typed:
        typed["founding_token"] = bare(typed["founding_token"])
    return typed


def _known_or_new(name: str | None) -> Person:
    known = me_or_nobody()
    return known.person if known else Person.arrive(name or "")


def _sign_in(person: Person) -> None:
    if me_or_nobody() is None:
        sign_in(person, device_label())


def _welcome(place: Membership, greeting: str) -> Response:
    _sign_in(place.person)
    remember_circle(place.circle_id)
    flash(greeting, "good")
    return redirect("/", 303)
