"""Forty people and three hundred open asks: what a board and the page of an ask cost."""

import pytest

from circles.accounts import Person
from circles.database import db
from circles.membership import Waiting
from circles.needs import Need, Opening, sign_up
from tests.needs.hands import wave, yes_first
from tests.statements import statements

ASKS, PEOPLE = 300, 40
MOST = 8


@pytest.fixture
def large(world):
    """Everyone asks a few things; some are promised, some wait, and someone is at the door."""
    for number in range(PEOPLE - len(world.circle_names())):
        world.add(f"Guest {number}")
    askers = world.circle_names()
    for number in range(ASKS):
        days = [Opening(world.day(1 + number % 20))]
        words = {"kind": "meal", "title": f"Dinner {number}", "openings": days}
        need = Need.ask(world.places[askers[number % PEOPLE]], **words)
        if number % 3 == 0:
            db.session.flush()
            sign_up(need.slots[0], world.people[askers[(number + 1) % PEOPLE]])
    world.offer("Ines")
    wave(world, yes_first(world, "Sam"), "Ines", "Omar")
    Waiting.knock(world.circle, Person.arrive("Dele"), world.ines.id)
    db.session.commit()
    return world


@pytest.mark.parametrize("name", ["Omar", "Sam"])
def test_the_board_and_an_ask_stay_within_eight_statements(large, name):
    client = large.client(name)
    with statements() as board:
        page = client.get("/").text
    assert "Dinner" in page
    need = db.session.scalars(db.select(Need).where(Need.title == "Dinner 3")).one()
    path = f"/needs/{need.id}"
    with statements() as ask:
        assert client.get(path).status_code == 200
    assert max(len(board), len(ask)) <= MOST, (board, ask)
