"""What a courier jots down, and what another makes of it when that one was killed."""

import asyncio
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from circles.database import db
from circles.notifications import Delivery, fan_out
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.ledger import Ledger
from circles.notifications.letter import Letter
from circles.notifications.slate import Slate, left_in, taken_over
from tests.push_device import Device
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]
Deliver = Callable[[], None]


class Courier:
    """Claims everything, and can be killed: the system lets go of what it held."""

    def __init__(self, world: World) -> None:
        db.session.rollback()
        fan_out()
        self._ledger = Ledger(world.app)
        self.letters: list[Letter] = asyncio.run(self._ledger.claim(100, ()))

    def was_answered(self, letter: Letter) -> None:
        """A push service took it; the database does not know yet."""
        self._ledger.note(letter.claim, Outcome("sent"))

    def is_killed(self) -> None:
        os.close(self._ledger._slate._file)


def outcomes() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery.outcome)))


def slates(world: World) -> list[Path]:
    return list(left_in(world.app.config["CIRCLES"].instance_path))


def test_what_a_killed_courier_had_sent_is_not_sent_again(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phones = {phone(name).id for name in ("Sam", "Ines", "Omar")}
    world.ask("Ruth")
    killed = Courier(world)
    sent = killed.letters[0]
    killed.was_answered(sent)
    killed.is_killed()
    deliver()
    assert outcomes() == ["sent"] * 3
    its_phone = sent.claim.endpoint.rpartition("/")[2]
    assert sorted(push.device_id for push in service.received) == sorted(phones - {its_phone})
    assert slates(world) == []


def test_what_it_held_and_had_not_sent_does_not_wait_for_the_lease(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    Courier(world).is_killed()
    deliver()
    assert len(service.received) == 1


def test_what_a_living_courier_holds_is_its_own(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    alive = Courier(world)
    alive.was_answered(alive.letters[0])
    deliver()
    assert service.attempts == []
    assert outcomes() == [None]
    alive.is_killed()
    deliver()
    assert service.attempts == []
    assert outcomes() == ["sent"]


def test_what_was_told_along_is_known_too(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    world.ask("Ines")
    killed = Courier(world)
    (letter,) = killed.letters
    killed.was_answered(letter)
    killed.is_killed()
    deliver()
    assert service.attempts == []
    assert sorted(map(str, outcomes())) == ["folded", "sent"]


def test_what_another_has_taken_over_is_left_to_it(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    """The lease had lapsed, and a courier on another machine, who cannot see the slate, came."""
    phone("Sam")
    world.ask("Ruth")
    killed = Courier(world)
    killed.was_answered(killed.letters[0])
    killed.is_killed()
    world.later(minutes=1)
    Delivery.claim(uuid.uuid4(), 1)
    db.session.commit()
    deliver()
    assert outcomes() == [None]
    assert service.attempts == []


def test_a_courier_that_ends_leaves_nothing(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    deliver()
    assert outcomes() == ["sent"]
    assert slates(world) == []


def test_a_disk_that_is_full_only_costs_the_slate(
    world: World,
    service: PushService,
    phone: Phone,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def is_full(_file: int, _lines: bytes) -> int:
        raise OSError(28, "No space left on device")

    phone("Sam")
    world.ask("Ruth")
    monkeypatch.setattr("circles.notifications.slate.os.write", is_full)
    deliver()
    monkeypatch.undo()
    assert outcomes() == ["sent"]
    assert "cannot be jotted down" in caplog.text


def test_half_a_line_is_none(tmp_path: Path) -> None:
    slate, token = Slate(tmp_path), uuid.uuid4()
    slate.hold(token)
    os.write(slate._file, b"half a line")
    (path,) = left_in(tmp_path)
    os.close(slate._file)
    with taken_over(path) as left:
        assert left is not None
        assert left.tokens == [token]
        assert (left.taken, left.along) == ([], [])
    assert not path.exists()


def test_a_slate_that_cannot_be_read_stops_nobody(
    world: World, service: PushService, phone: Phone, deliver: Deliver
) -> None:
    phone("Sam")
    world.ask("Ruth")
    (world.app.config["CIRCLES"].instance_path / "slate-of-another").mkdir()
    deliver()
    assert len(service.received) == 1


def test_where_no_slate_can_be_made_pushes_go_out_all_the_same(
    world: World,
    service: PushService,
    phone: Phone,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone("Sam")
    world.ask("Ruth")
    settings = world.app.config["CIRCLES"]
    gone = replace(settings, instance_path=settings.instance_path / "gone")
    monkeypatch.setitem(world.app.config, "CIRCLES", gone)
    deliver()
    assert len(service.received) == 1
