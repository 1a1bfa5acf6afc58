"""One browser, two people after each other: nothing of the first is there for the second."""

import re

import pytest

from circles.accounts import SpokenCode
from circles.database import db
from circles.membership import Invitation

CODE = re.compile(r'<strong dir="ltr">([^<]+)</strong>')


def come_in(browser, world, name: str) -> None:
    """Sign in with a code, as a person at a shared screen does."""
    code = SpokenCode.make("device", world.people[name].id)
    db.session.commit()
    assert browser.post("/sign-in/code", data={"code": code}).status_code == 303


@pytest.fixture
def shared(world):
    """Sam sat here: he made a code, a link for Ruth, an invitation, and gave an address."""
    browser = world.client("Sam")
    browser.post("/you/carry")
    browser.post(f"/memberships/{world.places['Ruth'].id}/re-entry")
    made = browser.post(f"/circles/{world.circle.id}/invitations").location
    browser.post(f"{made}/code")
    browser.post("/you/address", data={"email": "sam@example.org"})
    assert CODE.search(browser.get("/you/carry").text)
    return browser


def test_the_next_finds_no_code_of_the_one_before(world, shared):
    come_in(shared, world, "Omar")
    assert not CODE.search(shared.get("/you/carry").text)


def test_the_next_finds_no_address_of_the_one_before(world, shared):
    come_in(shared, world, "Omar")
    assert shared.get("/you/address/code").location == "/you/address"


def test_the_next_finds_no_link_of_the_one_before(world, shared):
    """Even one who may make such links."""
    world.places["Omar"].role = "coordinator"
    db.session.commit()
    come_in(shared, world, "Omar")
    place = f"/memberships/{world.places['Ruth'].id}/re-entry"
    assert "come-back#" not in shared.get(place, follow_redirects=False).text


def test_the_cookie_keeps_nothing_but_who_is_here(world, shared):
    come_in(shared, world, "Omar")
    with shared.session_transaction() as kept:
        assert {name for name in kept if not name.startswith("_")} <= {"circle", "passkey_browser"}


def test_an_invitation_looked_at_on_the_way_in_is_still_there(world):
    invitation = Invitation.make(world.places["Sam"])
    db.session.commit()
    browser = world.client()
    browser.post("/join/invitation", data={"token": invitation.token})
    come_in(browser, world, "Clara")
    assert "Maple Street" in browser.get("/join/name").text
