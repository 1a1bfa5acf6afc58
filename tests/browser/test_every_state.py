"""Every page in every state: nothing sticks out, and axe-core has nothing to say."""

from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.states import STATES
from tests.browser.visits import visits

pytestmark = pytest.mark.looked_at_once

SIZES = (("100%", "ltr"), ("200%", "ltr"), ("200%", "rtl"))  # of text, and direction
ROOMS = (*product(SIZES, (320, 768, 1280)), *product(SIZES[1:2], (360, 390)))
"""The narrowest phone, a table and a desk; and with large letters what most phones are wide."""

SET = """([size, direction]) => {
  document.documentElement.style.fontSize = size;
  document.documentElement.dir = direction;
}"""

# What stands out to the right or left, the innermost first, if the page can be moved sideways.
STICKS_OUT = """() => {
  const page = document.scrollingElement;
  const moves = [...document.querySelectorAll(":popover-open, :root")]
    .some((box) => box.scrollWidth > box.clientWidth);
  if (!moves) return [];
  const names = [...document.body.querySelectorAll("*")].filter((element) => {
    const {left, right, width} = element.getBoundingClientRect();
    return width > 1 && (right > page.clientWidth + 0.5 || left < -0.5);
  }).map((element) => element.outerHTML.slice(0, 160));
  return names.reverse().slice(0, 5).concat(`${page.scrollWidth} wide`);
}"""

PHONE, DESK = (390, 844), (1280, 800)
LOOKS = (("light", PHONE), ("dark", DESK))
OTHERS = (("dark", PHONE), ("light", DESK))
FRAMES = ("way in", "board", "board, sheet", "ask", "need, open", "calendar", "you")
"""Colours do not depend on the width but for the frame around a page, so these are looked at in
the other two looks as well."""
AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  ({id, help, nodes}) => `${id}: ${help}\\n` + nodes.map(
    ({html, any}) => `    ${html.slice(0, 200)}\\n    ${any.map((a) => a.message)}`).join("\\n"))"""


@pytest.fixture(scope="module")
def seen(chromium, server):
    """All pages, without motion, so that colours are what they will be."""
    with visits(chromium, server, reduced_motion="reduce") as seen:
        yield seen


@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_nothing_sticks_out_and_axe_finds_nothing(seen, state):
    page = seen.visit(state)
    faults = [*faults_by_axe(page, state.name in FRAMES), *faults_in_room(page)]
    assert not faults, "\n".join(faults)


def faults_by_axe(page: Page, is_frame: bool) -> Iterator[str]:
    page.evaluate(Axe().axe_script)
    for theme, (width, height) in (*LOOKS, *(OTHERS if is_frame else ())):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": height})
        for fault in page.evaluate(AXE):
            yield f"{theme}, {width} wide: {fault}"


def faults_in_room(page: Page) -> Iterator[str]:
    for (size, direction), width in ROOMS:
        page.evaluate(SET, [size, direction])
        page.set_viewport_size({"width": width, "height": 844})
        for out in page.evaluate(STICKS_OUT):
            yield f"{width} wide, text at {size}, {direction}: {out}"


def test_the_frames_are_there():
    assert {state.name for state in STATES} >= {*FRAMES}


def test_both_looks_would_find_something(seen):
    page = seen.visit(STATES[0])
    page.evaluate("document.body.append(document.createElement('button'))")
    assert any("button-name" in fault for fault in faults_by_axe(page, False))
    assert not [*faults_in_room(page)]
    page.evaluate("document.body.lastChild.style.width = '400px'")
    found = [fault.partition(":")[0] for fault in faults_in_room(page)]
    assert {"320 wide, text at 100%, ltr", "390 wide, text at 200%, ltr"} <= {*found}
    assert not any("1280" in fault for fault in found)
