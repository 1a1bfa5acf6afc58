"""How often something may be guessed at, in our own table: every process and every start of
the server knows the same number.

A guess is paid for before it is looked at, and committed (`circles.web.pay_first`):
what goes wrong afterwards, a refusal or a kill, costs one and never gives one back. A guess
that was right is given back, so that forty people behind one poster are forty right guesses.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import CheckConstraint, Integer, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal
from circles.sealing import keyed_digest


class TooManyGuesses(Refusal):
    """Enough for now, whoever it was; it says nothing of what was guessed at."""

    code: ClassVar[str] = "too_many_guesses"
    nature: ClassVar[Nature] = "too_often"

    def __init__(self) -> None:
        super().__init__(Phrase("That was tried too often. Please wait a while and try again."))


@dataclass(frozen=True)
class Limit:
    """At most this many guesses at one thing within this time."""

    purpose: str
    most: int
    within: timedelta


class Guesses(db.Model):
    """What is left of one limit for one thing; the thing is kept as a keyed digest alone."""

    __tablename__ = "guesses"
    __table_args__ = (CheckConstraint("remaining >= 0", name="remaining"),)

    at_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    remaining: Mapped[int] = mapped_column(Integer)
    ends_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def take(cls, limit: Limit, at: str) -> None:
        """Pay for one guess at this; raises `TooManyGuesses`.

        The conditional update is the whole rule: of two at once with one guess left, one
        finds no row. Two that both begin a row meet at the unique digest.
        """
        key, now = keyed_digest("guesses", limit.purpose, at), clock.now()
        db.session.execute(delete(cls).where(cls.at_digest == key, cls.ends_at <= now))
        if cls._take_one(key):
            return
        if db.session.scalar(select(cls.id).where(cls.at_digest == key)) is None:
            db.session.add(cls(at_digest=key, remaining=limit.most - 1, ends_at=now + limit.within))
            db.session.flush()
        elif not cls._take_one(key):  # another began the row between the two looks, or it is empty
            raise TooManyGuesses

    @classmethod
    def _take_one(cls, key: bytes) -> bool:
        taken = (
            update(cls)
            .where(cls.at_digest == key, cls.remaining > 0)
            .values(remaining=cls.remaining - 1)
            .returning(cls.id)
            .execution_options(synchronize_session=False)
        )
        return db.session.scalar(taken) is not None

    @classmethod
    def give_back(cls, limit: Limit, at: str) -> None:
        """It was right: it does not stand against the next."""
        key = keyed_digest("guesses", limit.purpose, at)
        db.session.execute(
            update(cls)
            .where(cls.at_digest == key, cls.remaining < limit.most)
            .values(remaining=cls.remaining + 1)
            .execution_options(synchronize_session=False)
        )
