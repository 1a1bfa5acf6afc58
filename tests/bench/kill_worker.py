"""Kills the worker again and again while it sends, and counts what that lost or repeated.

    bin/bench kill_worker [KILLS]

One real process after another, ended by SIGKILL at a random moment in the middle of
sending news to 150 phones through a push service that fails on every eighth push. For each
there is a new circle with phones of its own: to one phone several things are told in one. In
the end every phone must have had its push.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete

from circles import create_app, schema
from circles.database import db
from circles.fact import Fact
from circles.membership import Circle
from circles.notifications.subscription import PHONE_ADDED
from circles.settings import Settings
from tests.notifications.phones import add_phone
from tests.push_faults import Reset, Slow, Status, faulty_mix
from tests.push_service import PushService
from tests.world import ZONE, World

PHONES = 150  # for each worker, so that no kill finds it idle
FAILING = 1 / 8
SLOWLY, QUICKLY = 1.0, 0.1  # seconds until an answer, on average: while killing, and after
PATIENCE = 90  # seconds for what the kills left: a lease of 30, and the tries after it


@dataclass(frozen=True)
class Report:
    """What the phones got."""

    kills: int
    pushes: int
    lost: int
    repeated: int
    otherwise: int
    unreadable: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.pushes} pushes, {self.lost} lost, "
            f"{self.repeated} repeated ({self.repeated / self.pushes:.2%}), of these "
            f"{self.otherwise} with another tag, {self.unreadable} unreadable, "
            f"{self.seconds:.0f} s"
        )


class Worker:
    """One worker process; killed in the end, whatever happens."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "circles", "worker"]
        self._process = subprocess.Popen(command, env=os.environ | dict(environment))

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self._process.terminate()
        return self._process.wait(20)


def run(
    world: World, service: PushService, environment: Mapping[str, str], kills: int, seed: int
) -> Report:
    """Do it in this world. Prints nothing."""
    began, chance = time.monotonic(), random.Random(seed)
    service.behave(_faulty(seed, SLOWLY))
    wanted = set[tuple[str, str]]()
    for number in range(kills):
        phones = _give_phones(world, service, f"Street {number}")
        ask = f"/needs/{world.ask(f'Street {number}').id}"
        wanted |= {(phone, ask) for phone in phones}
        db.session.rollback()
        with Worker(environment):
            _wait_for_pushes(service, chance.randrange(5, PHONES * 2 // 3))
            time.sleep(chance.random() * SLOWLY / 4)
    service.behave(_faulty(seed, QUICKLY))
    with Worker(environment) as worker:
        _wait(lambda: wanted <= _got(service).keys())
        assert worker.stop() == 0
    return _report(service, wanted, kills, time.monotonic() - began)


def _faulty(seed: int, seconds: float) -> Any:
    """Fails now and then, and takes its time otherwise."""
    chance = random.Random(seed)
    mix: Any = faulty_mix(seed, FAILING, [Status(503), Status(500), Reset()])
    return lambda attempt: mix(attempt) or Slow(chance.uniform(0, 2 * seconds))


def _wait_for_pushes(service: PushService, more: int) -> None:
    until = len(service.received) + more
    service.wait_for(lambda: len(service.received) >= until)


def _give_phones(world: World, service: PushService, street: str) -> set[str]:
    """A circle with that many phones, and someone in it of the same name to ask."""
    circle, phones = Circle.start(street, ZONE), set()
    world.add(street, circle)
    for number in range(PHONES):
        world.add(f"{street}, {number}", circle)
        device = service.device()
        add_phone(world, f"{street}, {number}", device)
        phones.add(device.id)
    db.session.execute(delete(Fact).where(Fact.kind == PHONE_ADDED))  # each was tried before
    db.session.commit()
    return phones


def _got(service: PushService) -> dict[tuple[str, str], list[str]]:
    """The tags that each phone got news of each ask with, one for each time."""
    got = defaultdict[tuple[str, str], list[str]](list)
    for push in service.received:
        told = push.json["notification"]
        got[push.device_id, urlsplit(told["navigate"]).path].append(told["tag"])
    return got


def _wait(done: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < deadline:
        time.sleep(0.5)


def _report(
    service: PushService, wanted: set[tuple[str, str]], kills: int, seconds: float
) -> Report:
    news = {key: tags for key, tags in _got(service).items() if key in wanted}
    return Report(
        kills=kills,
        pushes=len(wanted),
        lost=len(wanted) - len(news),
        repeated=sum(len(tags) - 1 for tags in news.values()),
        otherwise=sum(len(set(tags)) - 1 for tags in news.values()),
        unreadable=len(service.undecipherable) + len(service.refusals),
        seconds=seconds,
    )


def main() -> None:
    """On SQLite in a folder that is gone afterwards."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder, PushService() as service:
        environment = {
            "CIRCLES_INSTANCE_PATH": folder,
            "CIRCLES_PUSH_ALLOWED_ORIGINS": service.origin,
        }
        app = create_app(Settings.from_environment(environment))
        with app.app_context():
            schema.migrate(db.engine)
            print(run(World(app), service, environment, kills, seed=random.randrange(1000)))


if __name__ == "__main__":
    main()
