"""Words, company and thanks beneath an ask, and an ask put aside, in Chromium."""

import re
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Locator

from circles.needs import Opening
from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

SHELF = "A pair of hands"


@contextmanager
def ruth_and_ines(chromium, server, **options):
    """Ruth asked for a pair of hands, whenever it suits; she and Ines each look at a phone."""
    with furnished(server) as world, ExitStack() as stack:
        world.ask("Ruth", kind="hands", title=SHELF, openings=[Opening()])
        pages = [
            stack.enter_context(signed_in(chromium, server, world, name, **options))
            for name in ("Ruth", "Ines")
        ]
        for page in pages:
            page.goto("/")
        yield world, *map(Member, pages, ("Ruth", "Ines"))


def not_this_time(person: Member, title: str) -> Locator:
    words = re.compile(rf"Not this time\s*: {title}")
    return person.page.get_by_role("button", name=words)


def talk(ruth: Member, ines: Member) -> None:
    ines.open(SHELF)
    ines.tap(ines.button("I’m with you"))
    ines.reads("Ruth sees that you are there.")
    ines.type("Write to everyone in this ask", "Which shelf is it?")
    ines.tap(ines.button("Send"))
    ines.reads("Which shelf is it?")
    ruth.hears(f"Ines wrote about {SHELF}")
    ruth.open(SHELF)
    ruth.reads("With you: Ines")
    ruth.reads("Which shelf is it?")
    ruth.type("Write to everyone in this ask", "The long one")
    ruth.tap(ruth.button("Send"))
    ines.hears(f"Ruth wrote about {SHELF}")
    ruth.tap(ruth.button("Take it back"))
    ruth.reads("It is taken back.")
    ines.open(SHELF)
    ines.does_not_read("The long one")


def thank(ruth: Member, ines: Member) -> None:
    ines.open(SHELF)
    ines.tap(ines.button("I can"))
    ines.reads("Thank you. Ruth hears of it.")
    ruth.open(SHELF)
    ruth.tap(ruth.page.get_by_text("A thank you for"))
    ruth.type("A few words, or none", "It holds!")
    ruth.tap(ruth.button("Say thank you"))
    ruth.reads("They read it, and nobody else.")
    ines.hears(f"Ruth says thank you: {SHELF}")
    ines.open(SHELF)
    ines.reads("It holds!")
    assert ruth.troubles + ines.troubles == []


@pytest.mark.parametrize("javascript", JAVASCRIPT)
def test_words_company_and_thanks(chromium, server, javascript):
    with ruth_and_ines(chromium, server, javascript=javascript) as (_world, ruth, ines):
        talk(ruth, ines)
        thank(ruth, ines)


@pytest.mark.looked_at_once
def test_an_ask_is_put_aside_on_this_phone_and_brought_back(chromium, server):
    with ruth_and_ines(chromium, server) as (world, ruth, ines):
        world.ask("Ruth", title="Soup")
        ines.page.goto("/")
        requests: list[str] = []
        ines.page.on("request", lambda request: requests.append(request.url))
        soup = ines.page.get_by_role("link", name="Soup", exact=True)
        ines.tap(not_this_time(ines, "Soup"))
        soup.wait_for(state="hidden")
        ines.reads("Some asks are put aside on this phone.")
        told = [url for url in requests if "/static/" not in url]
        assert told == [], "the server never learns of it"
        ines.page.reload()
        soup.wait_for(state="hidden")
        ines.tap(ines.button("Show them"))
        soup.wait_for()
        ines.page.reload()
        soup.wait_for()
        assert not ines.page.get_by_text("Some asks are put aside").is_visible()
        ruth.page.goto("/")
        assert ruth.page.get_by_role("button", name="Not this time").count() == 0
        assert ines.troubles == []


@pytest.mark.looked_at_once
def test_from_its_page_it_leads_back_to_the_board(chromium, server):
    with ruth_and_ines(chromium, server) as (_world, _ruth, ines):
        ines.open(SHELF)
        ines.tap(ines.page.get_by_role("button", name="Not this time"))
        ines.reads("Some asks are put aside on this phone.")
        ines.page.get_by_role("link", name=SHELF, exact=True).wait_for(state="hidden")


@pytest.mark.looked_at_once
def test_a_yes_wins_over_having_been_put_aside(chromium, server):
    with ruth_and_ines(chromium, server) as (world, _ruth, ines):
        need = world.ask("Ruth", title="Soup")
        ines.page.goto("/")
        soup = ines.page.get_by_role("link", name="Soup", exact=True)
        ines.tap(not_this_time(ines, "Soup"))
        soup.wait_for(state="hidden")
        world.promise(need, "Ines")
        ines.page.goto("/")
        soup.wait_for()


@pytest.mark.looked_at_once
def test_what_was_put_aside_long_ago_is_not_kept(chromium, server):
    with ruth_and_ines(chromium, server) as (_world, _ruth, ines):
        ines.page.evaluate("localStorage.setItem('put-aside', '{\"old\": 1}')")
        ines.tap(ines.page.get_by_role("button", name="Not this time"))
        kept = ines.page.evaluate("Object.keys(JSON.parse(localStorage.getItem('put-aside')))")
        assert "old" not in kept
        assert len(kept) == 1


@pytest.mark.looked_at_once
def test_signing_out_brings_everything_back(chromium, server):
    with ruth_and_ines(chromium, server) as (_world, _ruth, ines):
        ines.tap(ines.page.get_by_role("button", name="Not this time"))
        ines.go("You")
        ines.tap(ines.page.get_by_text("Sign out on this phone"))
        ines.tap(ines.button("Sign out"))
        ines.page.wait_for_url("**/")
        assert ines.page.evaluate("localStorage.getItem('put-aside')") is None


@pytest.mark.looked_at_once
def test_without_javascript_nothing_can_be_put_aside(chromium, server):
    with ruth_and_ines(chromium, server, javascript=False) as (_world, _ruth, ines):
        assert not ines.page.get_by_text("Not this time").first.is_visible()
        ines.open(SHELF)
        assert not ines.page.get_by_text("Not this time").first.is_visible()
