"""The timetable is kept by whoever comes first, and the pulse shows that someone does."""

from datetime import timedelta

import pytest

from circles import clock
from circles.notifications import SWEEP, LastRun, is_worker_heard
from circles.timetable import TIMETABLE
from tests.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def minute(world: World) -> World:
    """It is the beginning of a minute."""
    world.at(clock.now().replace(second=0, microsecond=0))
    return world


def test_one_run_per_period(minute: World) -> None:
    assert LastRun.take("sweep", MINUTE)
    assert not LastRun.take("sweep", MINUTE)
    minute.later(seconds=59)
    assert not LastRun.take("sweep", MINUTE)
    minute.later(seconds=1)
    assert LastRun.take("sweep", MINUTE)


def test_jobs_do_not_wait_for_each_other(minute: World) -> None:
    assert LastRun.take("sweep", MINUTE)
    assert LastRun.take("forget", timedelta(hours=1))


def test_a_period_that_nobody_took_is_not_made_up_for_twice(minute: World) -> None:
    assert LastRun.take("sweep", MINUTE)
    minute.later(hours=5)
    assert LastRun.take("sweep", MINUTE)
    assert not LastRun.take("sweep", MINUTE)


def test_a_clock_set_back_does_not_stop_the_timetable(minute: World) -> None:
    minute.later(days=1)
    LastRun.take("sweep", MINUTE)
    minute.later(days=-1)
    assert LastRun.take("sweep", MINUTE)
    assert not LastRun.take("sweep", MINUTE)


def test_two_clocks_a_little_apart_agree(minute: World) -> None:
    minute.later(seconds=1)
    assert LastRun.take("sweep", MINUTE)
    minute.later(seconds=-2)
    assert not LastRun.take("sweep", MINUTE)


def test_a_worker_is_heard_for_two_minutes(minute: World) -> None:
    assert not is_worker_heard()
    LastRun.take(SWEEP, MINUTE)
    assert is_worker_heard()
    minute.later(seconds=121)
    assert not is_worker_heard()


def test_every_job_says_why() -> None:
    names = {"sweep", "seasons", "days", "hands", "remind", "weeks", "lapse", "offers"}
    names |= {"close", "forget"}
    assert {job.name for job in TIMETABLE} == names
    assert all(job.why and job.every >= MINUTE for job in TIMETABLE)
