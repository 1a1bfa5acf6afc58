"""A thousand phones at a push service that takes its time: `bin/bench slow_service [PHONES]`.

Every answer comes 60 ms after its push, as from a service far away. How long it takes then is a
question of how many pushes are under way; how much it costs both sides, of how many connections
and signatures that takes. Once with three services that speak HTTP/2, once with one that speaks
only HTTP/1.1.
"""

import sys
import tempfile
from pathlib import Path

from tests.authority import Authority
from tests.bench.push.many_phones import ManyPhones, Subscriptions
from tests.bench.push.sink import Sink

ANSWERS_AFTER = 0.06  # seconds
SECONDS, HANDSHAKES = 3.0, 64
"""What is wanted at most for a thousand phones; and one signature for each audience."""


def measure(phones: int, audiences: int, versions: tuple[str, ...]) -> None:
    """Print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        home, authority = Path(folder), Authority(Path(folder))
        with Sink(authority, audiences, ANSWERS_AFTER, looks=True, versions=versions) as sink:
            subscriptions = Subscriptions(sink.endpoints(phones))
            environment = authority.environment("many")
            circle = ManyPhones(home / "instance", subscriptions, environment)
            with circle, circle.workers(1) as workers:
                rung = circle.ask(workers)
            counts = sink.counts()
    print(f"{phones} phones, {audiences} audiences, {'/'.join(counts['versions'])}")
    _print("seconds", rung.seconds, SECONDS * phones / 1000)
    _print("TLS handshakes", counts["handshakes"], HANDSHAKES)
    _print("signatures", counts["signatures"], audiences)


def _print(what: str, value: float, most: float) -> None:
    judged = "met" if value <= most else "NOT MET"
    print(f"  {what:<16} {value:>8.4g} (wanted <= {most:g}: {judged})", flush=True)


def main() -> None:
    """Both protocols."""
    phones = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    measure(phones, 3, ("h2", "http/1.1"))
    measure(phones, 1, ("http/1.1",))


if __name__ == "__main__":
    main()
