"""Does asking take longer in a large circle? `bin/bench ask_time` asks in three.

The request only writes the ask and its fact; who hears of it is a matter for the worker. So its
time must not grow with the members, of whom each has a phone. The circles take turns, so that
whatever else the machine does meets all of them alike.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from circles.database import db
from circles.needs import Need
from tests.bench.push.many_phones import ManyPhones, Subscriptions
from tests.world import Client

MEMBERS = (10, 100, 1000)
KNOWN = 4  # members of Maple Street who are there anyway
WARM, ASKS = 5, 60
GROWTH = 1.3
"""What asking in the largest circle may take, beside the smallest."""


@dataclass
class Asker:
    """Ruth's browser, in a circle of so many."""

    members: int
    client: Client
    path: str
    day: str
    took: list[float] = field(default_factory=list)

    def ask(self) -> None:
        """One request, from its form to its answer."""
        form = {"kind": "meal", "title": "Dinner for four", "when": self.day, "at": "18:00"}
        began = time.perf_counter()
        answer = self.client.post(self.path, data=form)
        self.took.append(time.perf_counter() - began)
        assert answer.status_code == 303, answer.text

    @property
    def middle(self) -> float:
        """Milliseconds that the middle one of its asks took, the first few left out."""
        return statistics.median(self.took[WARM:]) * 1000


@contextmanager
def asker(folder: Path, members: int) -> Iterator[Asker]:
    """A circle of its own, in a database of its own."""
    endpoints = [f"https://x.push.apple.com/{n}" for n in range(members - KNOWN)]
    with ManyPhones(folder, Subscriptions(endpoints), {}) as circle:
        world = circle.world
        path = f"/circles/{world.circle.id}/{Need.__tablename__}s"
        client, day = world.client("Ruth"), world.day(1).isoformat()
        db.session.remove()  # or every request would have a thousand rows to let go of
        yield Asker(members, client, path, day)


def main() -> None:
    """Print the middle time of each circle, and the growth."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_circles:
        askers = [
            open_circles.enter_context(asker(Path(folder) / str(members), members))
            for members in MEMBERS
        ]
        for _ in range(WARM + ASKS):
            for one in askers:
                one.ask()
        for one in askers:
            print(f"{one.members:>5} members: {one.middle:6.1f} ms")
        growth = max(one.middle for one in askers) / askers[0].middle
    judged = "met" if growth <= GROWTH else "NOT MET"
    print(f"growth: {growth:.2f} x (wanted <= {GROWTH}: {judged})")


if __name__ == "__main__":
    main()
