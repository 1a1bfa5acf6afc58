"""Claims deliveries in a process of its own, beside others that do the same."""

import uuid
from collections import Counter
from collections.abc import Mapping
from multiprocessing.synchronize import Barrier

from circles import create_app
from circles.database import db
from circles.notifications import Delivery
from circles.settings import Settings

PATIENCE = 60  # seconds

together: Barrier | None = None


def begin_together(barrier: Barrier) -> None:
    """Let this process wait for the others before it claims, however slowly they start."""
    global together
    together = barrier


def claim_all(environment: Mapping[str, str]) -> Counter[uuid.UUID]:
    """How often this process was given each delivery, until there was none left."""
    claimed: Counter[uuid.UUID] = Counter()
    app = create_app(Settings.from_environment(environment))
    if together is not None:
        together.wait(PATIENCE)
    with app.app_context():
        nothing = 0
        while nothing < 20:  # another may hold the rest for a moment
            ids = Delivery.claim(uuid.uuid4(), 7)
            db.session.commit()
            claimed.update(ids)
            nothing = 0 if ids else nothing + 1
        db.session.remove()
        db.engine.dispose()
    return claimed
