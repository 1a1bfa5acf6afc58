"""axe-core has nothing to say, on any page, in any state, light and dark, small and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.states import STATES
from tests.browser.visits import visits

pytestmark = pytest.mark.looked_at_once

PHONE, DESK = (390, 844), (1280, 800)
LOOKS = (("light", PHONE), ("dark", DESK))
OTHERS = (("dark", PHONE), ("light", DESK))
FRAMES = ("way in", "board", "board, sheet", "ask", "need, open", "calendar", "you")
"""Colours do not depend on the width but for the frame around a page, so these are looked at in
the other two looks as well."""
STILL = {"reduced_motion": "reduce", "is_mobile": False, "has_touch": False}
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  ({id, help, nodes}) => `${id}: ${help}\\n` + nodes.map(
    ({html, any}) => `    ${html.slice(0, 200)}\\n    ${any.map((a) => a.message)}`).join("\\n"))"""


@pytest.fixture(scope="module")
def seen(chromium, server):
    """All pages, without motion, so that colours are what they will be."""
    with visits(chromium, server, **STILL) as seen:
        yield seen


@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_axe_finds_nothing(seen, state):
    page = seen.visit(state)
    page.evaluate(Axe().axe_script)
    for theme, (width, height) in (*LOOKS, *(OTHERS if state.name in FRAMES else ())):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate(RUN)
        assert not found, f"{theme}, {width} wide:\n" + "\n".join(found)


def test_the_frames_are_there():
    assert {state.name for state in STATES} >= {*FRAMES}


def test_axe_would_find_something(seen):
    page = seen.visit(STATES[0])
    page.evaluate("document.body.append(document.createElement('button'))")
    page.evaluate(Axe().axe_script)
    assert any(line.startswith("button-name") for line in page.evaluate(RUN))
