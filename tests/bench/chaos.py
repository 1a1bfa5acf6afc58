"""Kills web and workers at random moments, and looks whether anything was lost.

    bin/bench chaos [--kills 500] [--database sqlite|postgresql] [--seed N]

Real `circles web` and `circles worker` processes; people who ask over HTTP and hold on until they
are answered; push services over TLS that misbehave in every way there is; and SIGKILL, again and
again. In the end all are killed at once and come back, and the clock runs until everything due
is out. What must be true then is in `TARGETS`.
"""

import random
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from circles import create_app, schema
from circles.database import db
from circles.settings import Settings
from tests import postgres
from tests.authority import Authority
from tests.bench.town.askers import Askers
from tests.bench.town.findings import Findings, find, is_all_spread, on_its_way
from tests.bench.town.misbehaving import Services
from tests.bench.town.processes import Process, Web
from tests.bench.town.streets import Town

PHONES = 16
"""In each street: as many pushes for each ask, as in a circle."""
EVERY = 0.2
"""Seconds from ask to ask: 80 pushes a second, as much as two cores do with all this. Nobody asks
while more than an ask is due already. Were there always more to send than can be sent, what is
counted as repeated would be the queues of the bench: all that is on the wire."""
PUSHES_PER_KILL = 130
"""On average. A kill of a worker repeats what is on its wire: one push on average, among 257 kills
on a machine with more to do than it can. Every other kill is one of a web."""
STALLED = 20  # seconds without so many pushes, after which it is killed all the same
BACK_WITHIN = 90.0
"""Seconds, from the start of workers where there was none until everything due is out."""
PATIENCE = 600  # seconds for that, before it is given up
WEBS = {"sqlite": 1, "postgresql": 2}
WORKERS = 2


@dataclass(frozen=True)
class Report:
    """What was done, and what came of it."""

    kills: Counter[str]
    findings: Findings
    back_after: float
    seconds: float

    def rows(self) -> Iterator[tuple[str, str, str, bool]]:
        """What was measured, its value, what is wanted, and whether that is met."""
        found, kills = self.findings, self.kills
        yield "kills (web, worker)", f"{kills['web']}, {kills['worker']}", "", True
        yield "asks acknowledged", f"{found.acknowledged} in {found.tries} tries", "", True
        yield "pushes due", f"{found.pushes}", "", True
        for name in ("missing", "doubled", "unlike", "lost"):
            yield name, f"{getattr(found, name)}", "0", getattr(found, name) == 0
        share = f"{found.repeated} ({found.share:.2%})"
        yield "repeated", share, "<= 1 %", found.share <= 0.01
        yield "with another tag or topic", f"{found.differing}", "0", found.differing == 0
        yield "inbox lines amiss", f"{found.unread}", "0", found.unread == 0
        yield "phones not as fated", f"{found.not_as_fated}", "0", found.not_as_fated == 0
        yield "malformed pushes", f"{found.wrong}", "0", found.wrong == 0
        back = self.back_after <= BACK_WITHIN
        yield "all back, all out", f"{self.back_after:.1f} s", f"<= {BACK_WITHIN:g} s", back
        yield "seconds", f"{self.seconds:.0f}", "", True

    @property
    def is_met(self) -> bool:
        """Whether everything is as it should be."""
        return all(met for *_, met in self.rows())

    def __str__(self) -> str:
        lines = []
        for name, value, wanted, met in self.rows():
            judged = f"wanted {wanted:<8} {'met' if met else 'NOT MET'}" if wanted else ""
            lines.append(f"  {name:<26} {value:<22} {judged}".rstrip())
        return "\n".join(lines)


@dataclass(frozen=True)
class Scene:
    """Everything that takes part. The application is the bench's own, to look with."""

    services: Services
    town: Town
    webs: Sequence[Web]
    workers: Sequence[Process]

    @property
    def origins(self) -> list[str]:
        return [web.origin for web in self.webs]


def environment(url: str, folder: Path) -> dict[str, str]:
    """The settings of a server on this database; on PostgreSQL the bell hangs there, too."""
    given = {"CIRCLES_INSTANCE_PATH": str(folder), "CIRCLES_DATABASE_URL": url}
    return given if url.startswith("sqlite") else given | {"CIRCLES_QUEUE_URL": url}


@contextmanager
def scene(given: Mapping[str, str], folder: Path, seed: int) -> Iterator[Scene]:
    """All processes, at work on a database that nobody else uses."""
    authority = Authority(folder)
    webs = WEBS[make_url(given["CIRCLES_DATABASE_URL"]).get_backend_name()]
    with ExitStack() as there:
        services = there.enter_context(Services(authority, seed))
        given = dict(given) | authority.environment("one")
        given["CIRCLES_PUSH_ALLOWED_ORIGINS"] = ",".join(services.origins)
        app = create_app(Settings.from_environment(given))
        there.enter_context(app.app_context())
        schema.migrate(db.engine)
        town, log = Town(app, services, PHONES), folder / "processes.log"
        yield Scene(
            services,
            town,
            [there.enter_context(Web(given, log)) for _ in range(webs)],
            [there.enter_context(Process("worker", given, log)) for _ in range(WORKERS)],
        )
        db.session.remove()
        db.engine.dispose()


def run(at: Scene, kills: int, seed: int) -> Report:
    """Do it. Prints nothing."""
    began, chance, killed = time.monotonic(), random.Random(seed), Counter[str]()
    with Askers(at.town, at.services, at.origins, EVERY, PHONES) as askers:
        for _ in range(kills):
            _wait_for_pushes(at.services, chance)
            assert not askers.errors, askers.errors
            process = chance.choice(chance.choice([at.webs, at.workers]))
            process.kill()
            process.start()
            killed[process.kind] += 1
    for process in at.workers:
        process.kill()
    for _ in range(2):
        askers.ask()
    back = time.monotonic()
    for process in at.workers:
        process.start()
    _wait(lambda: _is_all_told(askers))
    back_after = time.monotonic() - back
    for process in at.workers:
        assert process.stop() == 0
    return Report(killed, find(askers, at.services), back_after, time.monotonic() - began)


def _wait_for_pushes(services: Services, chance: random.Random) -> None:
    """Then a little longer, so that no moment is like another."""
    until = services.count() + chance.randrange(PUSHES_PER_KILL * 2)
    stalled = time.monotonic() + STALLED
    while services.count() < until and time.monotonic() < stalled:
        time.sleep(0.02)
    time.sleep(chance.random() / 10)


def _is_all_told(askers: Askers) -> bool:
    phones = [phone for ask in askers.acknowledged for phone in ask.street.phones]
    told = {phone.endpoint for phone in phones if phone.fate != "kept"}
    return is_all_spread() and told.isdisjoint(on_its_way())


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < deadline:
        time.sleep(0.2)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/circles.db"
        return
    with postgres.running() as server:
        yield server.create_database()


def main() -> None:
    """Print the figures beside what is wanted; the exit code is 1 where that is not met."""
    parser = ArgumentParser(prog="bin/bench chaos")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--database", choices=list(WEBS), default="sqlite")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    asked = parser.parse_args()
    print(f"{asked.kills} kills on {asked.database}, seed {asked.seed}", flush=True)
    with (
        tempfile.TemporaryDirectory() as name,
        _database(asked.database, Path(name)) as url,
        scene(environment(url, Path(name)), Path(name), asked.seed) as at,
    ):
        report = run(at, asked.kills, asked.seed)
    print(report)
    sys.exit(not report.is_met)


if __name__ == "__main__":
    main()
