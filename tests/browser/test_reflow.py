"""Nothing has to be scrolled sideways: narrow phones, long words, large letters."""

from contextlib import ExitStack

import pytest

from tests.browser.chromium import phone
from tests.browser.signed_in import furnished, signed_in
from tests.browser.states import LONG, STATES, settle, stage

WIDTHS = (320, 360, 390)
TEXT_SIZES = ("100%", "200%")
PLAIN = {"reduced_motion": "reduce"}

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
def world(server):
    with furnished(server) as world:
        world.ines.rename(LONG[:40])
        yield world


@pytest.fixture(scope="module")
def ids(world, server):
    return settle(world, server)


@pytest.fixture(scope="module")
def pages(chromium, server, world, ids):
    """A phone for each person, and one for a stranger."""
    with ExitStack() as stack:
        pages = {
            name: stack.enter_context(signed_in(chromium, server, world, name, **PLAIN))
            for name in ("Ruth", "Sam", "Ines", "Clara")
        }
        stranger = phone(chromium, server.origin, service_workers="block", **PLAIN)
        yield pages | {None: stack.enter_context(stranger).new_page()}


@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_nothing_scrolls_sideways(pages, server, world, ids, state):
    page = pages[state.person]
    stage(page, world, server)
    page.goto("about:blank")
    page.goto(state.path.format(**ids))
    for step in state.then:
        step(page)
    for size in TEXT_SIZES:
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            out = page.evaluate(STICKS_OUT)
            assert not out, f"{width} wide, text at {size}:\n" + "\n".join(out)
