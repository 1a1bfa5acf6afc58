"""Asking with the keyboard alone."""

import pytest

from tests.browser.by_keyboard import DESK
from tests.browser.signed_in import furnished, signed_in

pytestmark = pytest.mark.looked_at_once

MOST_STOPS = 40
FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.value"

# How thick the ring around what has the focus is. The button inside a date or time field takes the
# focus from the field and has a ring of the browser's own. A link that fills a card has it around
# the card.
RING = """() => {
  if (!document.activeElement.matches(":focus")) return 2;
  const ring = (element, part) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(element, part);
    return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
  };
  const face = document.activeElement.closest("label.chip")?.querySelector(".chip-face");
  return Math.max(ring(face ?? document.activeElement), ring(document.activeElement, "::after"));
}"""


def test_a_person_can_ask_by_tab_and_enter(chromium, server):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ruth", **DESK) as page,
    ):
        page.goto("/")
        tab_to(page, "Skip to the content")
        tab_to(page, "Ask or offer")
        page.keyboard.press("Enter")
        page.locator(".sheet:popover-open").wait_for()
        tab_to(page, "Ride")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ask?kind=ride")
        tab_to(page, "whenever")
        page.keyboard.press("ArrowRight")
        tab_to(page, "Ask")
        page.keyboard.press("Enter")
        page.get_by_text("Your circle hears of it now.").wait_for()
        page.get_by_role("heading", level=1, name="A ride to an appointment").wait_for()


def test_escape_closes_the_sheet_and_gives_the_focus_back(chromium, server):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ruth", **DESK) as page,
    ):
        page.goto("/")
        tab_to(page, "Ask or offer")
        page.keyboard.press("Enter")
        page.locator(".sheet:popover-open").wait_for()
        page.keyboard.press("Escape")
        page.locator(".sheet").wait_for(state="hidden")
        assert page.evaluate(FOCUSED) == "Ask or offer"


def tab_to(page, words):
    """Tab until what says so has the focus; each stop on the way can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert page.evaluate(RING) >= 2, f"the focus cannot be seen on {focused!r}"
        if focused == words:
            return
    raise AssertionError(f"{words!r} is not within {MOST_STOPS} stops")
