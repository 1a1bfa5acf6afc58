"""A circle with as many phones as a bench wants, and the workers that ring them.

with ManyPhones(folder, endpoints, environment) as circle, circle.workers(1) as workers:
    rung = circle.ask(workers)          # from the ask to the last outcome in the database
    rung.rate, rung.cpu
"""

import os
import signal
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from circles import clock, create_app, schema
from circles.accounts import Session
from circles.database import db
from circles.fact import Fact
from circles.notifications import Delivery, PushSubscription, is_worker_heard, nudge
from circles.settings import Settings
from tests.world import World

PATIENCE = 300
TICKS = os.sysconf("SC_CLK_TCK")
SETTLES = 0.7  # seconds for a worker that has just begun to have nothing to do


@dataclass(frozen=True)
class Rung:
    """What it took to ring every phone."""

    pushes: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Pushes a second."""
        return self.pushes / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of the workers' processors for each push."""
        return self.cpu_seconds / self.pushes * 1000


class Subscriptions:
    """What browsers give: addresses, each with keys of its own."""

    def __init__(self, endpoints: Sequence[str]) -> None:
        self.all = [{"endpoint": endpoint, "keys": _keys()} for endpoint in endpoints]


def _keys() -> dict[str, str]:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"p256dh": _text(raw), "auth": _text(os.urandom(16))}


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class ManyPhones:
    """Maple Street, where every one of many members has a phone."""

    def __init__(
        self, folder: Path, subscriptions: Subscriptions, environment: Mapping[str, str]
    ) -> None:
        origins = sorted({_origin(one["endpoint"]) for one in subscriptions.all})
        given = {"CIRCLES_INSTANCE_PATH": str(folder)}
        given["CIRCLES_PUSH_ALLOWED_ORIGINS"] = ",".join(origins)
        self._environment = given | dict(environment)
        self._subscriptions = subscriptions.all

    def __enter__(self) -> "ManyPhones":
        self.app = create_app(Settings.from_environment(self._environment))
        self._context = self.app.app_context()
        self._context.push()
        schema.migrate(db.engine)
        self.world = World(self.app)
        self._give_phones()
        return self

    def __exit__(self, *error: object) -> None:
        db.session.remove()
        db.engine.dispose()
        self._context.pop()

    @contextmanager
    def workers(self, count: int) -> Iterator[list[int]]:
        """So many real worker processes, at rest; their ids."""
        command, plain = [sys.executable, "-m", "circles", "worker"], os.environ
        started = []
        for _ in range(count):
            started.append(subprocess.Popen(command, env=plain | self._environment))
        try:
            while not is_worker_heard():
                db.session.rollback()
                time.sleep(0.2)
            db.session.rollback()
            self._wait_until_idle([one.pid for one in started])
            yield [one.pid for one in started]
        finally:
            for one in started:
                one.send_signal(signal.SIGTERM)
            for one in started:
                one.wait(30)

    def ask(self, workers: Sequence[int]) -> Rung:
        """Ruth asks, and every phone but hers rings."""
        pushes = len(self._subscriptions)
        cpu = sum(map(_cpu, workers))
        asked = clock.now()
        self.world.ask("Ruth")
        db.session.rollback()
        nudge()
        self._wait(pushes)
        ended = db.session.scalar(select(func.max(Delivery.settled_at)))
        assert ended is not None
        rung = Rung(pushes, (ended - asked).total_seconds(), sum(map(_cpu, workers)) - cpu)
        self._forget()
        return rung

    def _wait(self, pushes: int) -> None:
        sent = select(func.count()).where(Delivery.outcome == "sent")
        deadline = time.monotonic() + PATIENCE
        while (count := db.session.scalar(sent)) != pushes:
            assert time.monotonic() < deadline, f"only {count} of {pushes} were sent"
            db.session.rollback()
            time.sleep(0.1)

    def _forget(self) -> None:
        db.session.execute(Fact.__table__.delete())
        db.session.commit()

    def _wait_until_idle(self, workers: Sequence[int]) -> None:
        before = -1.0
        while (now := sum(map(_cpu, workers))) - before > 0.05:
            before = now
            time.sleep(SETTLES)

    def _give_phones(self) -> None:
        """As if each had turned notifications on and had the first push already."""
        for number, given in enumerate(self._subscriptions):
            self.world.add(f"Helper {number}")
            session = Session.open(self.world.people[f"Helper {number}"], "a phone")
            db.session.flush()
            phone = PushSubscription(
                session_id=session.id,
                person_id=session.person_id,
                endpoint=given["endpoint"],
                audience=_origin(given["endpoint"]),
                created_at=clock.now(),
                **given["keys"],
            )
            db.session.add(phone)
        db.session.commit()


def _origin(endpoint: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(endpoint))


def _cpu(process: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
