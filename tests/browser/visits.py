"""Browsers of each person, on a circle that has lived for a while, to look at its states."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from flask import Flask, render_template
from playwright.sync_api import Browser, Page

from tests.browser.chromium import phone
from tests.browser.lived_in import settle
from tests.browser.server import Server
from tests.browser.signed_in import furnished, signed_in
from tests.browser.steps import State


class Visits:
    """A browser for each person, and one for a stranger."""

    def __init__(self, pages: dict[str | None, Page], ids: dict[str, str]):
        self._pages, self._ids = pages, ids

    def visit(self, state: State) -> Page:
        """The page in this state."""
        page = self._pages[state.person]
        page.goto("about:blank")  # else going to another fragment of a page would be no new visit
        answer = page.goto(state.path.format(**self._ids))
        assert answer is not None
        assert answer.status == state.status
        for step in state.then:
            step(page)
        page.wait_for_load_state()  # a form's answer may still wait for its style sheets
        return page


@contextmanager
def visits(browser: Browser, server: Server, **options: Any) -> Iterator[Visits]:
    """Browsers with these options, on a circle that has lived for a while."""
    with furnished(server) as world, ExitStack() as stack:
        ids = settle(world)
        pages: dict[str | None, Page] = {
            name: stack.enter_context(signed_in(browser, server, world, name, **options))
            for name in ("Ruth", "Sam", "Ines", "Omar", "Clara", "Dele", "Lea")
        }
        # Without a worker, which would fetch the staged pages by itself.
        stranger = phone(browser, server.origin, service_workers="block", **options)
        pages[None] = stack.enter_context(stranger).new_page()
        for path, template in _STAGED.items():
            pages[None].route(f"{server.origin}{path}", _answer(world.app, template))
        yield Visits(pages, ids)


# Pages that a healthy server shows nobody on request.
_STAGED = {"/broken": "web/broken.html", "/not-allowed": "web/not_allowed.html"}


def _answer(app: Flask, template: str) -> Callable[..., None]:
    with app.test_request_context("/"):
        body = render_template(template)
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
