"""A link by which another calendar reads one person's days.

Whoever has the link reads them, without signing in: calendar programs cannot. Its 32 random bytes
are known to whoever made it; here stands only their SHA-256. It is tied to the device it was made
on and goes with it: a phone that is signed out leaves no way in behind.
"""

import uuid
from collections.abc import Sequence
from typing import Self

from sqlalchemy import ForeignKey, LargeBinary, Select, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from circles.accounts import Person, Session, digest, new_token
from circles.database import db


class Feed(db.Model):
    """One per device, so that each can be taken back by itself."""

    __allow_unmapped__ = True  # for the secret, which is never kept
    __tablename__ = "calendar_feed"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), unique=True
    )
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)

    session: Mapped[Session] = relationship()

    secret: str | None = None
    """Known only in the request that made it."""

    @classmethod
    def make(cls, session: Session) -> Self:
        """A new link for this device; the one it had opens nothing any more."""
        feed = db.session.scalar(select(cls).where(cls.session_id == session.id))
        if feed is None:
            feed = cls(session_id=session.id)
            db.session.add(feed)
        feed.secret = new_token()
        feed.secret_hash = digest(feed.secret)
        return feed

    @classmethod
    def reader_of(cls, secret: str) -> uuid.UUID | None:
        """Id of the person whose days this secret opens. It is looked up by its digest, so how
        long that takes says nothing of how much of a guess was right."""
        return db.session.scalar(
            select(Session.person_id)
            .join(cls, cls.session_id == Session.id)
            .where(cls.secret_hash == digest(secret))
        )

    @classmethod
    def visible_to(cls, person: Person) -> Select["Feed"]:
        """This person's own, by what the devices are called."""
        return (
            select(cls)
            .join(cls.session)
            .options(contains_eager(cls.session))
            .where(Session.person_id == person.id)
            .order_by(Session.label, cls.id)
        )

    @classmethod
    def of(cls, person: Person) -> Sequence["Feed"]:
        """All that this person made and did not take back."""
        return db.session.scalars(cls.visible_to(person)).unique().all()

    def path(self) -> str:
        """Where it is read."""
        return f"/calendar/{self.secret}.ics"

    def revoke(self) -> None:
        """Take it back: the link opens nothing from now on."""
        db.session.delete(self)
