"""The same journey by finger, without JavaScript, and by keyboard."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.by_keyboard import DESK, ByKeyboard
from tests.browser.member import Member
from tests.browser.server import Server
from tests.browser.signed_in import furnished, signed_in

BY_FINGER = "by finger"
WAYS: dict[str, dict[str, Any]] = {
    BY_FINGER: {},
    "without JavaScript": {"javascript": False},
    "by keyboard": {"by_keyboard": True},
}
ONCE = pytest.mark.looked_at_once
OTHER_WAYS = [pytest.param(way, marks=ONCE) for way in WAYS if way != BY_FINGER]
JAVASCRIPT = [True, pytest.param(False, marks=ONCE)]
"""With it and without, for a journey that knows these two ways."""


@contextmanager
def phones(
    chromium: Browser, server: Server, *names: str, by_keyboard: bool = False, **options: Any
) -> Iterator[list[Member]]:
    """Each of these people at a phone of theirs, or at a desk, on the board."""
    options |= DESK if by_keyboard else {}
    kind = ByKeyboard if by_keyboard else Member
    with furnished(server) as world, ExitStack() as stack:
        members = []
        for name in names:
            page = stack.enter_context(signed_in(chromium, server, world, name, **options))
            page.goto("/")
            members.append(kind(page, name))
        yield members
        for member in members:
            assert member.troubles == [], member.name


def begin(member: Member, kind: str) -> None:
    """The form, with the words of a kind; without JavaScript the plus is a link."""
    member.page.goto("/")
    sheet = member.page.locator("button.bar-plus")
    if sheet.is_visible():
        member.tap(sheet)
        member.tap(member.page.get_by_role("link", name=kind, exact=True))
    else:
        member.page.goto(f"/ask?kind={kind.lower()}")
    member.tap(member.chip("Tomorrow"))
