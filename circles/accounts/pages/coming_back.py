"""Coming back by a link that a coordinator, or whoever runs the server, made."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circles.accounts.guesses import Guesses
from circles.accounts.lost_device import keep_only
from circles.accounts.pages.blueprint import accounts
from circles.accounts.pages.welcome import welcome_back
from circles.accounts.re_entry import TRIES, ReEntry
from circles.accounts.schemas import ReEntrySchema
from circles.web import me_or_nobody, network, new_key, open_to_anyone, pay_first, shows_again


@accounts.get("/come-back")
@open_to_anyone
def show_come_back() -> str:
    """The page behind the link; the token stays in the fragment. Looking changes nothing."""
    return _page(form={}, errors={})


def _page(form: dict[str, Any], errors: dict[str, str]) -> str:
    form = {"idempotency_key": new_key(), **form}
    return render_template("accounts/come_back.html", form=form, errors=errors)


@accounts.post("/come-back")
@open_to_anyone
@shows_again(_page)
def come_back() -> Response:
    """Be oneself again on this device; by choice every other device is signed out."""
    typed = ReEntrySchema().load(
        {"token": bare_token(request.form.get("token", "")), "others": "others" in request.form}
    )
    came_from, here = network(), me_or_nobody()
    pay_first(lambda: Guesses.take(TRIES, came_from))
    person = ReEntry.redeem(typed["token"], here.person if here else None)
    Guesses.give_back(TRIES, came_from)
    session = welcome_back(person)
    if typed["others"]:
        keep_only(session, person)
    return redirect("/" if typed["others"] else url_for(".show_devices"), 303)


def bare_token(pasted: str) -> str:
    """The token in a pasted link."""
    return pasted.rpartition("#")[2].strip()
