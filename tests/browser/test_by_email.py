"""A lost phone, an address given before: eight digits let one in, and nobody has to help."""

import re

from circles.database import db
from tests.browser.chromium import phone, wait_until
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in


def test_a_lost_phone_and_eight_digits(chromium, server):
    with (
        furnished(server) as world,
        signed_in(chromium, server, world, "Ruth") as old,
        phone(chromium, server.origin, javascript=False) as new,
    ):
        before, after = Member(old, "Ruth"), Member(new.new_page(), "Ruth")
        address = f"ruth-{world.ruth.id}@example.org"
        db.session.rollback()  # the server must not wait for this look
        before.page.goto("/you")
        before.tap(before.page.get_by_role("link", name="Come back by e-mail"))
        before.type("Your e-mail address", address)
        before.tap(before.button("Send me the digits"))
        before.type("The eight digits", digits(before.page, server, address, 1))
        before.tap(before.button("Go on"))
        before.reads("Good. You can come back by this address.")

        after.page.goto("/calendar")
        after.tap(after.page.get_by_role("link", name="I have been here before"))
        after.type("Your e-mail address", address.upper())
        after.tap(after.button("Send me the digits"))
        after.reads("Look into your mail")
        after.type("The eight digits", digits(after.page, server, address, 2))
        after.tap(after.button("Go on"))
        after.reads("Welcome back, Ruth.")
        assert after.page.url.endswith("/calendar")


def digits(page, server, address: str, number: int) -> str:
    """The digits of the letter that was the so-manyth to this address, from the terminal."""
    letter = re.compile(rf"A letter to {address}:.*?(\d{{4}} \d{{4}})", re.DOTALL | re.IGNORECASE)
    wait_until(page, lambda: len(letter.findall(server.said())) >= number)
    return letter.findall(server.said())[number - 1]
