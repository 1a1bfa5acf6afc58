"""A code to read aloud or to copy from one screen to another.

Ten letters and digits without look-alikes. The first four only find the code; the other six
(31^6, nearly 900 million) are the secret, and each beginning may be tried five times in half
an hour, whether a code begins so or not. Ten thousand guesses a day at one code that is always
there come to at most 240 tries: below 1 in a million.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sqlalchemy import CheckConstraint, LargeBinary, String, delete, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.accounts.guesses import Limit
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal
from circles.sealing import keyed_digest

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0 and o, 1, i and l."""
LENGTH = 10
FINDS = 4
LIFETIME = timedelta(minutes=30)
TRIES = Limit("spoken code", most=5, within=LIFETIME)
"""Of one beginning."""

Purpose = Literal["invitation", "device"]


class UnknownCode(Refusal):
    """The code opens nothing; which of the reasons it is stays untold."""

    code: ClassVar[str] = "code_unknown"
    nature: ClassVar[Nature] = "gone"

    def __init__(self, field: str = "code") -> None:
        super().__init__(
            Phrase(
                "This code does not work. Look for a slip: there is no 0, o, 1, i or l in it. "
                "Codes work once, for half an hour; a new one is made quickly."
            ),
            field=field,
        )


class CodeTriedTooOften(Refusal):
    """No more tries at codes that begin so; another code begins otherwise."""

    code: ClassVar[str] = "code_tried_too_often"
    nature: ClassVar[Nature] = "too_often"

    def __init__(self, field: str = "code") -> None:
        super().__init__(
            Phrase("That was tried too often. Please ask for a new code; it works at once."),
            field=field,
        )


class SpokenCode(db.Model):
    """What a code opens, for half an hour. Of the code itself stand here keyed digests."""

    __tablename__ = "spoken_code"
    __table_args__ = (CheckConstraint("purpose in ('invitation', 'device')", name="purpose"),)

    purpose: Mapped[str] = mapped_column(String(12))
    opens_id: Mapped[uuid.UUID] = mapped_column(index=True)
    finds_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    secret_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def make(cls, purpose: Purpose, opens_id: uuid.UUID) -> str:
        """A new code for this, told once; one made earlier for the same stops working."""
        cls.forget(purpose, opens_id)
        code = cls._drawn()
        made = cls(
            purpose=purpose,
            opens_id=opens_id,
            finds_digest=_finds(code),
            secret_digest=_secret(purpose, code),
            expires_at=clock.now() + LIFETIME,
        )
        db.session.add(made)
        return spaced(code)

    @classmethod
    def _drawn(cls) -> str:
        """One that begins like no other: its beginning finds it. Of two that are drawn alike at
        the same moment the database refuses one."""
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            if not db.session.scalar(select(exists().where(cls.finds_digest == _finds(code)))):
                return code

    @classmethod
    def forget(cls, purpose: Purpose, opens_id: uuid.UUID) -> None:
        """The code for this, if there is one, opens nothing any more."""
        gone = delete(cls).where(cls.purpose == purpose, cls.opens_id == opens_id)
        db.session.execute(gone, execution_options={"synchronize_session": False})

    @classmethod
    def spend(cls, purpose: Purpose, typed: str) -> uuid.UUID | None:
        """What this code opens, once. Pay for the guess first: `TRIES` at `beginning(typed)`."""
        code = bare(typed)
        return db.session.scalar(
            delete(cls)
            .where(
                cls.purpose == purpose,
                cls.finds_digest == _finds(code),
                cls.secret_digest == _secret(purpose, code),
                cls.expires_at > clock.now(),
            )
            .returning(cls.opens_id)
            .execution_options(synchronize_session=False)
        )


def bare(typed: str) -> str:
    """The code as it was made, however it was typed."""
    return "".join(c for c in typed.lower() if c.isalnum())


def spaced(code: str) -> str:
    """In groups that can be read aloud: `k7mp qr3 xwz`."""
    return f"{code[:4]} {code[4:7]} {code[7:]}"


def is_code(typed: str) -> bool:
    """Whether it looks like a code, and not like the token of a link."""
    code = bare(typed)
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def beginning(typed: str) -> str:
    """The part that is guessed at together."""
    return bare(typed)[:FINDS]


def _finds(code: str) -> bytes:
    return keyed_digest("spoken code", code[:FINDS])


def _secret(purpose: str, code: str) -> bytes:
    return keyed_digest("spoken secret", purpose, code)
