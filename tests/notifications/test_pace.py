"""A phone rings seldom: bursts are told once, and enough is enough for a day."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from circles import clock
from circles.database import db
from circles.needs import SignUp
from circles.notifications import Delivery
from circles.notifications.bell import ENOUGH
from tests.push_service import PushService
from tests.world import World


@pytest.fixture
def noon(world: World, phone) -> World:
    """It is noon; Ruth and Sam have phones."""
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))
    for name in ("Ruth", "Sam"):
        phone(name)
    return world


def of(service: PushService, number: int) -> list[str]:
    """What the first or second phone was told."""
    return [
        push.json["notification"]["title"]
        for push in service.received
        if push.device_id == f"device-{number}"
    ]


def test_to_and_fro_does_not_ring_every_time(noon, service, deliver):
    need = noon.ask("Ruth")
    deliver()
    for _ in range(10):
        noon.promise(need, "Ines")
        deliver()
        noon.later(seconds=5)
        SignUp.of(need.slots[0], noon.ines).release()
        db.session.commit()
        deliver()
        noon.later(seconds=5)
    assert len(service.received) <= 4, "the ask, a yes, and one look back at each phone"
    noon.promise(need, "Ines")
    noon.later(minutes=11)
    deliver()
    assert len(of(service, 1)) <= 3
    assert len(of(service, 2)) <= 2


def test_news_of_one_thing_is_told_in_its_newest_words(noon, service, deliver):
    need = noon.ask("Ruth", openings=[noon.tomorrow(wanted=2)])
    noon.promise(need, "Ines")
    noon.promise(need, "Omar")
    deliver()
    assert of(service, 1) == ["A yes to your ask"]


def test_beyond_a_few_asks_the_rest_comes_in_the_morning(noon, service, deliver):
    noon.nights("Sam")
    for _ in range(ENOUGH + 3):
        noon.ask("Ines", openings=[noon.tomorrow(days=4)])
        deliver()
        noon.later(minutes=30)
    assert len(of(service, 2)) == ENOUGH
    noon.at(datetime(2026, 11, 24, 8, tzinfo=UTC))
    deliver()
    assert of(service, 2)[ENOUGH:] == ["A few things are new in your circles"]


def test_without_quiet_time_the_morning_is_one_all_the_same(noon, service, deliver):
    for _ in range(ENOUGH + 1):
        noon.ask("Ines", openings=[noon.tomorrow(days=4)])
        deliver()
    db.session.rollback()
    waiting = select(Delivery.due_at).where(Delivery.outcome.is_(None)).distinct()
    assert db.session.scalars(waiting).all() == [datetime(2026, 11, 24, 8, tzinfo=UTC)]


def test_an_ask_for_the_next_hours_that_comes_then_is_on_the_board_only(noon, service, deliver):
    for _ in range(ENOUGH):
        noon.ask("Ines", openings=[noon.tomorrow(days=4)])
        deliver()
    noon.ask("Ines", openings=[noon.tomorrow(hour=17, days=0)])
    deliver()
    noon.at(datetime(2026, 11, 24, 8, tzinfo=UTC))
    deliver()
    assert len(of(service, 2)) == ENOUGH


def test_ones_own_matters_wait_for_the_morning_too(noon, service, deliver):
    needs = [noon.ask("Ruth", openings=[noon.tomorrow(days=3)]) for _ in range(ENOUGH + 3)]
    for need in needs:
        noon.promise(need, "Ines")
        deliver()
        noon.later(minutes=1)
    assert len(of(service, 1)) == ENOUGH
    noon.at(datetime(2026, 11, 24, 8, tzinfo=UTC))
    deliver()
    assert of(service, 1)[ENOUGH:] == ["A few things are new in your circles"]


def test_ones_own_matters_for_the_next_hours_ring_all_the_same(noon, service, deliver):
    needs = [noon.ask("Ruth", openings=[noon.tomorrow(17, days=0)]) for _ in range(ENOUGH + 1)]
    for need in needs:
        noon.promise(need, "Ines")
        deliver()
    assert of(service, 1) == ["A yes to your ask"] * (ENOUGH + 1)


def test_a_new_day_begins_anew(noon, service, deliver):
    for _ in range(2):
        for _ in range(ENOUGH):
            noon.ask("Ines", openings=[noon.tomorrow(days=4)])
            deliver()
        noon.later(days=1)
    assert len(of(service, 2)) == 2 * ENOUGH
    assert clock.now() - timedelta(days=2) == datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_day_begins_in_the_morning(noon, service, deliver):
    """Two rings before three at night do not hold the day that comes."""
    noon.at(datetime(2026, 11, 24, 3, tzinfo=UTC))
    for _ in range(ENOUGH + 1):
        noon.ask("Ines", openings=[noon.tomorrow(days=4)])
        deliver()
    assert len(of(service, 2)) == ENOUGH
    noon.at(datetime(2026, 11, 24, 8, tzinfo=UTC))
    deliver()
    assert len(of(service, 2)) == ENOUGH + 1


def test_a_clock_that_was_ahead_holds_nothing(noon, service, deliver):
    need = noon.ask("Ruth", openings=[noon.tomorrow(days=9, wanted=2)])
    noon.later(days=3)
    noon.promise(need, "Ines")
    deliver()
    noon.at(datetime(2026, 11, 23, 13, tzinfo=UTC))
    noon.promise(need, "Omar")
    deliver()
    assert of(service, 1) == ["A yes to your ask"] * 2
