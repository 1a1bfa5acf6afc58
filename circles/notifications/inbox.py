"""What a person reads in the app about what happened, the newest first."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from circles.accounts import Person
from circles.announcement import Words, announced_kinds, announcement_for
from circles.cursor import Cursor
from circles.database import db
from circles.notifications.notification import Notification, Seen

PAGE = 30


@dataclass(frozen=True)
class Item:
    """One line of the inbox, in the words of this moment."""

    id: uuid.UUID
    circle_id: uuid.UUID
    kind: str
    happened_at: datetime
    is_new: bool
    words: Words


@dataclass(frozen=True)
class InboxPage:
    """Some lines; what has settled itself since is not among them. `after` is where the
    next page begins, `seen` what was looked at, lines or not, as it was then."""

    items: Sequence[Item]
    after: Cursor | None
    seen: Sequence[Seen]


def inbox(person: Person, after: Cursor | None = None) -> InboxPage:
    """One page of this person's news."""
    wanted = Notification.visible_to(person).limit(PAGE + 1)
    if after is not None:
        wanted = wanted.where(_comes_after(*after))
    rows = db.session.scalars(wanted).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    gathered = _gather(rows)
    told = [(row, row.words()) for row in rows[:PAGE]]
    del gathered
    return InboxPage(
        items=[_item(row, words) for row, words in told if words is not None],
        after=(last.happened_at, last.id) if last else None,
        seen=[(row.id, row.happened_at) for row in rows[:PAGE]],
    )


def _gather(rows: Sequence[Notification]) -> list[object]:
    """What all these lines speak of, read at once for each kind of news."""
    subjects: dict[str, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        if row.kind in announced_kinds():
            subjects[row.kind].append(row.subject_id)
    return [announcement_for(kind).gather(ids) for kind, ids in subjects.items()]


def _comes_after(at: datetime, key: uuid.UUID) -> ColumnElement[bool]:
    row = Notification
    return or_(row.happened_at < at, and_(row.happened_at == at, row.id < key))


def _item(row: Notification, words: Words) -> Item:
    return Item(row.id, row.circle_id, row.kind, row.happened_at, row.is_new, words)
