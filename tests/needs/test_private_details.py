"""Address and door code: for whoever asks and whoever says yes, until the day has passed."""

from datetime import timedelta

import pytest

from circles.database import db
from circles.needs import Opening, SignUp
from circles.needs.private_details import PRIVATE_AFTER

DOOR = "gate code 2284"


@pytest.fixture
def need(world):
    return world.ask(
        openings=[world.tomorrow(), world.tomorrow(days=2)], private_details=f"14 Maple, {DOOR}"
    )


@pytest.fixture
def readers(world, need):
    """Who reads the door code on the page of this ask, or anywhere else they can look."""
    pages = [f"/needs/{need.id}", "/", "/calendar", "/inbox", f"/circles/{world.circle.id}"]
    people = ("Ruth", "Sam", "Ines", "Omar", "Clara")

    def look() -> dict[str, list[str]]:
        found = {
            name: [page for page in pages if DOOR in world.client(name).get(page).text]
            for name in people
        }
        return {name: seen for name, seen in found.items() if seen}

    return look


def test_at_first_only_the_author_reads_them(need, readers):
    assert readers() == {"Ruth": [f"/needs/{need.id}"]}


def test_from_the_yes_on_the_helper_reads_them(world, need, readers):
    world.promise(need, "Ines")
    assert readers() == {name: [f"/needs/{need.id}"] for name in ("Ruth", "Ines")}


def test_others_are_told_only_that_there_is_more(world, need):
    page = f"/needs/{need.id}"
    assert "More is shown to whoever says yes" in world.client("Omar").get(page).text
    assert "More is shown" not in world.client("Omar").get(f"/needs/{world.ask().id}").text


def test_who_steps_back_reads_them_no_more(world, need, readers):
    world.promise(need, "Ines")
    SignUp.of(need.slots[0], world.ines).release()
    db.session.commit()
    assert set(readers()) == {"Ruth"}


def test_two_hours_after_their_day_they_are_closed_to_the_helper(world, need, readers):
    world.promise(need, "Ines")
    world.at(need.slots[0].over_at + timedelta(hours=2) - timedelta(seconds=1))
    assert set(readers()) == {"Ruth", "Ines"}
    world.at(need.slots[0].over_at + timedelta(hours=2))
    assert set(readers()) == {"Ruth"}
    assert timedelta(hours=2) == PRIVATE_AFTER


def test_each_day_opens_them_to_its_own_helper(world, need, readers):
    world.promise(need, "Ines", slot=0)
    world.promise(need, "Omar", slot=1)
    world.at(need.slots[0].over_at + timedelta(hours=3))
    assert set(readers()) == {"Ruth", "Omar"}


def test_whenever_shows_them_while_it_is_asked(world, readers, need):
    whenever = world.ask(openings=[Opening()], private_details=DOOR)
    world.promise(whenever, "Ines")
    page = f"/needs/{whenever.id}"
    world.later(days=5)
    assert DOOR in world.client("Ines").get(page).text
    whenever.close(world.ruth)
    db.session.commit()
    assert DOOR not in world.client("Ines").get(page).text


@pytest.mark.parametrize("end", ["close", "withdraw"])
def test_when_the_ask_ends_nobody_needs_the_way_any_more(world, need, readers, end):
    world.promise(need, "Ines")
    getattr(need, end)(world.ruth)
    db.session.commit()
    assert readers() == {}


def test_the_author_finds_them_in_the_form_to_change(world, need):
    assert DOOR in world.client("Ruth").get(f"/needs/{need.id}/edit").text


def test_a_refused_yes_shows_nothing(world, need):
    world.promise(need, "Ines")
    answer = world.client("Omar").post(f"/slots/{need.slots[0].id}/sign-up")
    assert answer.status_code == 409
    assert DOOR not in answer.text


def test_nobody_keeps_a_page_with_them(world, need):
    world.promise(need, "Ines")
    answer = world.client("Ines").get(f"/needs/{need.id}")
    assert answer.headers["Cache-Control"] == "no-store"
