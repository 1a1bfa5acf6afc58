"""A device in other hands: signing it out takes with it what was made on it meanwhile."""

import pytest

from circles.accounts import SpokenCode
from circles.accounts.lost_device import keep_only
from circles.accounts.re_entry import ReEntry
from circles.accounts.session import Session
from circles.database import db
from tests.rules.test_secrets import CODE


@pytest.fixture
def thief(world):
    """Ruth's lost phone, in other hands."""
    return world.client("Ruth")


def code_on(browser) -> str:
    browser.post("/you/carry")
    return CODE.findall(browser.get("/you/carry").text)[0]


def let_in(world, code: str) -> int:
    return world.client().post("/sign-in/code", data={"code": code}).status_code


def test_a_code_made_on_it_opens_nothing_any_more(world, thief):
    code = code_on(thief)
    world.client("Ruth").post("/devices/sign-out-others")
    assert let_in(world, code) == 410


def test_a_code_does_not_outlive_the_device_it_was_made_on(world, thief):
    code = code_on(thief)
    thief.post("/sign-out")
    assert let_in(world, code) == 410


def test_a_code_that_is_alive_does_let_in(world, thief):
    assert let_in(world, code_on(thief)) == 303


def test_links_and_letters_under_way_go_too(world, thief):
    ReEntry.make(world.ruth)
    db.session.commit()
    thief.post("/you/address", data={"email": "thief@example.org"})
    mine = Session.open(world.ruth, "here")
    keep_only(mine, world.ruth)
    db.session.commit()
    assert db.session.query(ReEntry).count() == 0
    assert thief.get("/you").status_code == 302


def test_the_page_of_devices_says_to_look_at_what_lets_one_in(world):
    page = world.client("Ruth").get("/you/devices").text
    assert "/you/passkeys" in page
    assert "/you/address" in page


def test_a_cookie_that_was_signed_out_elsewhere_holds_nothing_readable(world):
    """Links and codes in it are sealed for the session, which is gone."""
    sam = world.client("Sam")
    sam.post("/you/carry")
    sam.post(f"/circles/{world.circle.id}/invitations")
    with sam.session_transaction() as kept:
        values = [value for name, value in kept.items() if not name.startswith("_")]
    assert values
    assert not any("#" in str(value) or " " in str(value) for value in values)
    assert not any(SpokenCode.spend("device", str(value)) for value in values)


def test_one_who_takes_the_cookie_to_another_session_reads_nothing(world):
    sam = world.client("Sam")
    code_on(sam)
    stolen = sam.get_cookie("circles").value
    world.client("Sam").post("/devices/sign-out-others")
    other = world.client()
    other.set_cookie("circles", stolen)
    with other.session_transaction() as kept:
        kept["_user_id"] = Session.open(world.sam, "another").token
        db.session.commit()
    assert not CODE.findall(other.get("/you/carry").text)
