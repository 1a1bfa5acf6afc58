"""What repeats, as it is read: whoever promised every time, by name."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from circles.accounts import alphabetical
from circles.database import db
from circles.needs.listing import Helper, ListedSlot
from circles.needs.series import Series
from circles.needs.standing_sign_up import StandingSignUp


def series_among(slots: Iterable[ListedSlot]) -> Series | None:
    """The series these days are of, if they are of one."""
    return next((slot.row.Series for slot in slots if slot.row.Series is not None), None)


def standing_in(series_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Helper]]:
    """Whoever promised every time, by name. One statement, or none where nothing repeats."""
    listed: dict[uuid.UUID, list[Helper]] = defaultdict(list)
    ids = list(series_ids)
    found = db.session.scalars(StandingSignUp.among(ids)).all() if ids else []
    for one in sorted(found, key=lambda one: alphabetical(one.person.name)):
        listed[one.series_id].append(Helper(one.person_id, one.person.name, one.note))
    return listed
