"""The answer to a write that was sent with a key, kept so that a repeat is harmless.

A phone in a tunnel cannot know whether its ask arrived. It sends it again with the same
key: the first time does the deed, every other time gets the first answer. The row is
written in the transaction of the deed, so one is never there without the other.

It tells nobody's story: key, person and request are kept as one digest each, and the
answer is sealed so that it opens for that person alone. Only `admits_id` names someone,
for minutes, where a stranger's form let them in.
"""

import hashlib
import re
import uuid
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, LargeBinary, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.accounts import Person, Session, session_with
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Invalid
from circles.sealing import BrokenSeal, sealed

KEY = re.compile("[A-Za-z0-9_-]{16,128}")
KEPT = timedelta(hours=48)
"""As long as a phone may be without a network and still send what waits on it."""
KEPT_FOR_STRANGERS = timedelta(minutes=5)
"""A double tap or a lost line, and not the next person at a shared computer. The answer
may hold the token that lets them in, which is kept no longer than it must be."""


STRANGER = "stranger"
"""Whose key it is when nobody is signed in. The request itself must then match."""


class KeyReused(Invalid):
    """The key was sent before, with another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(Phrase("This key was used for something else. Please take a new one."))


class NotAKey(Invalid):
    """Too short to be random, or not plain letters and digits."""

    code = "idempotency_key_invalid"

    def __init__(self) -> None:
        super().__init__(Phrase("A key is 16 to 128 letters and digits, such as a random UUID."))


class AnsweredMeanwhile(Exception):
    """Of two requests with one key, the other is done."""


class StoredAnswer(db.Model):
    """One answered write. Without a `status` the deed is still being done."""

    __allow_unmapped__ = True  # for whose it is, which is never kept
    __tablename__ = "stored_answer"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kept_until: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    admits_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), index=True
    )

    whose: str
    """Whose key it is: a person's id, known only in a request of theirs, or `STRANGER`."""

    body = sealed("body_sealed", "whose")

    @classmethod
    def claim(cls, key: str, person: Person | None, request: bytes) -> "StoredAnswer":
        """The row of this key, new or as an earlier request of the same person left it.

        Two may come at once. The unique digest lets one of them write; the other waits
        for its transaction to end and then reads the answer, or goes first after all.

        Raises `NotAKey`, or `KeyReused` when the earlier request was another one.
        """
        if not KEY.fullmatch(key):
            raise NotAKey
        whose = str(person.id) if person else STRANGER
        key_hash, request_hash = _digest(key, whose), _digest(key, request.hex())
        cls._drop_if_old(key_hash)
        found = cls._that_admitted(person, key) or cls._of(key_hash)
        kept = KEPT if person else KEPT_FOR_STRANGERS
        found = found or cls._begin(key_hash, request_hash, clock.now() + kept)
        if not found.is_answered:
            found.hold()  # the deed is being done by another, who let go of it for a moment
        found.whose = whose if found.key_hash == key_hash else STRANGER
        if found.request_hash != request_hash:
            raise KeyReused
        return found

    @classmethod
    def _drop_if_old(cls, key_hash: bytes) -> None:
        old = delete(cls).where(cls.key_hash == key_hash, cls.kept_until <= clock.now())
        db.session.execute(old)

    @classmethod
    def _that_admitted(cls, person: Person | None, key: str) -> "StoredAnswer | None":
        """Of a double tap on a way in, the second may already carry the first one's cookie."""
        found = cls._of(_digest(key, STRANGER)) if person else None
        admitted = session_with(found.admits_id) if found and found.admits_id else None
        return found if admitted and person and admitted.person_id == person.id else None

    @classmethod
    def _of(cls, key_hash: bytes) -> "StoredAnswer | None":
        return db.session.scalar(select(cls).where(cls.key_hash == key_hash))

    @classmethod
    def _begin(cls, key_hash: bytes, request_hash: bytes, kept_until: datetime) -> "StoredAnswer":
        mine = cls(
            key_hash=key_hash,
            request_hash=request_hash,
            kept_until=kept_until,
            status=None,
            headers={},
            body_sealed=None,
            admits_id=None,
        )
        try:
            with db.session.begin_nested():
                db.session.add(mine)
        except IntegrityError:
            return db.session.scalars(select(cls).where(cls.key_hash == key_hash)).one()
        return mine

    @classmethod
    def drop_all_of(cls, person: Person) -> None:
        """Someone goes for good, and with them what they were answered: it may hold their words.
        Only opening each tells whose it is; there are never more than those of two days."""
        whose = str(person.id)
        kept = select(cls).where(cls.body_sealed.is_not(None))
        theirs = []
        for answer in db.session.scalars(kept.execution_options(yield_per=100)):
            answer.whose = whose
            if answer.words is not None:
                theirs.append(answer.id)
        gone = delete(cls).where(cls.id.in_(theirs))
        db.session.execute(gone, execution_options={"synchronize_session": False})

    def hold(self) -> "StoredAnswer":
        """This row as it is now; until the transaction ends no other request does its deed."""
        whose = self.whose if "whose" in self.__dict__ else None
        db.session.refresh(self, with_for_update=True)
        if whose is not None:
            self.whose = whose
        return self

    @property
    def words(self) -> str | None:
        """What was answered; nothing where the seal is another's, or was made with a lost key."""
        try:
            return self.body
        except BrokenSeal:
            return None

    @property
    def is_answered(self) -> bool:
        """Whether the deed was done before."""
        return self.status is not None

    def keep(self, status: int, headers: dict[str, str], body: str) -> None:
        """Write down what was answered."""
        self.status, self.headers, self.body = status, headers, body

    def admit(self, session: Session) -> None:
        """Whoever repeats this within minutes is signed in again, unless that session was
        ended meanwhile: with it goes this row."""
        db.session.flush()  # it may be new itself
        self.admits_id = session.id


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()
