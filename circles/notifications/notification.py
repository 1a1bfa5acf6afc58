"""A line in the inbox: the truth behind the ring at the door."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    exists,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.accounts import Person
from circles.announcement import Words, announced_kinds, announcement_for
from circles.database import db
from circles.fact import Fact
from circles.membership import Circle

Seen = tuple[uuid.UUID, datetime]
"""A row of the inbox as it was looked at: its id, and when what it told happened."""


class Notification(db.Model):
    """The newest thing a person may hear about a subject. It refers, and says nothing:
    the words are made when it is read, so an edit or an erasure wins, and it does not
    keep whose deed it was."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("person_id", "subject_id"),
        Index("ix_notification_person_id_happened_at", "person_id", "happened_at"),
        Index(
            "ix_notification_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]
    circle_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("circle.id", ondelete="CASCADE"), index=True
    )
    subject_id: Mapped[uuid.UUID]
    detail_id: Mapped[uuid.UUID | None]
    happened_at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None] = mapped_column(index=True)

    @classmethod
    def visible_to(cls, person: Person) -> Select["Notification"]:
        """This person's news of the circles they are in now, the newest first."""
        circles = Circle.visible_to(person).with_only_columns(Circle.id).order_by(None)
        return (
            select(cls)
            .where(cls.person_id == person.id, cls.circle_id.in_(circles))
            .order_by(cls.happened_at.desc(), cls.id.desc())
        )

    @classmethod
    def any_unread(cls, person: Person) -> bool:
        """Whether there is news this person has not seen; never how much."""
        unread = cls.visible_to(person).where(cls.read_at.is_(None)).order_by(None)
        return bool(db.session.scalar(select(exists(unread.with_only_columns(cls.id)))))

    @classmethod
    def read_all(cls, person: Person) -> None:
        """This person has seen everything so far."""
        cls._read(cls.person_id == person.id)

    @classmethod
    def read(cls, person: Person, seen: Collection[Seen]) -> None:
        """This person has seen these rows as they were.

        A time would not do: news is spread a moment after it happened, so what came in between
        would be put away unseen; and a row that newer news has taken over is new again.
        """
        cls._read(cls.person_id == person.id, tuple_(cls.id, cls.happened_at).in_(seen))

    @classmethod
    def answer(cls, person_id: uuid.UUID, subject_id: uuid.UUID, until: datetime) -> None:
        """This person did something about a subject, and so has seen what was told of it."""
        told = (cls.subject_id == subject_id, cls.happened_at <= until)
        cls._read(cls.person_id == person_id, *told)

    @classmethod
    def _read(cls, *which: ColumnElement[bool]) -> None:
        db.session.execute(
            update(cls)
            .where(cls.read_at.is_(None), *which)
            .values(read_at=clock.now())
            .execution_options(synchronize_session=False)
        )

    @property
    def is_new(self) -> bool:
        """Whether it was not seen yet."""
        return self.read_at is None

    def words(self) -> Words | None:
        """What it says now, or nothing if it no longer matters."""
        if self.kind not in announced_kinds():
            return None
        happened = Fact(
            kind=self.kind,
            circle_id=self.circle_id,
            actor_id=None,
            subject_id=self.subject_id,
            detail_id=self.detail_id,
            recorded_at=self.happened_at,
            spread_at=None,
        )
        return announcement_for(self.kind).words(happened, self.person_id)
