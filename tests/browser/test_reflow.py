"""Nothing scrolls sideways: narrow phones, long words, large letters, left or right to begin."""

from itertools import product

import pytest

from tests.browser.states import STATES
from tests.browser.visits import visits

pytestmark = pytest.mark.looked_at_once

WIDTHS = (320, 360, 390, 768, 1280)
LOOKS = (("100%", "ltr"), ("200%", "ltr"), ("200%", "rtl"))  # text size, direction

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


@pytest.fixture(scope="module")
def seen(chromium, server):
    """All pages, on a phone."""
    with visits(chromium, server, reduced_motion="reduce") as seen:
        yield seen


@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_nothing_scrolls_sideways(seen, state):
    page = seen.visit(state)
    for (size, direction), width in product(LOOKS, WIDTHS):
        page.evaluate(SET, [size, direction])
        page.set_viewport_size({"width": width, "height": 844})
        out = page.evaluate(STICKS_OUT)
        assert not out, f"{width} wide, text at {size}, {direction}:\n" + "\n".join(out)
