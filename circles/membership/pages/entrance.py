"""The way in: founding a circle, joining one."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext
from marshmallow import Schema
from werkzeug.wrappers import Response

from circles.accounts import Person, device_label, sign_in
from circles.membership.arrival import arrive
from circles.membership.circle import ZONES
from circles.membership.founding import found as found_circle
from circles.membership.invitation import Invitation, UnknownInvitation
from circles.membership.membership import Membership
from circles.membership.pages.blueprint import membership
from circles.membership.schemas import ArrivalSchema, FoundingSchema, TokenSchema
from circles.web import (
    me_or_nobody,
    new_key,
    open_to_anyone,
    remember_circle,
    sentences,
    settings,
    shows_again,
)

LOOKED_AT = "looked_at"
"""Where this browser's cookie keeps the token of an invitation, until it is used."""

TOKEN = re.compile(r"(?<=#)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
"""32 bytes in base64url, behind the # of a link."""


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
    """Take the token along, in this browser's cookie. Looking changes nothing."""
    token = TokenSchema().load(_typed(TokenSchema))["token"]
    Invitation.of_token(token)
    cookie[LOOKED_AT] = token
    return redirect(url_for(".show_name"), 303)


@membership.get("/join/name")
@open_to_anyone
def show_name() -> Response | str:
    """Who invites, to which circle."""
    token = cookie.get(LOOKED_AT)
    if token is None:
        return redirect("/" if me_or_nobody() else url_for(".show_join"), 303)
    try:
        return _name_page(form={"token": token}, errors={})
    except UnknownInvitation as no:
        return _join_page(form={}, errors=sentences(no))


def _name_page(form: dict[str, Any], errors: dict[str, str]) -> str:
    if "token" in errors:
        return _join_page(form, errors)
    invitation = Invitation.of_token(_bare(form["token"]))
    return render_template(
        "membership/join_name.html",
        token=form["token"],
        circle_name=invitation.circle.name,
        invited_by=invitation.invited_by.name,
        form={"idempotency_key": new_key(), **form},
        errors=errors,
    )


@membership.post("/join")
@open_to_anyone
@shows_again(_name_page)
def join() -> Response:
    """Come in."""
    known = ("name",) if me_or_nobody() else ()
    typed = ArrivalSchema(partial=known).load(_typed(ArrivalSchema))
    place = arrive(typed["token"], _known_or_new(typed.get("name")))
    cookie.pop(LOOKED_AT, None)
    return _welcome(place, gettext("Welcome. It is good that you are here."))


def _typed(schema: type[Schema]) -> dict[str, str]:
    typed = {name: request.form[name] for name in schema().load_fields if name in request.form}
    for name in ("token", "founding_token"):
        if name in typed:
            typed[name] = _bare(typed[name])
    return typed


def _bare(pasted: str) -> str:
    """The token in what was pasted: a link, or the whole message around one."""
    found = TOKEN.search(pasted)
    return found[0] if found else pasted.rpartition("#")[2].strip()


def _known_or_new(name: str | None) -> Person:
    known = me_or_nobody()
    return known.person if known else Person.arrive(name or "")


def _welcome(place: Membership, greeting: str) -> Response:
    if me_or_nobody() is None:
        sign_in(place.person, device_label())
    remember_circle(place.circle_id)
    flash(greeting, "good")
    return redirect("/", 303)
