"""Losing a phone, handing the role on, a poster, and closing: on a phone, on a real server."""

from datetime import timedelta

import pytest

from circles import clock
from circles.database import db
from circles.membership import destroy_closed_circles
from tests.browser.chromium import phone
from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in


def member_page(who: Member, name: str) -> None:
    """From anywhere to the page of one person of the circle."""
    who.go("Circle")
    who.tap(who.page.get_by_role("link", name=name, exact=True))
    who.page.get_by_role("heading", level=1, name=name).wait_for()


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_a_lost_phone_and_the_way_back(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Sam", javascript=javascript) as sams,
        signed_in(chromium, server, world, "Ruth") as lost,
        phone(chromium, server.origin, javascript=javascript) as new,
    ):
        sam, ruth = Member(sams, "Sam"), Member(new.new_page(), "Ruth")
        sam.page.goto("/")
        member_page(sam, "Ruth")
        sam.tap(sam.button("Let them back in on another phone"))
        link = sam.page.get_by_role("textbox", name="The link").input_value()
        ruth.page.goto(link)
        if javascript:
            ruth.page.get_by_label("Paste the link you were given").wait_for(state="hidden")
            assert "#" not in ruth.page.url, "the token stays out of the history"
        else:
            ruth.type("Paste the link you were given", link)
        ruth.tap(ruth.button("Come in"))
        ruth.reads("Welcome back, Ruth.")
        lost.goto("/")
        Member(lost, "Ruth").reads("I was invited")
        sam.hears("A link was made that lets Ruth back in.")


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_a_coordinator_hands_the_role_on_and_leaves(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Sam", javascript=javascript) as sams,
        signed_in(chromium, server, world, "Ines", javascript=javascript) as iness,
    ):
        sam, ines = Member(sams, "Sam"), Member(iness, "Ines")
        sam.page.goto("/circle")
        sam.tap(sam.page.get_by_role("link", name="Leave the circle"))
        sam.reads("Pass that on first.")
        assert not sam.button("Leave the circle").count()
        sam.tap(sam.page.get_by_role("link", name="Who is here"))
        member_page(sam, "Ines")
        sam.tap(sam.button("Let them look after the circle, too"))
        sam.reads("Changed. Everyone can read it in the log of the circle.")
        sam.go("Circle")
        sam.tap(sam.page.get_by_role("link", name="Leave the circle"))
        sam.tap(sam.button("Leave the circle"))
        sam.reads("You are in no circle")
        ines.page.goto("/circle")
        ines.tap(ines.page.get_by_role("link", name="How the circle was looked after"))
        ines.reads("Sam left.")


def test_a_poster_leads_to_the_door(chromium, server):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Sam") as sams,
        phone(chromium, server.origin, javascript=False) as new,
    ):
        sam, dele = Member(sams, "Sam"), Member(new.new_page(), "Dele")
        sam.page.goto("/circle")
        sam.tap(sam.button("A poster for a group"))
        link = sam.page.get_by_role("textbox", name="The link").input_value()
        sam.tap(sam.page.get_by_role("link", name="A poster to print"))
        sam.reads("Someone will open the door.")
        dele.join(link, "Maple Street", invited_by="Sam", waits=True, by_poster=True)
        sam.go("Circle")
        sam.reads("Someone would like to join")
        sam.tap(sam.button("Welcome"))
        sam.reads("Good. They hear of it.")
        dele.page.goto("/")
        dele.page.get_by_role("heading", level=1, name="What would help").wait_for()


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_a_circle_closes_well(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Sam", javascript=javascript) as sams,
        signed_in(chromium, server, world, "Ines", javascript=javascript) as iness,
    ):
        sam, ines = Member(sams, "Sam"), Member(iness, "Ines")
        receipt = f"/closed/{world.circle.id}"
        db.session.rollback()  # the server must not wait for this look
        sam.page.goto("/circle")
        sam.tap(sam.page.get_by_role("link", name="Settings of the circle"))
        sam.tap(sam.page.get_by_role("link", name="Closing the circle"))
        sam.tap(sam.button("Close this circle in fourteen days"))
        sam.reads("Everyone in the circle hears of it now.")
        ines.hears("Maple Street closes soon.")
        ines.page.goto("/")
        ines.tap(ines.page.get_by_role("link", name="This circle closes on"))
        with ines.page.expect_download() as download:
            ines.tap(ines.page.get_by_role("link", name="Download my words"))
        assert download.value.suggested_filename == "my-words.json"
        world.at(clock.now() + timedelta(days=14, minutes=1))
        db.session.rollback()
        assert destroy_closed_circles() == 1
        ines.page.goto("/")
        ines.reads("I was invited")
        ines.page.goto(receipt)
        ines.reads("A circle was closed")


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_leaving_for_good(chromium, server, javascript):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ines", javascript=javascript) as page,
    ):
        ines = Member(page, "Ines")
        page.goto("/you")
        if javascript:
            page.evaluate("localStorage.setItem('kept', 'something of hers')")
        ines.tap(page.get_by_role("link", name="Leave Circles for good"))
        ines.reads("News of this circle stops at once.")
        ines.tap(ines.button("Leave for good"))
        ines.reads("You are gone from here, and nothing of you is kept.")
        ines.reads("I was invited")
        if javascript:
            assert page.evaluate("localStorage.length") == 0
        page.goto("/you")
        ines.reads("I was invited")
