"""All workers were gone, and one comes back: everything due is out within 90 seconds."""

import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from circles import clock, worker
from circles.database import db
from circles.notifications import SWEEP, Delivery, fan_out
from circles.notifications.channels.push import TIMEOUT
from circles.notifications.courier import LONGEST_IDLE
from circles.notifications.delivery import LEASE
from circles.timetable import TIMETABLE
from tests.push_device import Device
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]
Start = Callable[..., object]

BACK_WITHIN = timedelta(seconds=90)


def claimed_by_one_who_died(seconds: float, count: int) -> datetime:
    """On another machine, say, so that nobody finds a slate; until when its claim holds."""
    until = clock.now() + timedelta(seconds=seconds)
    ids = Delivery.claim(uuid.uuid4(), count)
    db.session.execute(update(Delivery).where(Delivery.id.in_(ids)).values(leased_until=until))
    db.session.commit()
    return until


def test_everything_that_was_left_goes_out(
    world: World, service: PushService, phone: Phone, start: Start
) -> None:
    """Claimed by one who died, due and claimed by nobody, and not even spread."""
    held, due, unspread = phone("Sam"), phone("Ines"), phone("Omar")
    world.ask("Ruth", address=world.address("Sam"))
    fan_out()
    until = claimed_by_one_who_died(6, count=1)
    world.ask("Ruth", address=world.address("Ines"))
    fan_out()
    world.ask("Ruth", address=world.address("Omar"))
    db.session.rollback()
    began = time.monotonic()
    start()
    service.wait_for(lambda: len(service.received) == 3)
    assert time.monotonic() - began < 30
    arrived = {push.device_id: push.at for push in service.received}
    assert arrived.keys() == {held.id, due.id, unspread.id}
    assert arrived[held.id] >= until.timestamp(), "nobody sends what another still holds"
    time.sleep(0.5)
    assert list(db.session.scalars(select(Delivery.outcome))) == ["sent"] * 3


@pytest.mark.parametrize(
    "longest",
    [
        pytest.param(LEASE + LONGEST_IDLE, id="claimed by one who died"),
        pytest.param(
            next(job.every for job in TIMETABLE if job.name == SWEEP)
            + timedelta(seconds=worker.LOOKS_AT_THE_CLOCK),
            id="not spread, and the first look at it failed",
        ),
    ],
)
def test_whatever_was_left_is_begun_with_in_time_for_two_tries(longest: timedelta) -> None:
    assert longest + 2 * timedelta(seconds=TIMEOUT) < BACK_WITHIN
