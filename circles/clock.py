"""The only place that asks what time it is.

Everything else takes the time from here, so a test (or the simulated year) can
move it without patching anyone.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system_time() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_time


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def today(time_zone: str) -> date:
    """The calendar day it is now in an IANA zone such as `Europe/London`."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def set_clock(source: Callable[[], datetime]) -> None:
    """Let `source` say the time from now on; for tests and simulations."""
    global _source
    _source = source


def reset_clock() -> None:
    """Back to the machine's own time."""
    set_clock(_system_time)
