"""What a yes is to: everything that whoever it is asked for could read of it, in a short mark."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from circles.database import db
from circles.needs.answering import way_of
from circles.needs.audience import Addressed
from circles.needs.need import Need
from circles.needs.series import Series
from circles.needs.slot import Slot

MARK_LENGTH = 16


def mark_of(need: Need) -> str:
    """Another one as soon as the ask says something else, at another time or to other people."""
    said = (need.title, need.details, need.answers, need.private_words, need.private_answers)
    heard = (need.audience, _chosen(need), way_of(need))
    read = json.dumps([said, heard, _days(need)], sort_keys=True, default=str)
    return sha256(read.encode()).hexdigest()[:MARK_LENGTH]


def _chosen(need: Need) -> list[str]:
    found = select(Addressed.membership_id).where(Addressed.need_id == need.id)
    return sorted(map(str, db.session.scalars(found)))


def _days(need: Need) -> list[Any]:
    """Columns, read anew: what was loaded may be older than the lock. Of what repeats the rule, and
    the days that differ from it: the clock may make one more while it is read."""
    times = (Slot.day, Slot.starts, Slot.ends, Slot.over_at, Slot.wanted)
    differs = Slot.series_id.is_(None) | (Slot.revision > 0)
    days = select(*times).where(Slot.need_id == need.id, differs).order_by(Slot.position)
    rule = (Series.rule, Series.first, Series.starts, Series.ends, Series.wanted)
    again = select(*rule).where(Series.need_id == need.id)
    return [tuple(row) for one in (days, again) for row in db.session.execute(one)]
