"""Where the next page of a listing begins, as an opaque string."""

import base64
import binascii
import uuid
from datetime import UTC, datetime

from circles.phrase import Phrase
from circles.refusal import Invalid

Cursor = tuple[datetime, uuid.UUID]


def write_cursor(after: Cursor | None) -> str | None:
    """The string for a page's `after`; none where there is no next page."""
    if after is None:
        return None
    text = f"{after[0].astimezone(UTC).isoformat()} {after[1].hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(given: str | None) -> Cursor | None:
    """What `write_cursor` wrote; raises `Invalid` for anything else."""
    if not given:
        return None
    try:
        text = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode("ascii")
        at, key = text.split(" ")
        return datetime.fromisoformat(at).astimezone(UTC), uuid.UUID(key)
    except (ValueError, binascii.Error, UnicodeError, OverflowError) as error:
        raise Invalid(Phrase("This page is not there. Start from the first."), "after") from error
