"""Whoever comes in goes on to the page they wanted, and nowhere else."""

import pytest

from circles.accounts import SpokenCode
from circles.database import db

ASTRAY = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "\\/elsewhere.example",
    "/\t/elsewhere.example",
    "\t//elsewhere.example",
    "/\n/elsewhere.example",
    "/a\\..\\b",
    " /calendar",
    "javascript:alert(1)",
    "calendar",
    "",
    "/" + "a" * 300,
    "/\x00",
    "/calendar\r\nSet-Cookie: a=b",
]


def come_in(world, wanted: str) -> str:
    """Sign in by a code on a new screen, with a page in mind; where that leads."""
    code = SpokenCode.make("device", world.ruth.id)
    db.session.commit()
    sent = {"code": code, "next": wanted}
    return world.client().post("/sign-in/code", data=sent).location


@pytest.mark.parametrize("wanted", ["/calendar", "/needs/1?after=x%20y", "/circle#door", "/"])
def test_a_page_of_ours_is_gone_on_to(world, wanted):
    assert come_in(world, wanted) == wanted


@pytest.mark.parametrize("astray", ASTRAY)
def test_nothing_leads_astray(world, astray):
    assert come_in(world, astray) == "/"


def test_what_was_wanted_is_carried_from_page_to_page(world):
    stranger = world.client()
    led = stranger.get("/inbox?after=x%26y")
    assert led.location == "/?next=/inbox%3Fafter%3Dx%2526y"
    assert 'href="/sign-in?next=/inbox?after%3Dx%2526y"' in stranger.get(led.location).text
    page = stranger.get("/sign-in?next=/inbox").text
    assert '<input type="hidden" name="next" value="/inbox">' in page


def test_a_wrong_code_keeps_what_was_wanted(world):
    page = world.client().post("/sign-in/code", data={"code": "nonsense", "next": "/inbox"}).text
    assert '<input type="hidden" name="next" value="/inbox">' in page


def test_whoever_is_in_goes_on_at_once(world):
    assert world.client("Ruth").get("/sign-in?next=/calendar").location == "/calendar"
    assert world.client("Ruth").get("/sign-in?next=//elsewhere.example").location == "/"
