"""How fast phones ring, beside the other ways to send: `bin/bench push_variants`.

    bin/bench push_variants [--phones 200 1000 5000] [--audiences 1 3] [--stores many one]
                            [--database postgresql] [--workers]

Everything goes over TLS to a push service on localhost, a process of its own. Each way has its
turn in one run, and ours goes from the ask to the outcome in the database: spreading, claiming,
words, encryption, wire and ledger, in a real worker process that has just begun; the second ask,
for which everything is loaded, is the one that is judged. A store with `many` certificates is
what a user has; `one` makes the others look better than a user sees. The loop is slow, so with
`many` it is measured on the first phones only. `--workers` also measures two worker processes.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.authority import Authority
from tests.bench.push.many_phones import ManyPhones, Rung, Subscriptions
from tests.bench.push.sink import Sink
from tests.bench.push.variants import Sender, in_environment, packages_of_node

LOOP = 200  # phones that the README's loop is measured on with many certificates

LOOP_1000, LOOP_5000, NODE_5000, OF_CRYPTO, CPU, SECOND = 40, 6, 3, 0.25, 0.4, 1.6
"""What is wanted, at the sizes and with the stores named below."""


@dataclass
class Bench:
    """What all runs share."""

    folder: Path
    authority: Authority
    sender: Sender
    packages: Path | None
    database: str

    @contextmanager
    def circle(self, subscriptions: Subscriptions, store: str) -> Iterator[ManyPhones]:
        environment = self.authority.environment(store)
        with tempfile.TemporaryDirectory(dir=self.folder) as home, self._database() as url:
            given = environment | ({"CIRCLES_DATABASE_URL": url} if url else {})
            with ManyPhones(Path(home), subscriptions, given) as circle:
                yield circle

    @contextmanager
    def _database(self) -> Iterator[str]:
        server = postgres.running() if self.database == "postgresql" else nullcontext()
        with server as running:
            yield running.create_database() if running else ""

    def compare(self, phones: int, audiences: int, store: str) -> None:
        """Print every way's figures for so many phones."""
        print(f"\n{phones} phones, {audiences} audiences, {store} certificates trusted")
        with Sink(self.authority, audiences) as sink:
            subscriptions = Subscriptions(sink.endpoints(phones))
            ways = self._others(subscriptions.all, store)
            with self.circle(subscriptions, store) as circle, circle.workers(1) as workers:
                ways["ours, the first ask"] = circle.ask(workers)
                ways["ours, the next"] = circle.ask(workers)
            for name, rung in ways.items():
                print(f"  {name:<26} {rung.rate:>8.0f}/s {rung.cpu:>8.3f} ms CPU each")
        _judge(ways, phones, store)

    def _others(self, all_of_them: list[dict], store: str) -> dict[str, Rung]:
        environment, sender = self.authority.environment(store), self.sender
        first = all_of_them[:LOOP] if store == "many" else all_of_them
        ways = {}
        with in_environment(environment):
            ways["webpush() in a loop"] = sender.loop(first)
            ways["one session"] = sender.session(all_of_them)
        if self.packages is None:
            print("  web-push is skipped: node, npm or its registry is missing.")
        else:
            ways["web-push, 32 at once"] = sender.web_push(all_of_them, self.packages, environment)
        ways["cryptography alone"] = sender.cryptography(all_of_them)
        return ways

    def two_workers(self, phones: int, store: str = "many") -> None:
        """Print what a second worker process adds."""
        with Sink(self.authority) as sink:
            subscriptions, rates = Subscriptions(sink.endpoints(phones)), []
            with self.circle(subscriptions, store) as circle:
                for count in (1, 2):
                    with circle.workers(count) as workers:
                        circle.ask(workers)
                        rates.append(circle.ask(workers).rate)
        one, two = rates
        print(f"\n{phones} phones: {one:.0f}/s, {two:.0f}/s with two workers")
        _print("the second worker", two / one, SECOND, "x")


def _judge(ways: dict[str, Rung], phones: int, store: str) -> None:
    ours = ways["ours, the next"]
    loop = ours.rate / ways["webpush() in a loop"].rate
    wanted = {(1000, "many"): LOOP_1000, (5000, "one"): LOOP_5000}.get((phones, store))
    _print("ours to the loop", loop, wanted, "x")
    if node := ways.get("web-push, 32 at once"):
        wanted = NODE_5000 if (phones, store) == (5000, "one") else None
        _print("ours to web-push", ours.rate / node.rate, wanted, "x")
    _print(
        "ours to cryptography alone", ours.rate / ways["cryptography alone"].rate, OF_CRYPTO, "x"
    )
    print(f"  CPU of ours per push: {ours.cpu:.3f} ms (wanted <= {CPU}: {_word(ours.cpu <= CPU)})")


def _print(what: str, value: float, wanted: float | None, unit: str) -> None:
    judged = "" if wanted is None else f" (wanted >= {wanted}: {_word(value >= wanted)})"
    print(f"  {what}: {value:.2f} {unit}{judged}", flush=True)


def _word(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"


def main() -> None:
    """Read what is wanted, and measure it in turn."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--phones", type=int, nargs="+", default=[200, 1000, 5000])
    asked.add_argument("--audiences", type=int, nargs="+", default=[1, 3])
    asked.add_argument("--stores", nargs="+", choices=["many", "one"], default=["many", "one"])
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--workers", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bench = Bench(home, Authority(home), Sender(home), packages_of_node(home), given.database)
        for phones in given.phones:
            for audiences in given.audiences:
                for store in given.stores:
                    bench.compare(phones, audiences, store)
        if given.workers:
            bench.two_workers(max(given.phones))


if __name__ == "__main__":
    main()
