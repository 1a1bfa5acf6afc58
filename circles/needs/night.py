"""Days and times as a form sends them, and nights, which end on the next day."""

from datetime import date, time, timedelta
from typing import TypeVar

NIGHTFALL, NOON = time(17), time(12)
"""From an evening until a morning is a night, not a slip of the finger."""

Typed = TypeVar("Typed", date, time)


def end_of(day: str, at: str, until: str) -> str:
    """What begins on that day at that time ends then, as typed."""
    return f"{_next_day(day) if _is_night(at, until) else day}T{until}"


def read_typed(kind: type[Typed], typed: str) -> Typed | None:
    """A day or a time, where it is one."""
    try:
        return kind.fromisoformat(typed)
    except ValueError:
        return None


def _is_night(at: str, until: str) -> bool:
    begins, ends = read_typed(time, at), read_typed(time, until)
    return begins is not None and ends is not None and begins >= NIGHTFALL and ends <= NOON


def _next_day(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day
