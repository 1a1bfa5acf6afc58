"""Each page and call that carries no id, entered by everyone.

Nobody is answered with a failure, nobody reads of a circle they are not in, and a page that is
for members leads everyone else to what they may do.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from circles.accounts import Person
from circles.database import db
from circles.membership import Waiting
from tests.rules.repository import none_of
from tests.rules.test_routes import OPEN, UNSAFE
from tests.web.routes import is_way_in

# Rooms of a member of some circle; whoever is in none is led on.
FOR_MEMBERS = {
    "membership.show_circle",
    "needs.show_ask",
    "offers.show_form",
    "offers.show_offers",
    "calendar.show_agenda",
}

SECRETS = ("Soup for Ruth on Sunday", "gate 2284", "Ines", "Omar")
"""What is only for Maple Street."""


def rooms(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of every route that carries no id."""
    for rule in app.url_map.iter_rules():
        if not rule.arguments:
            for method in sorted((rule.methods or set()) & (UNSAFE | {"GET"})):
                yield rule.endpoint, method, rule.rule


@pytest.fixture
def everyone(world) -> dict[str, Any]:
    """A browser each, by who sits at it; Ines was removed, Ruth's device was signed out."""
    need = world.ask("Ruth", title=SECRETS[0], private_details="14 Maple Street, gate 2284")
    world.promise(need, "Omar")
    world.people["Dele"] = Person.arrive("Dele")
    Waiting.knock(world.circle, world.dele, world.sam.id)
    db.session.commit()
    browsers = {name: world.client(name) for name in ("Ruth", "Sam", "Omar", "Ines")}
    browsers["Ruth"].post("/sign-out")
    db.session.delete(world.places["Ines"])
    db.session.commit()
    return {
        "a member": browsers["Omar"],
        "a coordinator": browsers["Sam"],
        "a member of another circle": world.client("Clara"),
        "somebody who waits": world.client("Dele"),
        "somebody who was removed": browsers["Ines"],
        "a signed-out device": browsers["Ruth"],
        "nobody": world.client(),
    }


OUTSIDE = [
    "a member of another circle",
    "somebody who waits",
    "somebody who was removed",
    "a signed-out device",
    "nobody",
]


def enter(app: Flask, browser: Any) -> Iterator[tuple[str, str, Any]]:
    """Go through all the rooms: reading first, then writing nonsense, signing out last."""
    order = sorted(rooms(app), key=lambda room: (room[1] != "GET", ends_it(room), room))
    for endpoint, method, address in order:
        yield endpoint, method, browser.open(address, method=method)


def ends_it(room: tuple[str, str, str]) -> bool:
    return "sign_out" in room[0] or "sign_this_out" in room[0] or "farewell" in room[0]


def test_nobody_is_answered_with_a_failure(world, everyone):
    none_of(
        f"{who}: {method} {endpoint} answers {answer.status}"
        for who, browser in everyone.items()
        for endpoint, method, answer in enter(world.app, browser)
        if answer.status_code >= 500 and endpoint != "health.readyz"
    )


@pytest.mark.parametrize("who", OUTSIDE)
def test_whoever_is_not_in_the_circle_reads_nothing_of_it(who, world, everyone):
    none_of(
        f"{method} {endpoint} tells {secret!r}"
        for endpoint, method, answer in enter(world.app, everyone[who])
        for secret in SECRETS
        if secret in answer.get_data(as_text=True) and not is_about_oneself(who, endpoint, secret)
    )


def is_about_oneself(who: str, endpoint: str, secret: str) -> bool:
    """Ines, who was removed, still has her own name."""
    return who == "somebody who was removed" and secret == "Ines"


def test_a_member_does_read_of_it(world, everyone):
    pages = [answer.text for _, method, answer in enter(world.app, everyone["a member"])]
    assert any(SECRETS[0] in page for page in pages)


@pytest.mark.parametrize("who", ["somebody who waits", "somebody who was removed"])
def test_whoever_is_in_no_circle_is_led_on(who, world, everyone):
    led = {
        endpoint: answer
        for endpoint, method, answer in enter(world.app, everyone[who])
        if method == "GET" and endpoint in FOR_MEMBERS
    }
    assert led.keys() == FOR_MEMBERS
    assert {(answer.status_code, answer.location) for answer in led.values()} == {(303, "/")}


@pytest.mark.parametrize("who", ["a signed-out device", "nobody"])
def test_whoever_is_not_signed_in_is_led_to_the_way_in(who, world, everyone):
    none_of(
        f"{method} {endpoint} answers {answer.status}"
        for endpoint, method, answer in enter(world.app, everyone[who])
        if endpoint not in OPEN and not is_way_in(answer) and answer.status_code != 401
    )
