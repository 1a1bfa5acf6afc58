"""Choosing letters, on a page and by a program, where there are any to choose."""

import pytest

from circles.database import db
from circles.notifications import Preference
from circles.notifications.own_choices import choices_of
from tests.notifications.mailboxes import give_address

CHOICES = {"letters", "weekly_letter"}
FORM = {"news": "all", "lock_screen": "words", "evening_at": "", "minutes_before": "0"}


@pytest.fixture
def at(world) -> str:
    return f"/circles/{world.circle.id}/news"


def test_without_an_address_no_choice_is_shown(world, at):
    page = world.client("Ines").get(at).text
    assert "News by e-mail?" not in page
    assert 'href="/you/address"' in page  # which is all that is missing
    assert not CHOICES & world.client("Ines").get(f"/api/v1{at[:-4]}preferences").json.keys()


def test_without_a_mail_server_no_choice_is_shown(world, at, monkeypatch):
    give_address(world, "Ines")
    monkeypatch.setattr("circles.notifications.pages.letters.mail_post", lambda: None)
    assert "by e-mail" not in world.client("Ines").get(at).text


@pytest.mark.parametrize("chosen", [{"letters": "always"}, {"weekly_letter": True}])
def test_whoever_can_get_none_cannot_choose_them(world, at, chosen):
    ines = world.client("Ines")
    answer = ines.patch(f"/api/v1{at[:-4]}preferences", json=chosen)
    assert (answer.status_code, answer.json["code"]) == (409, "no_letters")
    assert ines.post(at, data=FORM | {"letters": "always"}).status_code == 409
    assert Preference.of(world.places["Ines"]).letters == "unheard"


def test_a_program_reads_and_changes_them(world, at):
    give_address(world, "Ines")
    ines, api = world.client("Ines"), f"/api/v1{at[:-4]}preferences"
    found = ines.get(api).json
    assert (found["letters"], found["weekly_letter"]) == ("unheard", False)
    changed = ines.patch(api, json={"letters": "never", "weekly_letter": True}).json
    assert changed == found | {"letters": "never", "weekly_letter": True}
    assert ines.patch(api, json={"letters": "sometimes"}).status_code == 422


def test_the_page_keeps_them(world, at):
    give_address(world, "Ines")
    ines = world.client("Ines")
    page = ines.get(at).text
    assert "When no phone takes it" in page
    typed = FORM | {"letters": "always", "weekly_letter": "yes"}
    assert ines.post(at, data=typed).status_code == 303
    kept = Preference.of(world.places["Ines"])
    assert (kept.letters, kept.weekly_letter) == ("always", True)
    assert ines.post(at, data=FORM | {"letters": "sometimes"}).status_code == 422
    assert ines.post(at, data=FORM | {"letters": "never"}).status_code == 303
    db.session.expire_all()
    assert Preference.of(world.places["Ines"]).weekly_letter is False


def test_a_page_from_before_leaves_them_as_they_are(world, at):
    """It may have been open since before the address was confirmed."""
    give_address(world, "Ines")
    Preference.change(world.places["Ines"], letters="always", weekly_letter=True)
    db.session.commit()
    assert world.client("Ines").post(at, data=FORM).status_code == 303
    kept = Preference.of(world.places["Ines"])
    assert (kept.letters, kept.weekly_letter) == ("always", True)


def test_they_are_taken_along(world):
    Preference.change(world.places["Ines"], letters="never")
    db.session.commit()
    (news,) = choices_of(world.ines)["news"]
    assert (news["letters"], news["weekly_letter"]) == ("never", False)


def test_the_page_of_the_address_says_so_before_one_is_given(world, monkeypatch):
    said = "News that no phone of yours takes goes there, too, unless you choose otherwise"
    page = world.client("Ines").get("/you/address").text
    assert said in page
    assert page.index(said) < page.index('name="email"')
    give_address(world, "Ines")
    assert world.client("Ines").get("/you/address").text.count(said) == 1
    monkeypatch.setattr("circles.accounts.pages.address.mail_post", lambda: None)
    assert said not in world.client("Ines").get("/you/address").text
