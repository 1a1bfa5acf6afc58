"""What repeats, as it is read: whoever promised every time, by name."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from circles.accounts import alphabetical
from circles.database import db
from circles.needs.audience import agreed, seen_by
from circles.needs.listing import Helper, ListedSlot
from circles.needs.need import Need
from circles.needs.series import Series
from circles.needs.standing_sign_up import StandingSignUp


def series_among(slots: Iterable[ListedSlot]) -> Series | None:
    """The series these days are of, if they are of one."""
    return next((slot.row.Series for slot in slots if slot.row.Series is not None), None)


def goes_on(slots: Iterable[ListedSlot], series: Series) -> bool:
    """Whether more days of it will come than those that are made."""
    last = max(slot.row.day for slot in slots if slot.row.day is not None)
    return series.recurrence.goes_on_after(last)


def repeats_after(circle_id: uuid.UUID, reader: uuid.UUID, day: date) -> bool:
    """Whether anything that this reader sees there still repeats after a day. One statement."""
    found = (
        select(Series)
        .join(Need, Need.id == Series.need_id)
        .where(
            Need.circle_id == circle_id,
            Need.ended_at.is_(None),
            seen_by(Need, reader),
            agreed(Need),
        )
    )
    return any(series.recurrence.goes_on_after(day) for series in db.session.scalars(found))


def standing_in(series_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Helper]]:
    """Whoever promised every time, by name. One statement, or none where nothing repeats."""
    listed: dict[uuid.UUID, list[Helper]] = defaultdict(list)
    ids = list(series_ids)
    found = db.session.scalars(StandingSignUp.among(ids)).all() if ids else []
    for one in sorted(found, key=lambda one: alphabetical(one.person.name)):
        listed[one.series_id].append(Helper(one.person_id, one.person.name, one.note))
    return listed
