"""A phone over HTTP: the key, the subscription, the test push, and bad input."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from circles.database import db
from circles.notifications import Delivery, PushSubscription
from circles.notifications.subscription import MOST_TRIES
from tests.push_service import PushService
from tests.world import Client, World

Deliver = Callable[[], None]
SUBSCRIPTION = "/api/v1/push/subscription"


@pytest.fixture
def phone(world: World) -> Client:
    """The browser on Sam's phone."""
    return world.client("Sam")


def subscribed(phone: Client, service: PushService) -> Any:
    device = service.device(phone.get("/api/v1/push/key").json["key"])
    assert phone.put(SUBSCRIPTION, json=device.subscription).status_code == 204
    return device


def phones() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(PushSubscription.id)).all())


def test_a_phone_that_subscribes_hears_that_it_works(
    phone: Client, service: PushService, deliver: Deliver
) -> None:
    device = subscribed(phone, service)
    deliver()
    (push,) = service.received
    assert push.device_id == device.id
    assert push.urgency == "high"
    assert service.refusals == []


def test_what_a_browser_adds_to_a_subscription_is_no_matter(
    phone: Client, service: PushService
) -> None:
    given = service.device().subscription | {"expirationTime": None}
    assert phone.put(SUBSCRIPTION, json=given).status_code == 204


def test_a_test_rings_this_phone_alone(
    world: World, phone: Client, service: PushService, deliver: Deliver
) -> None:
    here = subscribed(phone, service)
    subscribed(world.client("Sam"), service)
    deliver()
    assert phone.post("/api/v1/push/test").status_code == 204
    deliver()
    heard = [push.device_id for push in service.received]
    assert heard.count(here.id) == 2
    assert len(heard) == 3


def test_whoever_tries_again_and_again_rings_a_few_times(
    world: World, phone: Client, service: PushService, deliver: Deliver
) -> None:
    subscribed(phone, service)
    for _ in range(10):
        assert phone.post("/api/v1/push/test").status_code == 204
    deliver()
    assert db.session.scalar(select(func.count(Delivery.id))) == MOST_TRIES
    world.later(minutes=2)
    assert phone.post("/api/v1/push/test").status_code == 204
    deliver()
    assert db.session.scalar(select(func.count(Delivery.id))) == MOST_TRIES + 1


def test_a_phone_that_healed_by_itself_is_not_rung(
    phone: Client, service: PushService, deliver: Deliver
) -> None:
    back = service.device(phone.get("/api/v1/push/key").json["key"])
    assert phone.put(SUBSCRIPTION, json=back.subscription | {"is_back": True}).status_code == 204
    deliver()
    assert service.received == []
    assert phone.get(SUBSCRIPTION).json == {"endpoint": back.endpoint}


def test_a_phone_learns_that_its_address_is_dead(
    phone: Client, service: PushService, deliver: Deliver
) -> None:
    assert phone.get(SUBSCRIPTION).status_code == 404
    device = subscribed(phone, service)
    assert phone.get(SUBSCRIPTION).status_code == 200
    service.behave([410])
    deliver()
    assert phone.get(SUBSCRIPTION).json["code"] == "no_push_subscription"
    assert [attempt.device_id for attempt in service.attempts] == [device.id]


def test_stopping_is_stopping(phone: Client, service: PushService) -> None:
    subscribed(phone, service)
    assert phone.delete(SUBSCRIPTION).status_code == 204
    assert phones() == 0
    assert phone.delete(SUBSCRIPTION).status_code == 204
    assert phone.post("/api/v1/push/test").status_code == 404


def test_signing_out_stops_it_too(phone: Client, service: PushService) -> None:
    subscribed(phone, service)
    phone.post("/sign-out")
    assert phones() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"endpoint": "https://evil.example/x"}, "endpoint"),
        ({"endpoint": "http://169.254.169.254/"}, "endpoint"),
        ({"endpoint": None}, "endpoint"),
        ({"endpoint": 7}, "endpoint"),
        ({"endpoint": "x" * 10_000}, "endpoint"),
        ({"endpoint": "https://fcm.googleapis.com/\0"}, "endpoint"),
        ({"keys": None}, "keys"),
        ({"keys": []}, "keys"),
        ({"keys": {"auth": "AAAA"}}, "keys.p256dh"),
        ({"keys": {"p256dh": "\0", "auth": "AAAA"}}, "keys.p256dh"),
        ({"keys": {"p256dh": {}, "auth": "AAAA"}}, "keys.p256dh"),
    ],
)
def test_bad_input_is_named(
    changed: dict[str, Any], field: str, phone: Client, service: PushService
) -> None:
    answer = phone.put(SUBSCRIPTION, json=service.device().subscription | changed)
    assert answer.status_code == 422
    assert field in {error["field"].split("._schema")[0] for error in answer.json["errors"]}
    assert phones() == 0


def test_strangers_get_no_key_and_keep_no_phone(world: World, service: PushService) -> None:
    nobody = world.client()
    assert nobody.get("/api/v1/push/key").status_code == 401
    assert nobody.get(SUBSCRIPTION).status_code == 401
    assert nobody.put(SUBSCRIPTION, json=service.device().subscription).status_code == 401
    assert nobody.get("/api/v1/notifications").status_code == 401
