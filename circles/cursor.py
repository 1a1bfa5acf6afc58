"""Where the next page of a listing begins, as an opaque string."""

import base64
import uuid
from datetime import UTC, datetime

from circles.phrase import Phrase
from circles.refusal import Invalid

Cursor = tuple[datetime, uuid.UUID]
Place = tuple[str, uuid.UUID]
"""In a listing by title: the letters it begins with, and what it is."""


def write_cursor(after: Cursor | None) -> str | None:
    """The string for a page's `after`; none where there is no next page."""
    if after is None:
        return None
    return _written(f"{after[0].astimezone(UTC).isoformat()} {after[1].hex}")


def read_cursor(given: str | None) -> Cursor | None:
    """What `write_cursor` wrote; raises `Invalid` for anything else."""
    if not given:
        return None
    try:
        at, key = _read(given).split(" ")
        return datetime.fromisoformat(at).astimezone(UTC), uuid.UUID(key)
    except (ValueError, OverflowError) as error:
        raise _not_there() from error


def write_place(after: Place | None) -> str | None:
    """The same for a listing by title."""
    return None if after is None else _written(f"{after[1].hex} {after[0]}")


def read_place(given: str | None) -> Place | None:
    """What `write_place` wrote; raises `Invalid` for anything else."""
    if not given:
        return None
    try:
        key, _, letters = _read(given).partition(" ")
        return letters.replace("\0", ""), uuid.UUID(key)
    except ValueError as error:
        raise _not_there() from error


def _written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(given: str) -> str:
    """Raises `ValueError`."""
    return base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()


def _not_there() -> Invalid:
    return Invalid(Phrase("This page is not there. Start from the first."), "after")
