"""Everything beneath one ask that a reader may see: words, company and thanks, read at once."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, literal_column, null, select, union_all

from circles.accounts import Person, alphabetical
from circles.cursor import Cursor
from circles.database import db
from circles.needs.companion import Companion
from circles.needs.need import Need
from circles.needs.thanks import Thanks
from circles.needs.thread import PAGE, ThreadPage, page_of, thread

MESSAGE, COMPANION, THANKS = "message", "companion", "thanks"


@dataclass(frozen=True)
class Beneath:
    """A page of the thread; companions (person_id, name) by name; and the words of thanks that
    this reader may read, by whom they are for."""

    thread: ThreadPage
    companions: list[Any]
    thanks: dict[uuid.UUID, str]


def beneath(need: Need, reader: Person, after: Cursor | None = None) -> Beneath:
    """What stands beneath an ask. One statement, because its page has others to make."""
    parts = _messages(need.id, after), _companions(need.id), _thanks(need.id, reader)
    rows = db.session.execute(union_all(*parts)).all()
    messages = [row for row in rows if row.what == MESSAGE]
    companions = [row for row in rows if row.what == COMPANION]
    return Beneath(
        page_of(sorted(messages, key=lambda row: (row.written_at, row.id), reverse=True)),
        sorted(companions, key=lambda row: (alphabetical(row.name), row.person_id)),
        {row.person_id: row.words for row in rows if row.what == THANKS},
    )


def _messages(need_id: uuid.UUID, after: Cursor | None) -> Select[*tuple[Any, ...]]:
    """One more than a page shows, to know whether there are others."""
    newest = thread(need_id, after).limit(PAGE + 1).subquery().c
    return select(
        _is(MESSAGE), newest.id, newest.person_id, newest.name, newest.words, newest.written_at
    )


def _companions(need_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    there = select(_is(COMPANION), Companion.id, Companion.person_id, Person.name, null(), null())
    by_name = Person.id == Companion.person_id
    return there.join(Person, by_name).where(Companion.need_id == need_id)


def _thanks(need_id: uuid.UUID, reader: Person) -> Select[*tuple[Any, ...]]:
    said = Thanks.visible_to(reader).where(Thanks.need_id == need_id)
    return said.with_only_columns(
        _is(THANKS), Thanks.id, Thanks.to_id, null(), Thanks.words, null()
    )


def _is(what: str) -> ColumnElement[str]:
    return literal_column(f"'{what}'", String).label("what")
