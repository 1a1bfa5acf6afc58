"""Several web and several worker processes beside each other: everything happens once."""

import multiprocessing
import os
import shutil
import subprocess
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from circles.database import db
from circles.notifications import Delivery, Notification
from circles.timetable import TIMETABLE
from tests.bench.town.processes import Process, Web
from tests.free_port import reserved_port
from tests.notifications.claimer import begin_together, run_all, spread_all
from tests.push_device import Device
from tests.push_faults import Slow
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]
PATIENCE = 60  # seconds


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis that keeps nothing."""
    if shutil.which("redis-server") is None:
        if os.environ.get("CI"):
            pytest.fail("Redis is not installed, and CI may not skip it")
        pytest.skip("Redis is not installed")
    with reserved_port() as held:
        port = held.getsockname()[1]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", f"{port}", "--save", ""]
    with (tmp_path / "redis.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path)
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait(PATIENCE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Where the bell hangs: beside the data, and with PostgreSQL in Redis as well."""
    if "queue_url" in metafunc.fixturenames:
        is_large = metafunc.config.getoption("--database") == "postgresql"
        where = ["database", "redis"] if is_large else ["database"]
        metafunc.parametrize("queue_url", where, indirect=True)


@pytest.fixture
def queue_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """Its address."""
    if request.param == "redis":
        return str(request.getfixturevalue("redis_url"))
    is_file = database_url.startswith("sqlite")
    return f"sqlite:///{tmp_path}/queue.db" if is_file else database_url


def ask(web: Web, circle_id: uuid.UUID, token: str, title: str) -> int:
    """Over HTTP, as soon as this server is there."""
    path = f"{web.origin}/api/v1/circles/{circle_id}/needs"
    headers, words = {"Authorization": f"Bearer {token}"}, {"kind": "meal", "title": title}
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return requests.post(path, json=words, headers=headers, timeout=30).status_code
        except requests.ConnectionError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def several(work: Callable[..., Any], *given: Any) -> list[Any]:
    """What two processes answer that do this at the same moment."""
    db.session.remove()
    spawn = multiprocessing.get_context("spawn")
    start = {"initializer": begin_together, "initargs": (spawn.Barrier(2),)}
    with ProcessPoolExecutor(2, mp_context=spawn, **start) as processes:
        return [one.result() for one in [processes.submit(work, *given) for _ in range(2)]]


def test_two_webs_and_two_workers_ring_each_phone_once(
    world: World,
    service: PushService,
    phone: Phone,
    environment: dict[str, str],
    queue_url: str,
    tmp_path: Path,
) -> None:
    phones = {phone("Sam").id for _ in range(200)}
    service.behave(Slow(0.3))
    maple_street, others = world.circle.id, [world.sam.id, world.ines.id, world.omar.id]
    token, given = world.token("Ruth"), environment | {"CIRCLES_QUEUE_URL": queue_url}
    db.session.remove()
    log = tmp_path / "processes.log"
    with ExitStack() as running:
        webs = [running.enter_context(Web(given, log)) for _ in range(2)]
        for _ in range(2):
            running.enter_context(Process("worker", given, log))
        assert ask(webs[0], maple_street, token, "Soup") == 201
        service.wait_for(lambda: len(service.received) >= 200)
        began = time.monotonic()
        assert ask(webs[1], maple_street, token, "Bread") == 201
        service.wait_for(lambda: len(service.received) >= 400)
        assert time.monotonic() - began < 30, "a nudge came through, not the sweep of a minute"
        time.sleep(1)
    assert Counter(push.device_id for push in service.received) == dict.fromkeys(phones, 2)
    assert service.signatures == 2, "both workers sent"
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 400
    lines = Counter(db.session.scalars(select(Notification.person_id)))
    assert lines == dict.fromkeys(others, 2)


def test_each_fact_is_spread_by_one_of_several(
    world: World, phone: Phone, environment: dict[str, str]
) -> None:
    for name in ("Sam", "Ines", "Omar"):
        phone(name)
    for _ in range(40):
        world.ask("Ruth")
    made = several(spread_all, environment)
    assert sum(made) == 40 * 3
    assert sum(1 for one in made if one) > 1, "only one process spread it all; this shows nothing"


def test_each_run_of_the_timetable_is_one_of_several_workers(
    world: World, environment: dict[str, str]
) -> None:
    jobs = [f"{job.name} {number}" for job in TIMETABLE for number in range(10)]
    taken = sum(several(run_all, environment, jobs), Counter[str]())
    assert taken == dict.fromkeys(jobs, 1)
