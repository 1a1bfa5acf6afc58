"""What whoever watches the server is told: that it runs, and what it lacks."""

import pytest

from circles import disk
from circles.notifications import SWEEP, LastRun, fan_out
from circles.timetable import TIMETABLE
from tests.notifications.mailboxes import give_address
from tests.notifications.phones import add_phone
from tests.push_device import Device
from tests.release import another_release
from tests.world import World

PUSHES = "https://push.example"


@pytest.fixture
def environment(environment):
    return environment | {"CIRCLES_PUSH_ALLOWED_ORIGINS": PUSHES}


@pytest.fixture
def at_work(world: World) -> World:
    """A worker was heard of just now."""
    world.later(seconds=0)
    hear(world)
    return world


def hear(world: World) -> None:
    every = next(job.every for job in TIMETABLE if job.name == SWEEP)
    LastRun.take(SWEEP, every)


def reasons(world: World) -> list[str]:
    answer = world.client().get("/readyz")
    assert (answer.status_code == 200) == ("reasons" not in answer.json)
    return answer.json.get("reasons", [])


def test_it_is_ready_when_everything_is_there(at_work: World) -> None:
    assert reasons(at_work) == []
    assert at_work.client().get("/healthz").json == {"status": "ok"}


def test_a_silent_worker_is_a_reason(at_work: World) -> None:
    at_work.later(seconds=119)
    assert reasons(at_work) == []
    at_work.later(seconds=2)
    assert reasons(at_work) == ["the worker was not heard of for two minutes"]
    assert at_work.client().get("/healthz").status_code == 200


def test_news_that_waits_is_a_reason_and_the_inbox_says_so(at_work: World) -> None:
    add_phone(at_work, "Ines", Device("token", PUSHES, None))
    fan_out()
    at_work.later(seconds=119)
    hear(at_work)
    assert reasons(at_work) == []
    assert "Notifications are delayed" not in at_work.client("Ines").get("/inbox").text
    at_work.later(seconds=2)
    assert reasons(at_work) == ["news has been due for two minutes"]
    assert "Notifications are delayed" in at_work.client("Ines").get("/inbox").text


def test_a_letter_that_waits_is_a_reason(at_work: World, monkeypatch) -> None:
    give_address(at_work, "Ines")
    fan_out(by_mail=True)
    at_work.ask("Ruth", openings=[at_work.tomorrow(days=3)])
    fan_out(by_mail=True)
    at_work.later(minutes=39)
    hear(at_work)
    assert reasons(at_work) == []
    at_work.later(minutes=2)
    hear(at_work)
    assert reasons(at_work) == ["a letter has been due for half an hour"]
    monkeypatch.setattr("circles.notifications.mail_post", lambda: None)
    assert reasons(at_work) == []


def test_a_nearly_full_disk_is_a_reason(at_work: World, monkeypatch) -> None:
    left = disk.free(at_work.app.config["CIRCLES"].instance_path)
    monkeypatch.setattr(disk, "LEAST_FREE", left - 2**26)
    assert reasons(at_work) == []
    monkeypatch.setattr(disk, "LEAST_FREE", left + 2**26)
    assert reasons(at_work) == ["the disk is nearly full"]


def test_a_database_of_another_release_is_a_reason(at_work: World) -> None:
    with another_release():
        assert reasons(at_work) == ["the database is not migrated"]
