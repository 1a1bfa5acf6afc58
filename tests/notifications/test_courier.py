"""From an ask to the phones: what arrives, what does not, and what becomes of phones."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from circles import clock
from circles.database import db
from circles.notifications import Delivery, PushSubscription
from circles.notifications.channels.audiences import REFUSALS
from circles.notifications.channels.push import IN_FLIGHT
from tests.notifications.phones import add_phone
from tests.push_device import Device
from tests.push_faults import Redirect, Reset, Status, http_date
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]
Deliver = Callable[[], None]


def outcomes() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery.outcome)))


def phones() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(PushSubscription.id)).all())


def test_an_ask_rings_every_other_phone(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    devices = {name: phone(name) for name in ("Ruth", "Sam", "Ines", "Clara")}
    need = world.ask("Ruth")
    deliver()
    assert {push.device_id for push in service.received} == {
        devices["Sam"].id,
        devices["Ines"].id,
    }
    told = service.received[0].json
    assert told["web_push"] == 8030
    there = f"http://localhost/needs/{need.id}#slot-{need.slots[0].id}"
    assert told["notification"]["navigate"] == there
    assert outcomes() == ["sent", "sent"]
    assert service.refusals == []


def test_a_push_has_its_headers(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    deliver()
    (push,) = service.received
    assert 0 < push.ttl < timedelta(days=2).total_seconds()
    assert push.urgency in ("normal", "high")
    assert push.topic is not None
    assert len(push.topic) == 32


def test_a_phone_that_was_just_added_gets_a_push_of_its_own(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    new = service.device()
    add_phone(world, "Sam", new)
    deliver()
    (push,) = service.received
    assert push.device_id == new.id
    assert push.json["notification"]["title"] == "Notifications are on"


def test_what_was_withdrawn_meanwhile_is_not_sent(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    need = world.ask("Ruth")
    need.withdraw(world.ruth)
    db.session.commit()
    deliver()
    assert service.attempts == []
    assert set(outcomes()) == {"moot"}


def test_who_left_the_circle_hears_nothing(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Ines")
    world.ask("Ruth")
    db.session.delete(world.places["Ines"])
    db.session.commit()
    deliver()
    assert service.attempts == []


def test_news_that_came_too_late_is_not_sent(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    world.later(days=3)
    deliver()
    assert service.attempts == []
    assert set(outcomes()) <= {"too_late", "moot"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(
    status: int, world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam").behave(status)
    phone("Ines")
    world.ask("Ruth")
    deliver()
    assert phones() == 1
    assert outcomes() == ["sent"]


def test_a_storm_of_refusals_deletes_nothing_and_loses_nothing(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    many = IN_FLIGHT + REFUSALS + 8
    for _ in range(many):
        phone("Sam")
    service.behave(403)
    world.ask("Ruth")
    deliver()
    assert phones() == many
    assert set(outcomes()) == {None}
    tried = len(service.attempts)
    assert tried <= IN_FLIGHT + REFUSALS, "the breaker opened; the rest was not tried"
    service.behave(None)
    for _ in range(3):
        world.later(minutes=2)
        deliver()
    assert outcomes() == ["sent"] * many
    assert len({push.device_id for push in service.received}) == many


@pytest.mark.parametrize("status", [400, 401, 403])
def test_one_refused_phone_does_not_silence_the_others(
    status: int, world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam").behave(status)
    world.ask("Ruth")
    deliver()
    other = phone("Ines")
    world.ask("Ruth")
    deliver()
    assert [push.device_id for push in service.received] == [other.id]
    assert phones() == 2


@pytest.mark.parametrize("as_date", [False, True])
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_left_alone_as_long_as_it_asks(
    status: int, as_date: bool, world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    started = clock.now()
    world.at(started)
    asked = http_date(started.timestamp() + 120) if as_date else 120
    service.behave([Status(status, asked)])
    world.ask("Ruth")
    deliver()
    world.at(started + timedelta(seconds=100))
    deliver()
    assert len(service.attempts) == 1
    world.at(started + timedelta(seconds=125))
    deliver()
    assert outcomes() == ["sent"]


@pytest.mark.parametrize("fault", [Status(500), Status(502), Status(503), Reset(), Redirect()])
def test_a_failing_service_is_tried_again(
    fault: Status, world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    service.behave([fault])
    world.ask("Ruth")
    deliver()
    assert outcomes() == [None]
    world.later(seconds=5)
    deliver()
    assert outcomes() == ["sent"]
    assert service.followed == []


def test_a_push_that_is_too_long_goes_once_more_with_few_words(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    service.behave([413])
    world.ask("Ruth")
    deliver()
    assert service.received[0].json["notification"]["title"] == "Something new in your circle"
    assert outcomes() == ["sent"]


def test_a_push_that_is_always_too_long_is_refused(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    service.behave(413)
    world.ask("Ruth")
    deliver()
    assert len(service.attempts) == 2
    assert outcomes() == ["refused"]
    assert phones() == 1
