"""A yes is to what was read: to the words, the days, the people and the way of answering."""

from datetime import timedelta

import pytest

from circles import clock
from circles.database import db
from circles.needs import Need, make_days_ahead
from circles.needs.address import readdress
from circles.needs.answering import RAISE_HANDS, YES_FIRST
from circles.needs.consent import AGREED, PROPOSED
from circles.needs.days import add_day, call_off, move
from circles.needs.drawing import change_way
from circles.needs.mark import mark_of
from tests.form_page import FormPage


@pytest.fixture
def need(world) -> Need:
    """Sam would like to ask Ines for Ruth, on two days."""
    return world.ask(
        "Sam",
        title="Dinners for Ruth",
        private_details="gate 2284",
        openings=[world.tomorrow(days=3), world.tomorrow(days=4)],
        address=world.address("Ines", for_member="Ruth"),
    )


def say_yes(world, need: Need, read: str):
    form = {"agrees": "true", "read": read}
    return world.client("Ruth").post(f"/needs/{need.id}/consent", data=form)


def read_by_ruth(world, need: Need) -> str:
    return FormPage(world.client("Ruth").get(f"/needs/{need.id}")).values["read"]


CHANGES = {
    "words": lambda world, need: need.change(world.sam, title="Ruth is not well"),
    "private": lambda world, need: need.change(world.sam, private_details="gate 9"),
    "people": lambda world, need: readdress(need, world.sam, [world.omar.id]),
    "one_more": lambda world, need: readdress(need, world.sam, [world.ines.id, world.omar.id]),
    "time": lambda world, need: move(need.slots[0], world.sam, world.tomorrow(19, days=3)),
    "room": lambda world, need: move(need.slots[0], world.sam, world.tomorrow(wanted=2, days=3)),
    "a_day_more": lambda world, need: add_day(need, world.sam, world.tomorrow(days=5)),
    "a_day_less": lambda world, need: call_off(need.slots[1], world.sam),
    "way": lambda world, need: change_way(need, world.sam, YES_FIRST),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_yes_is_to_what_was_read(world, need, what):
    read = read_by_ruth(world, need)
    CHANGES[what](world, need)
    db.session.commit()
    refused = say_yes(world, need, read)
    assert refused.status_code == 409
    assert "Please read it once more." in refused.text
    assert need.consent.state == PROPOSED
    say_yes(world, need, read_by_ruth(world, need))
    db.session.expire_all()
    assert need.consent.state == AGREED


def test_it_is_to_the_time_until_which_hands_are_raised(world, need):
    change_way(need, world.sam, RAISE_HANDS)
    read = mark_of(need)
    change_way(need, world.sam, RAISE_HANDS, clock.now() + timedelta(hours=1))
    assert mark_of(need) != read


def test_on_the_page_a_yes_without_what_was_read_is_refused(world, need):
    said = {"agrees": "true"}
    assert world.client("Ruth").post(f"/needs/{need.id}/consent", data=said).status_code == 409
    assert need.consent.state == PROPOSED


def test_the_board_does_not_show_everything_so_it_leads_to_the_page(world, need):
    board = FormPage(world.client("Ruth").get("/"))
    assert "Read it" in board.words
    assert "Yes, ask for me" not in board.words
    assert "read" not in board.values


def test_a_day_that_the_clock_makes_changes_no_mark(world):
    need = world.repeat("Sam", address=world.address(for_member="Ruth"))
    read, days = mark_of(need), len(need.slots)
    world.later(days=8)
    make_days_ahead()
    assert len(need.slots) > days
    assert mark_of(need) == read
