"""Making a worker process good at many small things at once."""

import gc
import sys
from typing import Any

from sqlalchemy import Engine, event

SWITCH = 0.0005
"""Seconds a thread may keep the interpreter while another wants it; Python's own 5 ms
are as long as writing an outcome takes in all."""

COLLECTS = 20_000, 20, 20
"""Objects between looks for garbage. Few things here point at each other in a circle, and Python's
own hundreds are what a handful of pushes make."""


def tune(engine: Engine) -> None:
    """Many small things at once, and none of them may wait long for another."""
    sys.setswitchinterval(SWITCH)
    engine.dispose()
    event.listen(engine, "connect", _do_not_wait_for_the_disk)
    gc.freeze()  # what was loaded at the start stays, and need not be looked at again
    gc.set_threshold(*COLLECTS)


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    """Let a commit return once the database has it.

    A power cut may then take back the last things this process wrote, and every one of
    them is simply done again: spreading, claiming, sending (the phone puts the second
    push in place of the first), forgetting. What people do is written by the web, which
    waits; and to a killed process it makes no difference.
    """
    if hasattr(connection, "pgconn"):
        connection.execute("SET synchronous_commit = off")
        connection.commit()
    else:
        connection.execute("PRAGMA synchronous=NORMAL")
