"""Who gets the last place? `python -m tests.bench.last_place` asks both databases.

Every slot wants two and has one. Eight members, each in a process with an engine of its
own, say "I can" to the same slots in the same order, all of them or in pairs. However they
meet, one of them gets each place and the others hear the kind refusal, nothing else.
"""

import tempfile
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from circles import clock, create_app, database, schema
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, Membership
from circles.needs import Need, Opening, SignUp, Slot, sign_up
from circles.refusal import Refusal
from circles.settings import Settings
from tests import postgres

PROCESSES = 8
SLOTS = 500
WANTED = 2
PER_ASK = 25


@dataclass
class Member:
    """What one process lived through."""

    outcomes: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    """Seconds that the slowest answer took."""


@dataclass
class Race:
    """What came of it."""

    members: list[Member]
    seconds: float
    helpers: Counter[int]
    """How many slots ended with how many helpers."""

    @property
    def outcomes(self) -> Counter[str]:
        return sum((member.outcomes for member in self.members), Counter())

    @property
    def overbooked(self) -> int:
        return sum(slots for helpers, slots in self.helpers.items() if helpers > WANTED)

    def __str__(self) -> str:
        answers = self.outcomes.total()
        longest = max(member.longest for member in self.members)
        errors = answers - self.outcomes["yes"] - self.outcomes["slot_full"]
        return (
            f"{self.outcomes['yes']:>5} yes {self.outcomes['slot_full']:>6} slot_full"
            f" {errors:>3} errors {self.overbooked:>3} overbooked"
            f" {answers / self.seconds:>7.0f}/s  longest {longest * 1000:.0f} ms"
        )


def race(url: str, folder: Path, rivals: int = PROCESSES) -> Race:
    """Let eight members run for last places in the migrated database at `url`, with
    `rivals` of them after each place."""
    app = _app(url, folder)
    with app.app_context():
        people, places = _prepare()
        db.session.remove()
        db.engine.dispose()
    spawn = get_context("spawn")
    start = spawn.Barrier(PROCESSES + 1)
    with spawn.Pool(PROCESSES, _take_barrier, (start,)) as pool:
        groups = PROCESSES // rivals
        runs = [(url, folder, who, places[n % groups :: groups]) for n, who in enumerate(people)]
        running = pool.starmap_async(_run, runs)
        start.wait(120)
        began = time.monotonic()
        members = running.get(300)
        seconds = time.monotonic() - began
    with app.app_context(), closing(db.session()):
        helpers = _count_helpers()
        db.engine.dispose()
    return Race(members, seconds, helpers)


def _app(url: str, folder: Path) -> Flask:
    given = {"CIRCLES_INSTANCE_PATH": str(folder), "CIRCLES_DATABASE_URL": url}
    return create_app(Settings.from_environment(given))


def _prepare() -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    circle = Circle.start("Maple Street", "UTC")
    ruth, omar, *runners = (
        Membership.admit(circle, Person.arrive(f"Member {n}")) for n in range(PROCESSES + 2)
    )
    db.session.flush()
    tomorrow, places = clock.today("UTC") + timedelta(days=1), []
    for _ in range(SLOTS // PER_ASK):
        openings = [Opening(tomorrow, wanted=WANTED)] * PER_ASK
        need = Need.ask(ruth, kind="meal", title="Dinner", openings=openings)
        db.session.flush()
        for slot in need.slots:
            sign_up(slot, omar.person)
            places.append(slot.id)
    db.session.commit()
    return [runner.person_id for runner in runners], places


_start: Barrier


def _take_barrier(barrier: Barrier) -> None:
    global _start
    _start = barrier


def _run(url: str, folder: Path, who: uuid.UUID, places: list[uuid.UUID]) -> Member:
    member = Member()
    app = _app(url, folder)
    with app.app_context():
        db.session.get(Person, who)
        db.session.rollback()
    _start.wait(120)
    for place in places:
        began = time.monotonic()
        with app.app_context():
            member.outcomes[_say_yes(place, who)] += 1
        member.longest = max(member.longest, time.monotonic() - began)
    return member


def _say_yes(place: uuid.UUID, who: uuid.UUID) -> str:
    """One request: load, say yes, commit. What came of it, as a word."""
    try:
        slot, person = db.session.get(Slot, place), db.session.get(Person, who)
        assert slot is not None
        assert person is not None
        sign_up(slot, person)
        database.commit()
    except Exception as no:  # noqa: BLE001 - whatever else it is, it is counted
        db.session.rollback()
        return no.code if isinstance(no, Refusal) else repr(no)
    return "yes"


def _count_helpers() -> Counter[int]:
    each = select(func.count(SignUp.id)).select_from(Slot).outerjoin(SignUp).group_by(Slot.id)
    return Counter(db.session.scalars(each))


def main() -> None:
    """Print the figures of both databases beside each other."""
    print(f"{PROCESSES} processes, {SLOTS} last places")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/circles.db"
        print(f"SQLite     {_migrated_race(url, Path(folder))}", flush=True)
    if not postgres.is_installed():
        print("PostgreSQL is not installed here.")
        return
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:
        print(f"PostgreSQL {_migrated_race(server.create_database(), Path(folder))}")


def _migrated_race(url: str, folder: Path) -> Race:
    with _app(url, folder).app_context():
        schema.migrate(db.engine)
        db.engine.dispose()
    return race(url, folder)


if __name__ == "__main__":
    main()
