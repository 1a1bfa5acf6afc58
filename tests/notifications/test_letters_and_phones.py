"""Letters beside phones: a phone has its ten minutes, and none rings for what a letter told."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles.database import db
from circles.membership import Circle
from circles.notifications import Delivery, Mailing, Preference
from tests.notifications.mailboxes import PillarBox, give_address, round_of_letters, spread
from tests.push_device import Device
from tests.world import ZONE, World

Phone = Callable[[str], Device]
Deliver = Callable[[], None]


def outcomes() -> list[str | None]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Mailing.outcome)), key=str)


@pytest.mark.parametrize("at", [(7, 50, 1), (7, 55, 0)])
def test_a_phone_has_its_ten_minutes_after_the_night(world, box, phone, deliver, service, at):
    world.nights("Ines")
    phone("Ines")
    world.at(datetime(2026, 11, 24, *at, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    deliver()
    for minute in (0, 5, 9):
        world.at(datetime(2026, 11, 24, 8, minute, 2, tzinfo=UTC))
        assert round_of_letters(box) == 0, minute
    assert service.received == []
    deliver()
    world.later(minutes=11)
    assert round_of_letters(box) == 0
    assert (len(service.received), outcomes()) == (1, ["taken"])


def test_a_phone_has_them_for_the_second_news_of_one_thing(world, phone, deliver, service):
    give_address(world, "Ruth")
    phone("Ruth")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    need = world.ask("Ruth", openings=[world.tomorrow(days=3, wanted=3)])
    for name in ("Ines", "Omar"):
        world.promise(need, name)
        spread()
        deliver()
        world.later(seconds=1)
    world.later(minutes=10)
    there = PillarBox()
    assert round_of_letters(there) == 0
    deliver()
    assert len(service.received) == 2


def test_a_phone_that_never_took_it_leaves_it_to_the_letter(world, box, phone, deliver, service):
    world.nights("Ines")
    phone("Ines")
    world.at(datetime(2026, 11, 24, 7, 55, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    deliver()
    service.behave(500)
    world.at(datetime(2026, 11, 24, 8, 0, 2, tzinfo=UTC))
    deliver()
    world.later(minutes=5)
    assert round_of_letters(box) == 1


@pytest.fixture
def failing(world: World, box: PillarBox, phone: Phone, deliver: Deliver, service) -> World:
    """Two things go to the phone of Ines, whose push service does not take them."""
    phone("Ines")
    for _ in range(2):
        world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    service.behave(500)
    deliver()
    return world


def test_no_phone_rings_for_what_a_letter_told(failing, box, deliver, service):
    failing.later(minutes=11)
    assert round_of_letters(box) == 1
    service.behave(None)
    before = len(service.received)
    failing.later(minutes=30)
    deliver()
    assert len(service.received) == before
    db.session.rollback()
    assert set(db.session.scalars(select(Delivery.outcome))) == {"moot"}


def test_whoever_chose_letters_in_any_case_is_rung_as_well(failing, box, deliver, service):
    Preference.change(failing.places["Ines"], letters="always")
    db.session.commit()
    failing.later(minutes=11)
    assert round_of_letters(box) == 1
    service.behave(None)
    before = len(service.received)
    failing.later(minutes=30)
    deliver()
    assert len(service.received) == before + 1


def test_a_letter_that_did_not_go_out_silences_no_phone(failing, box, deliver, service):
    box.fate = "later"
    failing.later(minutes=11)
    round_of_letters(box)
    db.session.rollback()
    assert set(db.session.scalars(select(Delivery.outcome))) == {None}


def test_three_circles_that_are_due_together_keep_the_pace(world, box):
    for number, name in enumerate(("Oak Lane", "Elm Road")):
        circle = Circle.start(name, ZONE)
        world.add(f"Ines{number}", circle).person = world.ines
        world.add(f"Omar{number}", circle)
        world.ask(f"Omar{number}", openings=[world.tomorrow(days=4)])
    world.ask("Ruth", openings=[world.tomorrow(days=4)])
    spread()
    world.later(minutes=11)
    assert round_of_letters(box) == 2
    world.at(datetime(2026, 11, 25, 8, 11, tzinfo=UTC))
    assert round_of_letters(box) == 1
