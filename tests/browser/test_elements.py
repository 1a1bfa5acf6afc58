"""The small behaviours in Chromium: tokens, links to share, words to start from, time zones."""

import pytest

from tests.browser.chromium import phone
from tests.browser.phone_lab import phone_lab

TOKEN = "s3cret-Token_of-32-bytes-0123456789abcdef00"


@pytest.fixture
def lab(tmp_path):
    with phone_lab(tmp_path) as running:
        yield running


@pytest.fixture
def page(chromium, lab):
    with phone(chromium, lab.origin, timezone_id="Europe/Rome") as context:
        yield context.new_page()


def test_an_invitation_link_sends_its_token_at_once(page, lab):
    page.goto(f"/join#{TOKEN}")
    page.wait_for_url("**/sign-out")
    assert lab.heard("POST", "sign-out") == [{"token": TOKEN, "from": "same-origin"}]


def test_going_back_sends_nothing_again_and_shows_no_token(page, lab):
    page.goto(f"/join#{TOKEN}")
    page.wait_for_url("**/sign-out")
    page.go_back()
    page.wait_for_timeout(500)
    assert TOKEN not in page.url
    assert len(lab.heard("POST", "sign-out")) == 1


@pytest.mark.parametrize("fragment", ["", "#main", "#<script>", "#" + "%20" * 20])
def test_what_is_no_token_is_left_alone(page, lab, fragment):
    page.goto(f"/join{fragment}")
    page.wait_for_timeout(300)
    assert page.locator("[name=token]").is_visible()
    assert lab.heard("POST", "sign-out") == []


def test_a_founding_token_is_filled_in_and_out_of_sight(page):
    page.goto(f"/found#{TOKEN}")
    field = page.locator("[name=founding_token]")
    field.wait_for(state="hidden")
    assert field.input_value() == TOKEN
    assert page.url.endswith("/found")


def test_without_a_token_the_field_waits_for_a_link(page):
    page.goto("/found")
    page.wait_for_timeout(300)
    assert page.locator("[name=founding_token]").is_visible()


def test_the_time_zone_of_the_phone_is_chosen(page):
    page.goto("/found")
    page.wait_for_function("document.querySelector('select').value === 'Europe/Rome'")


def test_a_link_is_copied(page, lab):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.origin)
    page.goto("/invitation")
    page.click("[data-action=copy]")
    page.locator("[data-said=copied]").wait_for(state="visible")
    assert page.evaluate("navigator.clipboard.readText()") == "https://care.example/join#abc"


def test_a_link_is_handed_to_the_sharing_of_the_phone(page):
    page.add_init_script("navigator.share = async (link) => { window.shared = link; }")
    page.goto("/invitation")
    page.click("[data-action=share]")
    wanted = {"url": "https://care.example/join#abc", "title": "Join Maple Street"}
    assert page.evaluate("window.shared") == wanted


def test_words_to_start_from_follow_the_kind_until_they_are_changed(page):
    page.goto("/asking")
    words = page.get_by_label("Words")
    page.get_by_label("Meal").check()
    assert words.input_value() == "Dinner"
    page.get_by_label("Ride").check()
    assert words.input_value() == "A lift"
    words.fill("A lift to the clinic")
    page.get_by_label("Meal").check()
    assert words.input_value() == "A lift to the clinic"
