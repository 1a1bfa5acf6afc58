"""Who sees an ask and for whom it is, in words; and changing who sees it."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.accounts import alphabetical
from circles.membership import Circle, members_of
from circles.needs.address import readdress
from circles.needs.address_schema import TICKED, AudienceSchema, address_in, chosen_of
from circles.needs.audience import CHOSEN, EVERYONE, is_led_by
from circles.needs.consent import AGREED, DECLINED, PROPOSED, TAKEN_BACK
from circles.needs.mark import mark_of
from circles.needs.need import Need, NeedEnded, NotYourAsk
from circles.needs.pages.blueprint import needs
from circles.web import me, shows_again

WAITING = (PROPOSED, TAKEN_BACK)
"""Where a yes can be said."""

NAMED = 6
"""Names that are read out before an ask is sent; the page of the circle has them all."""


def hearers_sentence(names: Sequence[str], circle_name: str) -> str:
    """Who will see an ask, said before it is sent; by name where they fit on a line or two."""
    if not names:
        return gettext("Nobody else is here yet. It waits for those who come.")
    if len(names) > NAMED:
        return gettext("Everyone in %(circle)s will see this.", circle=circle_name)
    if len(names) == 1:
        return gettext("%(name)s will see this.", name=names[0])
    return gettext(
        "%(names)s and %(last)s will see this.", names=", ".join(names[:-1]), last=names[-1]
    )


def others_in(circle: Circle) -> list[dict[str, Any]]:
    """Everyone in a circle but whoever looks, by name."""
    everyone = members_of(circle.id)
    return [
        {"id": one.person_id, "name": one.name}
        for one in everyone
        if one.person_id != me().person.id
    ]


def who_sees(need: Need) -> dict[str, Any]:
    """What the page of an ask says of its audience, and of the yes it waits for."""
    is_theirs = is_led_by(need, me().person.id)
    is_for_you = need.for_member_id == me().person.id
    state = need.consent.state if need.consent else None
    return {
        "asked": asked_by(
            need, need.posted_by.name, need.for_member.name if need.for_member else None
        ),
        "consent": state if is_theirs else None,
        "mark": mark_of(need) if is_for_you and need.is_open and state in WAITING else None,
        "is_for_you": is_for_you,
        "few": need.audience == CHOSEN,
        "seers_sentence": _seers_sentence(need) if is_theirs and need.is_open else None,
    }


def is_not_this_time(need: Need) -> bool:
    """Whether whoever asked, for another or in person, reads so; it is all they read."""
    return need.regret is not None or _is_declined(need)


def _is_declined(need: Need) -> bool:
    return need.consent is not None and need.consent.state == DECLINED


def asked_by(ask: Any, name: str, for_member: str | None) -> dict[str, Any]:
    """By whom and for whom, for the line beneath a title."""
    reader = me().person.id
    state = getattr(ask.consent, "state", ask.consent)
    return {
        "by": name,
        "by_you": ask.posted_by_id == reader,
        "for_you": ask.for_member_id == reader,
        "for_member": for_member,
        "for_name": ask.for_name,
        "waits": state not in (None, AGREED),
        "is_declined": state == DECLINED,
        "is_hidden": state == TAKEN_BACK,
    }


def _seers_sentence(need: Need) -> str:
    if need.audience == EVERYONE:
        return gettext("Everyone here sees this.")
    return seers_sentence([one.membership.person.name for one in need.addressed])


def seers_sentence(few: Sequence[str]) -> str:
    """Who sees what speaks to a few."""
    names = sorted(few, key=alphabetical)
    if not names:
        return gettext("Nobody else sees this any more.")
    if len(names) == 1:
        return gettext("%(name)s sees this.", name=names[0])
    return gettext("%(names)s and %(last)s see this.", names=", ".join(names[:-1]), last=names[-1])


@needs.get("/needs/<uuid:need_id>/audience")
def show_audience(need_id: uuid.UUID) -> str:
    """The form to choose anew who sees an ask."""
    need = own_ask(need_id)
    ticked = {f"{TICKED}{one.membership.person_id}": "on" for one in need.addressed}
    return _audience_page(need_id=need_id, form={"audience": need.audience, **ticked}, errors={})


def _audience_page(need_id: uuid.UUID, form: dict[str, Any], errors: dict[str, str]) -> str:
    need = own_ask(need_id)
    people = [one for one in others_in(need.circle) if not is_led_by(need, one["id"])]
    return render_template(
        "needs/who_sees.html",
        need=need,
        people=people,
        hearers_sentence=hearers_sentence([one["name"] for one in people], need.circle.name),
        form=form,
        errors=errors,
    )


@needs.post("/needs/<uuid:need_id>/audience")
@shows_again(_audience_page)
def update_audience(need_id: uuid.UUID) -> Response:
    """Let these people see it from now on."""
    need: Need = me().visible(Need, need_id)
    typed = AudienceSchema().load(address_in(request.form))
    readdress(need, me().person, chosen_of(typed))
    flash(gettext("Changed."), "good")
    return redirect(url_for(".show_need", need_id=need_id), 303)


def own_ask(need_id: uuid.UUID) -> Need:
    """An open ask of the one who looks; raises `NotYourAsk` or `NeedEnded`."""
    need: Need = me().visible(Need, need_id)
    if not is_led_by(need, me().person.id):
        raise NotYourAsk
    if not need.is_open:
        raise NeedEnded
    return need
