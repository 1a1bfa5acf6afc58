"""A phone turns notifications on, says so again, moves, changes hands, and stops."""

from typing import Any

import pytest
from sqlalchemy import func, select

from circles.accounts import Session
from circles.database import db
from circles.fact import Fact
from circles.notifications import PushSubscription
from circles.notifications.endpoint import UnfitSubscription
from tests.base64url import to_text
from tests.notifications.phones import add_phone
from tests.push_device import Device
from tests.push_service import PushService
from tests.world import World


@pytest.fixture
def session(world: World) -> Session:
    session = Session.open(world.sam, "Sam's phone")
    db.session.commit()
    return session


@pytest.fixture
def origins(service: PushService) -> tuple[str, ...]:
    return (service.origin,)


def keep(session: Session, device: Device, origins: tuple[str, ...], **changed: Any) -> Any:
    given = {"endpoint": device.endpoint, "p256dh": device.p256dh, "auth": device.auth}
    kept = PushSubscription.keep(session, **(given | changed), origins=origins)
    db.session.commit()
    return kept


def count(noun: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


def test_a_new_phone_is_kept_and_rings_once(
    session: Session, service: PushService, origins: tuple[str, ...]
) -> None:
    device = service.device()
    kept = keep(session, device, origins)
    assert kept.audience == service.origin
    again = keep(session, device, origins)
    assert again.id == kept.id
    assert count(PushSubscription) == 1
    assert count(Fact) == 1


def test_a_phone_that_moved_is_the_same_phone(
    session: Session, service: PushService, origins: tuple[str, ...]
) -> None:
    first = keep(session, service.device(), origins)
    moved = service.device()
    second = keep(session, moved, origins)
    assert (second.id, second.endpoint) == (first.id, moved.endpoint)
    assert count(Fact) == 1


def test_a_phone_that_changed_hands_rings_for_its_new_owner_only(
    world: World, service: PushService
) -> None:
    device = service.device()
    add_phone(world, "Sam", device)
    add_phone(world, "Ines", device)
    (kept,) = db.session.scalars(select(PushSubscription)).all()
    assert kept.person_id == world.ines.id


def test_a_phone_that_signs_out_is_forgotten(
    session: Session, service: PushService, origins: tuple[str, ...]
) -> None:
    keep(session, service.device(), origins)
    session.close()
    db.session.commit()
    assert count(PushSubscription) == 0


@pytest.mark.parametrize(
    "p256dh",
    [
        "",
        "?",
        "a",
        to_text(b"\x04" * 64),
        to_text(b"\x04" * 66),
        to_text(b"\x04" + bytes(64)),
        to_text(b"\x02" + b"\x07" * 64),
        pytest.param("\u0661" * 88, id="arabic-digits"),
    ],
)
def test_a_key_that_is_no_point_of_the_curve_is_refused(
    p256dh: str, session: Session, service: PushService, origins: tuple[str, ...]
) -> None:
    with pytest.raises(UnfitSubscription) as refused:
        keep(session, service.device(), origins, p256dh=p256dh)
    assert refused.value.field == "keys.p256dh"


@pytest.mark.parametrize("auth", ["", "?", to_text(bytes(15)), to_text(bytes(17))])
def test_a_secret_of_another_length_is_refused(
    auth: str, session: Session, service: PushService, origins: tuple[str, ...]
) -> None:
    with pytest.raises(UnfitSubscription) as refused:
        keep(session, service.device(), origins, auth=auth)
    assert refused.value.field == "keys.auth"


def test_keys_may_be_padded(
    session: Session, service: PushService, origins: tuple[str, ...]
) -> None:
    device = service.device()
    kept = keep(session, device, origins, p256dh=device.p256dh + "=", auth=device.auth + "==")
    assert (kept.p256dh, kept.auth) == (device.p256dh, device.auth)
