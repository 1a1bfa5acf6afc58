"""One signed-in device, or one program with a bearer token.

The token is 32 random bytes that only the device keeps; here stands its SHA-256,
so the database opens no door. Signing out deletes the row, in every process at
once.
"""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Literal, Self

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Select, String, delete, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from circles import clock
from circles.accounts.person import Person
from circles.accounts.spoken_code import SpokenCode
from circles.database import db

LABEL_LENGTH = 60

Kind = Literal["device", "program"]


def digest(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    """32 random bytes, base64url."""
    return secrets.token_urlsafe(32)


class Session(db.Model):
    """Who is signed in where. Flask-Login's user is a session, not a person."""

    __allow_unmapped__ = True  # for the token, which is never kept
    __tablename__ = "session"
    __table_args__ = (CheckConstraint("kind in ('device', 'program')", name="kind"),)

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    opened_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")

    token: str | None = None
    """The token itself, known only in the request that opened or used it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @classmethod
    def open(cls, person: Person, label: str, kind: Kind = "device") -> Self:
        """Sign this person in; the token is on the returned session, once."""
        token = new_token()
        session = cls(
            person_id=person.id,
            person=person,
            token_hash=digest(token),
            kind=kind,
            label=label[:LABEL_LENGTH],
            opened_at=clock.now(),
        )
        session.token = token
        db.session.add(session)
        return session

    @classmethod
    def of_token(cls, token: str) -> Self | None:
        """The live session of a token."""
        found = db.session.scalar(
            select(cls).options(joinedload(cls.person)).where(cls.token_hash == digest(token))
        )
        if found is not None:
            found.token = token
        return found

    @classmethod
    def visible_to(cls, person: Person) -> Select["Session"]:
        """Where this person is signed in, by what each device is called."""
        mine = select(cls).where(cls.person_id == person.id)
        return mine.order_by(cls.label, cls.opened_at, cls.id)

    @classmethod
    def close_others(cls, person: Person, but: "Session | None" = None) -> None:
        """Sign this person out everywhere, but for one session; what any of them had made to let
        another screen in opens nothing any more."""
        SpokenCode.forget("device", person.id)
        others = delete(cls).where(cls.person_id == person.id)
        if but is not None:
            others = others.where(cls.id != but.id)
        db.session.execute(others)

    def close(self) -> None:
        """Sign out: everything tied to this device goes with the row, and so does a code that it
        may have made."""
        SpokenCode.forget("device", self.person_id)
        db.session.execute(delete(Session).where(Session.id == self.id))

    def get_id(self) -> str:
        """What Flask-Login keeps in the signed cookie: the token."""
        assert self.token is not None
        return self.token


def session_with(session_id: uuid.UUID) -> Session | None:
    """The session with this id, as long as nobody ended it."""
    return db.session.get(Session, session_id)
