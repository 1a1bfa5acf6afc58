"""Works in a process of its own, beside others that do the same."""

import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.synchronize import Barrier

from sqlalchemy import event, update

from circles import clock, create_app
from circles.database import db
from circles.notifications import Delivery, LastRun, fan_out
from circles.settings import Settings

PATIENCE, PAUSE = 60, 0.03  # seconds

together: Barrier | None = None


def begin_together(barrier: Barrier) -> None:
    """Let this process wait for the others before it claims, however slowly they start."""
    global together
    together = barrier


def claim_all(environment: Mapping[str, str]) -> Counter[uuid.UUID]:
    """How often this process was given each delivery, until there was none left."""
    claimed: Counter[uuid.UUID] = Counter()
    with _beside_others(environment):
        nothing = 0
        while nothing < 20:  # another may hold the rest for a moment
            ids = Delivery.claim(uuid.uuid4(), 7)
            db.session.commit()
            claimed.update(ids)
            _send(ids)
            nothing = 0 if ids else nothing + 1
    return claimed


def spread_all(environment: Mapping[str, str]) -> int:
    """How many deliveries this process made of the facts that there are. It pauses after each:
    on SQLite whoever writes without a pause may keep the others out till the end."""
    with _beside_others(environment):
        event.listen(db.session, "after_commit", lambda _session: time.sleep(PAUSE))
        return fan_out()


def run_all(environment: Mapping[str, str], jobs: Sequence[str]) -> Counter[str]:
    """The jobs whose run of this period was this process's."""
    with _beside_others(environment):
        return Counter(job for job in jobs if LastRun.take(job, timedelta(days=1)))


@contextmanager
def _beside_others(environment: Mapping[str, str]) -> Iterator[None]:
    app = create_app(Settings.from_environment(environment))
    if together is not None:
        together.wait(PATIENCE)
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def _send(ids: Sequence[uuid.UUID]) -> None:
    """So that whatever waits behind these is claimed next."""
    sent = {"outcome": "sent", "settled_at": clock.now()}
    db.session.execute(update(Delivery).where(Delivery.id.in_(ids)).values(**sent))
    db.session.commit()
