"""Soup on Tuesdays: offered, taken up, answered yes; another time "not this time"."""

import re

import pytest

from circles.database import db
from tests.browser.by_keyboard import DESK
from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in
from tests.browser.test_keyboard import tab_to

MOST_TAPS = 4  # as many as asking takes: the plus, what it is, and yes


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture(params=JAVASCRIPT, ids=["javascript", "no javascript"])
def javascript(request) -> bool:
    return request.param


@pytest.fixture
def ines(chromium, server, world, javascript):
    with signed_in(chromium, server, world, "Ines", javascript=javascript) as page:
        yield Member(page, "Ines")


@pytest.fixture
def ruth(chromium, server, world, javascript):
    with signed_in(chromium, server, world, "Ruth", javascript=javascript) as page:
        yield Member(page, "Ruth")


def offer_soup(ines: Member) -> None:
    ines.page.goto("/")
    before = ines.taps
    ines.tap(ines.page.locator("button.bar-plus"))
    ines.tap(ines.page.locator("label").filter(has_text="Offer something"))
    ines.tap(ines.page.get_by_role("link", name="Meal", exact=True))
    ines.tap(ines.button("Offer"))
    assert ines.taps - before <= MOST_TAPS
    ines.reads("It is on the board now. It binds you to nothing.")


def take_up(ruth: Member, title: str) -> None:
    """From the board, with one tap more."""
    ruth.page.goto("/")
    ruth.tap(ruth.page.get_by_role("link", name=title, exact=True))
    ruth.reads("Only Ines reads this.")
    ruth.tap(ruth.button("Yes, please"))
    ruth.reads("Ines hears of it now, and nobody else.")


def test_soup_is_offered_taken_up_and_answered_with_yes(ines, ruth):
    offer_soup(ines)
    take_up(ruth, "A pot of soup")
    ines.hears("Would you still like to? Ruth says: yes, please. A pot of soup")
    ines.tap(ines.page.get_by_role("link", name=re.compile("Would you still like to?")).first)
    ines.reads("Ruth says: yes, please.")
    ines.tap(ines.button("I can"))
    ines.reads("Thank you. Ruth hears of it.")
    assert ines.button("Not this time").count() == 0
    ines.does_not_read("Would you still like to?")
    ruth.hears("Ines can: A pot of soup")
    assert ines.troubles == ruth.troubles == []


def test_another_time_it_is_not_this_time_and_the_circle_is_asked(ines, ruth, world):
    world.offer("Ines", title="Lentil soup")
    take_up(ruth, "Lentil soup")
    ines.page.goto("/")
    ines.tap(ines.button("Not this time"))
    ines.reads("Ruth reads “not this time”. No reason is given.")
    assert ines.page.get_by_role("heading", level=2, name="Lentil soup").count() == 0
    ruth.hears("Not this time: Lentil soup")
    ruth.tap(ruth.page.get_by_role("link", name=re.compile("Not this time: Lentil soup")).first)
    ruth.reads("Not this time.")
    ruth.does_not_read("Ines")
    ruth.tap(ruth.page.get_by_role("link", name="Ask your circle instead"))
    assert ruth.page.locator("[name=title]").input_value() == "Lentil soup"
    ruth.tap(ruth.button("Ask"))
    ruth.reads("Your circle hears of it now.")
    assert ines.troubles == ruth.troubles == []


def test_a_hint_shows_with_its_kind_and_leads_to_yes_please(ruth, world):
    world.offer("Ines", title="Lentil soup", weekdays="TU")
    ruth.page.goto("/ask")
    hint = ruth.page.get_by_text("offers this:")
    assert not hint.is_visible()
    ruth.tap(ruth.page.locator("label.chip").filter(has_text="Meal"))
    assert hint.is_visible()
    ruth.tap(ruth.page.get_by_role("link", name=re.compile("^Yes, please")))
    ruth.reads("Offered by Ines")
    ruth.tap(ruth.page.locator("label.chip").first)  # the next Tuesday
    ruth.page.locator("[name=at]").fill("18:00")
    ruth.tap(ruth.button("Yes, please"))
    ruth.reads("Ines sees this.")
    ruth.reads("18:00")


def test_what_is_paused_is_found_again(ines, ruth, world):
    path = f"/offers/{world.offer('Ines', title='Lentil soup').id}"
    db.session.rollback()  # the test's own transaction must not stand in the way
    ines.page.goto(path)
    ines.tap(ines.button("Pause it"))
    ines.reads("It is paused. Nobody else sees it.")
    ruth.page.goto("/offers")
    ruth.does_not_read("Lentil soup")
    ines.go("You")
    ines.tap(ines.page.get_by_role("link", name="What you offer", exact=True))
    ines.tap(ines.page.get_by_role("link", name="Lentil soup", exact=True))
    ines.tap(ines.button("Offer it again"))
    ines.reads("Good. It stands.")
    ruth.page.goto("/offers")
    ruth.reads("Lentil soup")
    ines.tap(ines.button("Take it back"))
    ines.reads("It is taken back. Nobody is told.")
    assert ines.page.get_by_role("link", name="Lentil soup").count() == 0


@pytest.mark.looked_at_once
def test_a_row_of_offers_is_gone_along_and_taken_up_by_keyboard(chromium, server, world):
    for number in range(6):
        world.offer("Ines", title=f"Soup {number}")
    with signed_in(chromium, server, world, "Ruth", **DESK) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/")
        row = page.locator("ul.offers")
        assert row.evaluate("row => row.scrollWidth > row.clientWidth")
        tab_to(page, "Soup 5")
        last = page.get_by_role("link", name="Soup 5").bounding_box()
        assert 0 <= last["x"] < last["x"] + last["width"] <= 390
        page.keyboard.press("Enter")
        page.get_by_text("Only Ines reads this.").wait_for()
        tab_to(page, "Yes, please")
        page.keyboard.press("Enter")
        page.get_by_text("Ines hears of it now, and nobody else.").wait_for()


@pytest.mark.looked_at_once
def test_something_is_offered_by_keyboard(chromium, server, world):
    with signed_in(chromium, server, world, "Ines", **DESK) as page:
        page.goto("/")
        tab_to(page, "Ask or offer")
        page.keyboard.press("Enter")
        page.locator(".sheet:popover-open").wait_for()
        tab_to(page, "ask")
        page.keyboard.press("ArrowRight")
        tab_to(page, "Hands")
        page.keyboard.press("Enter")
        page.wait_for_url("**/offer?kind=hands")
        tab_to(page, "Offer")
        page.keyboard.press("Enter")
        page.get_by_text("It is on the board now.").wait_for()
