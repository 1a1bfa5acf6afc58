"""A few words under an ask, among those it is for. They live and die with it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Select, Text, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person
from circles.cursor import Cursor
from circles.database import db
from circles.needs.hold import hold_open
from circles.needs.need import Need
from circles.phrase import Phrase
from circles.refusal import Forbidden

MESSAGE_LENGTH = 1000
PAGE = 30
"""Words of a thread on one page."""

WRITTEN = "message.written"


class NotYourWords(Forbidden):
    """One takes back one's own words and nobody else's."""

    code: ClassVar[str] = "not_your_words"

    def __init__(self) -> None:
        super().__init__(Phrase("Only whoever wrote this can take it back."))


class Message(db.Model):
    """What someone wrote under an ask. When is kept for the order and for nothing else."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_need_id_written_at", "need_id", "written_at"),)

    need_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    written_by_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]

    need: Mapped[Need] = relationship()
    written_by: Mapped[Person] = relationship()

    @classmethod
    def write(cls, need: Need, person: Person, words: str) -> "Message":
        """Say something to everyone it is for. Raises `NeedEnded`."""
        hold_open(need)
        message = cls(need_id=need.id, written_by_id=person.id, words=words, written_at=clock.now())
        db.session.add(message)
        fact.record(WRITTEN, need.circle_id, person.id, need.id, message.id)
        return message

    @classmethod
    def visible_to(cls, person: Person) -> Select["Message"]:
        """The words under every ask this person may see."""
        asks = Need.visible_to(person).subquery()
        return select(cls).where(cls.need_id.in_(select(asks.c.id)))

    def take_back(self, person: Person) -> None:
        """Unsaid, at once. Raises `NotYourWords`."""
        if self.written_by_id != person.id:
            raise NotYourWords
        db.session.delete(self)


@dataclass(frozen=True)
class ThreadPage:
    """Some words of a thread (id, words, written_at, person_id, name), the newest first;
    `after` leads to older ones."""

    messages: list[Any]
    after: Cursor | None


def thread_of(need_id: uuid.UUID, after: Cursor | None = None) -> ThreadPage:
    """One page of what was written under an ask."""
    return page_of(list(db.session.execute(thread(need_id, after).limit(PAGE + 1))))


def thread(need_id: uuid.UUID, after: Cursor | None) -> Select[*tuple[Any, ...]]:
    """What was written under an ask, the newest first, before a place in it."""
    found = (
        select(
            Message.id,
            Message.words,
            Message.written_at,
            Person.id.label("person_id"),
            Person.name,
        )
        .join(Person, Person.id == Message.written_by_id)
        .where(Message.need_id == need_id)
        .order_by(Message.written_at.desc(), Message.id.desc())
    )
    if after is None:
        return found
    at, key = after
    earlier = and_(Message.written_at == at, Message.id < key)
    return found.where(or_(Message.written_at < at, earlier))


def page_of(rows: list[Any]) -> ThreadPage:
    """The page that rows make, of which there is one more where others follow."""
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return ThreadPage(rows[:PAGE], (last.written_at, last.id) if last else None)
