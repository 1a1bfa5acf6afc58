"""News is gone once it has done its work."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from circles import clock
from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.notifications import Delivery, Mailing, Notification, fan_out
from tests.notifications.mailboxes import PillarBox, give_address, round_of_letters, spread
from tests.push_device import Device
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]
Deliver = Callable[[], None]


def left(world: World, noun: Any, **later: float) -> int:
    """How many rows are left after that much more time."""
    world.later(**later)
    db.session.rollback()
    forget()
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


def test_a_fact_goes_with_its_deliveries_48_hours_after_they_arrived(
    world: World, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.at(clock.now())
    world.ask("Ruth")
    deliver()
    assert left(world, Delivery, hours=47) == 1
    assert left(world, Fact, hours=0) == 1
    assert left(world, Delivery, hours=2) == 0
    assert left(world, Fact, hours=0) == 0


def test_a_letter_goes_48_hours_after_it_is_out_or_can_be_no_more(world: World) -> None:
    give_address(world, "Sam")
    world.at(clock.now())
    world.ask("Ruth")
    spread()
    world.later(minutes=11)
    round_of_letters(PillarBox())
    assert left(world, Mailing, hours=47) == 1
    assert left(world, Mailing, hours=2) == 0
    world.ask("Ruth", openings=[world.tomorrow(days=9)])
    spread()
    assert left(world, Mailing, hours=47) == 1
    assert left(world, Mailing, hours=50) == 0, "no worker was there to send it"


def test_a_fact_stays_while_something_is_on_its_way(
    world: World, phone: Phone, service: PushService, deliver: Deliver
) -> None:
    phone("Sam")
    service.behave(500)
    world.at(clock.now())
    world.ask("Ruth")
    deliver()
    assert left(world, Fact, hours=60) == 1
    deliver()
    assert left(world, Fact, hours=1) == 0


def test_what_was_read_goes_after_48_hours(world: World) -> None:
    world.at(clock.now())
    world.ask("Ruth")
    fan_out()
    Notification.read_all(world.sam)
    db.session.commit()
    assert left(world, Notification, hours=47) == 3
    assert left(world, Notification, hours=2) == 2


def test_what_nobody_read_goes_after_a_week(world: World) -> None:
    world.at(clock.now())
    world.ask("Ruth")
    fan_out()
    assert left(world, Notification, days=6) == 3
    assert left(world, Notification, days=2) == 0


def test_whose_deed_it_was_goes_at_once(world: World) -> None:
    world.ask("Ruth")
    fan_out()
    assert db.session.scalars(select(Fact.actor_id)).all() == [None]


def test_news_of_an_answer_goes_as_fast_as_the_promise(world: World) -> None:
    world.at(clock.now())
    need = world.ask("Ruth", openings=[world.tomorrow(days=6)])
    world.promise(need, "Ines")
    fan_out()
    need.withdraw(world.ruth)
    db.session.commit()
    fan_out()
    told = select(Notification.person_id).where(Notification.kind == "need.ended")
    assert db.session.scalars(told).all() == [world.ines.id]
    left(world, Notification, hours=49)
    assert db.session.scalars(told).all() == []


def test_what_could_never_be_told_goes_after_a_week(world: World) -> None:
    world.at(clock.now())
    world.ask("Ruth")
    assert left(world, Fact, days=6) == 1
    assert left(world, Fact, days=2) == 0
