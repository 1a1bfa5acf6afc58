"""Phones for the people of Maple Street, a push service that reads what they get, and workers."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete

from circles import clock
from circles.database import db
from circles.fact import Fact
from circles.notifications import fan_out
from circles.notifications.channels.push import PushClient
from circles.notifications.courier import Courier
from circles.notifications.ledger import Ledger
from tests.notifications.mailboxes import PillarBox, give_address, spread
from tests.notifications.phones import add_phone
from tests.push_device import Device
from tests.push_service import PushService
from tests.world import World


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service that lives by the clock of the test."""
    with PushService(now=lambda: clock.now().timestamp()) as service:
        yield service


@pytest.fixture
def environment(environment: dict[str, str], service: PushService) -> dict[str, str]:
    """The operator vouches for that push service."""
    return environment | {"CIRCLES_PUSH_ALLOWED_ORIGINS": service.origin}


@pytest.fixture
def phone(world: World, service: PushService) -> Callable[[str], Device]:
    """Gives someone a phone that has had its first push already."""

    def give(name: str) -> Device:
        device = service.device()
        add_phone(world, name, device)
        db.session.execute(delete(Fact))
        db.session.commit()
        return device

    return give


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts workers, and ends those that are left."""
    started: list[subprocess.Popen[bytes]] = []

    def one(**changed: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "circles", "worker"]
        process = subprocess.Popen(command, env=os.environ | environment | changed)
        started.append(process)
        return process

    yield one
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def deliver(app: Flask) -> Callable[[], None]:
    """Spreads the news and lets a courier work until nothing is due."""

    def work() -> None:
        db.session.rollback()  # the test's own transaction must not stand in the way
        fan_out()
        asyncio.run(_deliver(app))

    return work


async def _deliver(app: Flask) -> None:
    ledger = Ledger(app)
    try:
        async with PushClient(app.config["CIRCLES"]) as client:
            await Courier(ledger, client).deliver()
    finally:
        ledger.close()


@pytest.fixture
def box(world: World) -> PillarBox:
    """Ines has an address, and it is a Tuesday at noon."""
    give_address(world, "Ines")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    return PillarBox()


@pytest.fixture
def due(world: World) -> World:
    """Letters to Ines, Omar and Sam are due."""
    give_address(world, "Ines", "Omar", "Sam")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    world.later(minutes=11)
    return world
