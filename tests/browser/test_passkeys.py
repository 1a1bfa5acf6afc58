"""Passkeys in a real browser, on a phone, with a real server."""

import pytest

from tests.browser.keyring import Keyring, older, without_passkeys, without_quiet_offer
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

ADD = "Add a passkey"
USE = "Use your passkey"
HERE = "Your passkey is here. It lets you back in."
BROWSERS = [
    pytest.param(lambda page: None, id="new"),
    pytest.param(older, id="older", marks=pytest.mark.looked_at_once),
]
TROUBLE = "That did not work just now."


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture
def phone_of(chromium, server, world):
    """A phone with passkeys, whose person has joined before."""
    opened = []

    def phone_of(name, **more):
        opened.append(signed_in(chromium, server, world, name, **more))
        return Member(opened[-1].__enter__(), name)

    yield phone_of
    for phone in opened:
        phone.__exit__(None, None, None)


@pytest.fixture
def ruth(phone_of):
    return phone_of("Ruth")


def add_a_passkey(who: Member) -> None:
    who.go("You")
    who.tap(who.page.get_by_role("link", name="Passkeys"))
    who.tap(who.button(ADD))
    who.reads(HERE)


def leave(who: Member) -> None:
    who.go("You")
    who.tap(who.page.locator("summary").filter(has_text="Sign out on this phone"))
    who.tap(who.page.get_by_role("button", name="Sign out", exact=True))
    who.reads("You are signed out on this device.")


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_passkey_is_added_used_renamed_and_removed(ruth, browser):
    browser(ruth.page)
    without_quiet_offer(ruth.page)
    keyring = Keyring(ruth.page)
    ruth.page.goto("/")
    add_a_passkey(ruth)
    (held,) = keyring.held()
    assert held["rpId"] == "localhost"
    leave(ruth)
    ruth.tap(ruth.page.get_by_role("link", name="I have been here before"))
    ruth.tap(ruth.button(USE))
    ruth.reads("Welcome back, Ruth.")
    ruth.page.goto("/you/passkeys")
    ruth.tap(ruth.page.get_by_role("link", name="Rename"))
    ruth.type("What do you want to call it?", "The blue phone")
    ruth.tap(ruth.button("Save"))
    ruth.reads("Changed.")
    ruth.reads("The blue phone")
    ruth.tap(ruth.button("Remove The blue phone"))
    ruth.reads("That passkey lets nobody in any more.")
    ruth.does_not_read("The blue phone")
    assert ruth.troubles == []


@pytest.mark.looked_at_once
def test_a_removed_passkey_is_refused_in_a_sentence(ruth):
    without_quiet_offer(ruth.page)
    Keyring(ruth.page)
    ruth.page.goto("/")
    add_a_passkey(ruth)
    ruth.tap(ruth.page.get_by_role("button", name="Remove"))
    leave(ruth)
    ruth.page.goto("/sign-in")
    ruth.tap(ruth.button(USE))
    ruth.reads("That passkey opens nothing here.")


@pytest.mark.looked_at_once
def test_it_is_offered_in_the_field_to_whoever_comes_back(ruth):
    Keyring(ruth.page)
    ruth.page.goto("/")
    add_a_passkey(ruth)
    leave(ruth)
    ruth.page.goto("/sign-in?next=/calendar")
    ruth.page.wait_for_url("**/calendar")
    ruth.reads("Welcome back, Ruth.")


@pytest.mark.looked_at_once
def test_the_button_works_while_it_is_offered_in_the_field(ruth):
    ruth.page.goto("/")
    leave(ruth)
    keyring = Keyring(ruth.page)
    with ruth.page.expect_response("**/sign-in/passkey/challenge"):
        ruth.page.goto("/sign-in")
    with ruth.page.expect_response("**/sign-in/passkey/challenge"):
        ruth.tap(ruth.button(USE))
    ruth.page.locator("passkey-sign-in button:enabled").wait_for()
    assert keyring.held() == []
    assert not ruth.page.get_by_text(TROUBLE).is_visible(), "no passkey is no trouble"


@pytest.mark.looked_at_once
def test_a_phone_keeps_one_passkey_of_a_person(ruth):
    keyring = Keyring(ruth.page)
    ruth.page.goto("/")
    add_a_passkey(ruth)
    ruth.tap(ruth.button(ADD))
    ruth.reads("This device has a passkey of yours already.")
    assert len(keyring.held()) == 1


@pytest.mark.looked_at_once
def test_a_no_is_an_answer(phone_of):
    sam = phone_of("Sam")
    keyring = Keyring(sam.page)
    keyring.somebody_else_holds_it()
    sam.page.goto("/you/passkeys")
    with sam.page.expect_response("**/you/passkeys/challenge"):
        sam.tap(sam.button(ADD))
    sam.page.locator("passkey-add button:enabled").wait_for()
    assert not sam.page.get_by_text(TROUBLE).is_visible()
    assert keyring.held() == []


@pytest.mark.looked_at_once
def test_a_name_that_cannot_be_is_said_before_the_phone_is_asked(ruth):
    keyring = Keyring(ruth.page)
    ruth.page.goto("/you/passkeys")
    ruth.type("What do you want to call it?", "  ")
    ruth.tap(ruth.button(ADD))
    ruth.reads("Please write something here.")
    assert keyring.held() == []


@pytest.mark.looked_at_once
def test_a_tunnel_is_trouble_that_passes(ruth):
    Keyring(ruth.page)
    ruth.page.goto("/you/passkeys")
    ruth.page.route("**/you/passkeys/challenge", lambda route: route.abort())
    ruth.tap(ruth.button(ADD))
    ruth.reads(TROUBLE)
    ruth.page.get_by_text(TROUBLE).wait_for(state="visible")
    ruth.page.unroute("**/you/passkeys/challenge")
    ruth.tap(ruth.button(ADD))
    ruth.reads(HERE)


@pytest.mark.looked_at_once
def test_a_browser_that_knows_none_says_so(ruth):
    without_passkeys(ruth.page)
    ruth.page.goto("/you/passkeys")
    ruth.page.get_by_text("This browser does not know passkeys yet.").wait_for(state="visible")
    assert not ruth.button(ADD).is_visible()
    ruth.page.context.clear_cookies()
    ruth.page.goto("/sign-in")
    ruth.page.wait_for_load_state("networkidle")
    assert not ruth.page.get_by_text(USE).is_visible()


@pytest.mark.looked_at_once
def test_without_javascript_the_page_says_so(phone_of):
    ruth = phone_of("Ruth", javascript=False)
    ruth.page.goto("/you/passkeys")
    assert "Passkeys need JavaScript." in ruth.page.inner_text("main")
    assert not ruth.page.get_by_text(ADD).is_visible()
    ruth.page.context.clear_cookies()
    ruth.page.goto("/sign-in")
    assert not ruth.page.get_by_text(USE).is_visible()
