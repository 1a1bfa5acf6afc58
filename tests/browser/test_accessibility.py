"""axe-core finds nothing to complain of, on any page, in any state, light and dark, small and wide."""

from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import phone
from tests.browser.signed_in import furnished, signed_in
from tests.browser.states import STATES, settle, stage

SIZES = ((390, 844), (1280, 800))
THEMES = ("light", "dark")
PLAIN = {"reduced_motion": "reduce", "is_mobile": False, "has_touch": False}
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  ({id, help, nodes}) => `${id}: ${help}\\n` + nodes.map(
    ({html, any}) => `    ${html.slice(0, 200)}\\n    ${any.map((a) => a.message)}`).join("\\n"))"""


@pytest.fixture(scope="module")
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture(scope="module")
def ids(world, server):
    """What the paths of the states are filled with."""
    return settle(world, server)


@pytest.fixture(scope="module")
def pages(chromium, server, world, ids):
    """A page for each person, and one for a stranger."""
    with ExitStack() as stack:
        pages = {
            name: stack.enter_context(signed_in(chromium, server, world, name, **PLAIN))
            for name in ("Ruth", "Sam", "Ines", "Clara")
        }
        # Without a worker, which would fetch the staged pages by itself.
        stranger = phone(chromium, server.origin, service_workers="block", **PLAIN)
        yield pages | {None: stack.enter_context(stranger).new_page()}


@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_axe_finds_nothing(pages, server, world, ids, state):
    page = pages[state.person]
    stage(page, world, server)
    page.goto("about:blank")  # else going to a fragment of the same page would be no new visit
    answer = page.goto(state.path.format(**ids))
    assert answer.status == state.status
    for step in state.then:
        step(page)
    page.evaluate(Axe().axe_script)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(RUN)
            assert not found, f"{theme}, {width} wide:\n" + "\n".join(found)
