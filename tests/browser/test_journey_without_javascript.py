"""The same road with JavaScript off: links are pasted, news is read in the inbox."""

from contextlib import ExitStack

import pytest

from tests.browser.chromium import phone
from tests.browser.journey import Journey
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

pytestmark = pytest.mark.looked_at_once


def test_everything_but_the_ring_works_without_javascript(chromium, server):
    with ExitStack() as phones:
        pages = [
            phones.enter_context(phone(chromium, server.origin, javascript=False)).new_page()
            for _ in range(3)
        ]
        ruth, sam, ines = map(Member, pages, ("Ruth", "Sam", "Ines"))
        Journey(ruth, sam, ines).walk(server.founding_link())


def test_this_phone_says_why_it_stays_quiet(chromium, server):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ruth", javascript=False) as page,
    ):
        page.goto("/you")
        words = page.inner_text("main")
        assert "Ringing needs JavaScript." in words
        assert "May this phone ring?" not in words
