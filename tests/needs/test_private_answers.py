"""From where and where to: for whoever asks and whoever says yes, until the day has passed."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from circles import forgetting
from circles.database import db
from circles.needs import SignUp, asks_of
from circles.notifications import fan_out
from tests.api.program import Program

HOME, CLINIC = "14 Maple Street, gate 2284", "The eye clinic in Elm Road"
WAY = {"from": HOME, "to": CLINIC}


@pytest.fixture
def need(world):
    return world.ask(kind="ride", answers=WAY | {"may_move": True})


@pytest.fixture
def readers(world, need):
    """Who reads the way on any page or in any answer to a program."""
    fan_out()
    pages = ["/", "/calendar", "/inbox", f"/needs/{need.id}"]
    pages += [f"/api/v1/circles/{world.circle.id}/needs", f"/api/v1/needs/{need.id}"]
    pages += ["/api/v1/notifications"]

    def look() -> dict[str, set[str]]:
        found = {
            name: {
                page
                for page in pages
                if any(place in world.client(name).get(page).text for place in WAY.values())
            }
            for name in world.people
        }
        return {name: seen for name, seen in found.items() if seen}

    return look


@pytest.fixture
def rooms(need):
    """The page of the ask, and the same for programs: the only places."""
    return {f"/needs/{need.id}", f"/api/v1/needs/{need.id}"}


def later(world, need, **ahead: float) -> None:
    world.at(need.slots[0].over_at + timedelta(**ahead))


def sealed() -> bytes | None:
    return db.session.scalar(text("SELECT private_answers_sealed FROM need"))


def test_at_first_only_the_author_reads_it(readers, rooms):
    assert readers() == {"Ruth": rooms}


def test_from_the_yes_on_the_helper_reads_it(world, need, readers, rooms):
    world.promise(need, "Ines")
    fan_out()
    assert readers() == {"Ruth": rooms, "Ines": rooms}
    SignUp.of(need.slots[0], world.ines).release()
    db.session.commit()
    assert readers() == {"Ruth": rooms}


def test_others_are_told_only_that_there_is_more(world, need):
    page = world.client("Omar").get(f"/needs/{need.id}").text
    assert "More is shown to whoever says yes" in page
    assert "The time may move" in page


def test_two_hours_after_its_day_it_is_closed_to_the_helper(world, need, readers):
    world.promise(need, "Ines")
    later(world, need, hours=2, seconds=-1)
    assert set(readers()) == {"Ruth", "Ines"}
    later(world, need, hours=2)
    assert set(readers()) == {"Ruth"}


def test_then_it_is_forgotten(world, need):
    later(world, need, hours=2)
    forgetting.forget()
    assert sealed()
    later(world, need, hours=2, seconds=1)
    forgetting.forget()
    db.session.expire_all()
    assert sealed() is None
    assert need.private_answers == {}
    assert need.answers == {"may_move": True}


@pytest.mark.parametrize("end", ["close", "withdraw"])
def test_when_the_ask_ends_nobody_needs_the_way_any_more(world, need, readers, end):
    world.promise(need, "Ines")
    getattr(need, end)(world.ruth)
    db.session.commit()
    assert readers() == {}
    assert sealed() is None


def test_it_is_sealed_in_the_database(need):
    row = dict(db.session.execute(text("SELECT * FROM need")).mappings().one())
    assert sealed()
    assert not [value for value in row.values() if HOME in str(value) or CLINIC in str(value)]


def test_sealed_for_one_ask_it_opens_in_no_other(world, need):
    other = world.ask("Sam", kind="ride")
    other.private_answers_sealed = need.private_answers_sealed
    db.session.commit()
    assert other.private_answers == {}


def test_one_place_is_changed_without_the_other(world, need):
    ruth = Program(world, "Ruth")
    answer = ruth.patch(f"/needs/{need.id}", json={"answers": {"to": "Home again"}})
    assert answer.json["answers"] == {"from": HOME, "to": "Home again", "may_move": True}
    taken_back = ruth.patch(f"/needs/{need.id}", json={"answers": {"from": "", "to": ""}})
    assert taken_back.json["answers"] == {"may_move": True}
    db.session.expire_all()
    assert sealed() is None


def test_its_author_takes_it_along(world, need):
    (ask,) = asks_of(world.ruth)["asks"]
    assert ask["answers"] == WAY | {"may_move": True}
