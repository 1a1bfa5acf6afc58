"""What a passkey is asked to sign: once, within five minutes, by the browser that asked.

A browser is known by a random token in its signed cookie; here stands the token's SHA-256.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.accounts.guesses import Limit
from circles.accounts.person import Person
from circles.accounts.session import digest
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal

LENGTH = 32
"""Bytes; WebAuthn level 3, section 13.4.3, asks for 16 at least."""
LIFETIME = timedelta(minutes=5)
MADE = Limit("passkey challenge for a network", most=600, within=timedelta(hours=1))
"""Each page to come back by makes one, so the limit is wide: it keeps the table small."""

Purpose = Literal["add", "sign_in"]


class ChallengeOver(Refusal):
    """It was answered before, or too late, or elsewhere; which of them stays untold."""

    code: ClassVar[str] = "passkey_challenge_over"
    nature: ClassVar[Nature] = "gone"

    def __init__(self) -> None:
        super().__init__(
            Phrase("That took too long, or was sent before. Please try once more."),
            field="credential",
        )


class PasskeyChallenge(db.Model):
    """One question to a passkey, for one purpose and one browser."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (CheckConstraint("purpose in ('add', 'sign_in')", name="purpose"),)

    purpose: Mapped[str] = mapped_column(String(8))
    challenge: Mapped[bytes] = mapped_column(LargeBinary(LENGTH), unique=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    """Who adds a passkey; nobody knows yet who signs in."""
    expires_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def make(cls, purpose: Purpose, browser: str, person: Person | None = None) -> bytes:
        """A new challenge for this browser. Others of it stay: it may have two pages open."""
        made = cls(
            purpose=purpose,
            challenge=secrets.token_bytes(LENGTH),
            browser_hash=digest(browser),
            person_id=person.id if person else None,
            expires_at=clock.now() + LIFETIME,
        )
        db.session.add(made)
        return made.challenge

    @classmethod
    def spend(
        cls, purpose: Purpose, browser: str, challenge: bytes, person: Person | None = None
    ) -> bytes:
        """Take this challenge, so that it is tried once, whatever comes of it: commit before its
        answer is looked at. Of two at once one deletes the row. Raises `ChallengeOver`."""
        mine = cls.person_id == person.id if person else cls.person_id.is_(None)
        found = db.session.scalar(
            delete(cls)
            .where(
                cls.challenge == challenge,
                cls.purpose == purpose,
                cls.browser_hash == digest(browser),
                cls.expires_at > clock.now(),
                mine,
            )
            .returning(cls.challenge)
            .execution_options(synchronize_session=False)
        )
        if found is None:
            raise ChallengeOver
        return found
