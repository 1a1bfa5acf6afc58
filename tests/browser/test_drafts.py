"""What was begun is still there after a look elsewhere, in Chromium."""

import re

import pytest

from circles.needs import Opening
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

pytestmark = pytest.mark.looked_at_once

SHELF = "A pair of hands"
TO_ALL = "Write to everyone in this ask"


@pytest.fixture
def ines(chromium, server):
    """Ruth asked for a pair of hands, and offers soup; Ines looks at a phone."""
    with furnished(server) as world:
        world.ask("Ruth", kind="hands", title=SHELF, openings=[Opening()])
        world.offer("Ruth", title="Lentil soup")
        with signed_in(chromium, server, world, "Ines") as page:
            page.goto("/")
            yield Member(page, "Ines")


def look_at_a_hint(ines: Member) -> None:
    ines.page.goto("/ask?kind=meal")
    ines.page.locator("[name=title]").fill("Dinner for my mother")
    ines.tap(ines.chip("Pick days"))
    ines.page.locator("[name=at_0]").fill("18:00")
    ines.tap(ines.page.get_by_text("Add more, if it helps"))
    ines.page.locator("[name=details]").fill("She likes soup")
    ines.tap(ines.page.get_by_role("link", name=re.compile("^Yes, please")))
    ines.reads("Offered by Ruth")


def test_an_ask_that_was_begun_is_still_there_after_a_hint(ines):
    look_at_a_hint(ines)
    ines.page.go_back()
    ines.page.wait_for_function(
        "document.querySelector('[name=title]').value === 'Dinner for my mother'"
    )
    assert ines.page.locator("[name=at_0]").input_value() == "18:00"
    details = ines.page.locator("[name=details]")
    assert details.is_visible()
    assert details.input_value() == "She likes soup"
    assert ines.troubles == []


def test_an_ask_that_was_sent_is_no_draft_any_more(ines):
    look_at_a_hint(ines)
    ines.page.go_back()
    ines.page.wait_for_function("document.querySelector('[name=at_0]').value === '18:00'")
    ines.tap(ines.chip("Whenever"))
    ines.tap(ines.button("Ask"))
    ines.reads("Your circle hears of it now.")
    ines.page.goto("/ask?kind=meal")
    ines.page.wait_for_timeout(300)
    assert ines.page.locator("[name=title]").input_value() != "Dinner for my mother"


def test_a_word_begun_is_still_there_after_a_yes(ines):
    ines.open(SHELF)
    ines.type(TO_ALL, "Which shelf is it?")
    ines.tap(ines.button("I’m with you"))
    ines.reads("Ruth sees that you are there.")
    ines.tap(ines.button("I can"))
    ines.reads("Thank you. Ruth hears of it.")
    field = ines.page.get_by_label(TO_ALL)
    assert field.input_value() == "Which shelf is it?"
    ines.tap(ines.button("Send"))
    ines.page.locator(".talk-words").get_by_text("Which shelf is it?").wait_for()
    assert field.input_value() == ""


def test_signing_out_takes_drafts_along(ines):
    ines.open(SHELF)
    ines.type(TO_ALL, "Which shelf is it?")
    ines.go("You")
    assert "Which shelf" in ines.page.evaluate("JSON.stringify(sessionStorage)")
    ines.tap(ines.page.get_by_text("Sign out on this phone"))
    ines.tap(ines.button("Sign out"))
    ines.page.wait_for_url("**/")
    assert "Which shelf" not in ines.page.evaluate("JSON.stringify(sessionStorage)")
