"""The main job on a real server, with web and worker, in Chromium at the size of a phone."""

from contextlib import ExitStack

import pytest

from tests.browser.chromium import phone
from tests.browser.journey import DINNER, Journey
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in


def test_three_people_ask_answer_and_hear_of_it(chromium, server):
    with ExitStack() as phones:
        contexts = [phones.enter_context(phone(chromium, server.origin)) for _ in range(3)]
        ruth, sam, ines = (
            Member(context.new_page(), name)
            for context, name in zip(contexts, ("Ruth", "Sam", "Ines"), strict=True)
        )
        Journey(ruth, sam, ines).walk(server.founding_link())


@pytest.mark.looked_at_once
def test_a_founding_link_fills_itself_in(chromium, server):
    token = "a" * 43
    with phone(chromium, server.origin, timezone_id="Europe/Rome") as context:
        page = context.new_page()
        page.goto(f"/found#{token}")
        field = page.get_by_label("Paste the founding link")
        field.wait_for(state="hidden")
        assert field.input_value() == token
        assert page.url == f"{server.origin}/found", "the token stays out of the history"
        assert page.get_by_label("Where is the circle at home?").input_value() == "Europe/Rome"


def test_a_restart_in_the_middle_loses_nothing(chromium, server):
    with furnished(server) as world, signed_in(chromium, server, world, "Ruth") as page:
        ruth = Member(page, "Ruth")
        page.goto("/")
        ruth.ask("Meal", "Tomorrow")
        server.kill()
        server.start()
        ruth.open(DINNER)
        with signed_in(chromium, server, world, "Ines") as other:
            Member(other, "Ines").hears(f"Ruth asks: {DINNER}")
