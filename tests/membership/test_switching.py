"""In two circles, and on the way into another: always clear which one a page is about."""

import pytest

from circles.database import db
from circles.membership import Membership, Waiting
from circles.notifications import fan_out


@pytest.fixture
def ruth(world):
    """A browser of Ruth, who is in Elm Road, too, and looks at Maple Street."""
    Membership.admit(world.other_circle, world.ruth)
    db.session.commit()
    browser = world.client("Ruth")
    browser.get(f"/circles/{world.circle.id}")
    return browser


@pytest.mark.parametrize(
    ("page", "same"),
    [
        ("/", "/circles/{}"),
        ("/circle", "/circles/{}/members"),
        ("/calendar", "/circles/{}/calendar"),
    ],
)
def test_one_tap_leads_to_the_same_page_of_the_other(world, ruth, page, same):
    there = same.format(world.other_circle.id)
    text = ruth.get(page).text
    assert text.count("Maple Street</bdi>") == 2, "its name, and its line in the switcher"
    assert f'href="{there}"' in text
    assert "<bdi>Elm Road</bdi>" in ruth.get(there).text.split("</summary>")[0]
    assert "<bdi>Elm Road</bdi>" in ruth.get(page).text.split("</summary>")[0], "from now on"
    assert text.count("<h1") == 1


def test_whoever_is_in_one_circle_sees_no_switcher(world):
    for page in ("/", "/circle", "/calendar"):
        assert "switcher-list" not in world.client("Omar").get(page).text


def test_looking_at_an_ask_of_the_other_circle_leads_back_there_and_switches_nothing(world, ruth):
    need = world.ask("Clara", title="A ladder")
    page = ruth.get(f"/needs/{need.id}").text
    assert f'href="/circles/{world.other_circle.id}"' in page
    assert "Elm Road" in page
    assert "Maple Street" in ruth.get("/").text.split("</summary>")[0]


def test_an_ask_says_which_circle_it_goes_to(world, ruth):
    assert "Ask Maple Street" in ruth.get("/ask").text
    assert "Ask your circle" in world.client("Omar").get("/ask").text


def test_looking_after_the_other_circle_leads_back_to_that_one(world, ruth):
    elm = f"/circles/{world.other_circle.id}"
    for page in ("log", "leaving", "closing"):
        assert f'href="{elm}/members"' in ruth.get(f"{elm}/{page}").text
    Waiting.knock(world.other_circle, world.omar, world.clara.id)
    Membership.of(world.ruth, world.other_circle).role = "coordinator"
    db.session.commit()
    fan_out()
    assert f'href="{elm}/members"' in ruth.get("/inbox").text
    assert ruth.post(f"{elm}/turn").location == f"{elm}/members"


def test_waiting_at_a_second_door_is_seen_on_you(world):
    waiting = Waiting.knock(world.other_circle, world.ruth, world.clara.id)
    db.session.commit()
    ruth = world.client("Ruth")
    assert "You asked to join Elm Road" in ruth.get("/you").text
    waiting.decline(world.places["Clara"])
    db.session.commit()
    assert "Elm Road does not open its door just now" in ruth.get("/you").text
    assert "Elm Road" not in world.client("Omar").get("/you").text


def test_a_way_into_another_circle_is_on_you(world):
    assert "I was invited to another circle" in world.client("Ruth").get("/you").text
    assert 'href="/found"' not in world.client("Ruth").get("/you").text


class TestWhereCirclesMayBeFounded:
    @pytest.fixture
    def environment(self, environment):
        return environment | {"CIRCLES_FOUNDING": "open"}

    def test_starting_another_is_on_you(self, world):
        assert 'href="/found"' in world.client("Ruth").get("/you").text
