"""A key that stays in a person's phone and opens their way back in (WebAuthn level 3)."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles.accounts.person import Person
from circles.database import db

PASSKEY_NAME_LENGTH = 60
LONGEST_CREDENTIAL_ID = 1023
"""Bytes (WebAuthn level 3, section 5.8.3)."""


class Passkey(db.Model):
    """The public half of one passkey, by the name its person gave it."""

    __tablename__ = "passkey"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(LONGEST_CREDENTIAL_ID), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_number: Mapped[int]
    """The signature counter of WebAuthn, by which a copied key is noticed; 0 where none is kept."""
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_LENGTH))

    person: Mapped[Person] = relationship()


class PasskeyChallenge(db.Model):
    """What a passkey is asked to sign: once, within five minutes, by the browser that asked."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (CheckConstraint("purpose in ('add', 'sign_in')", name="purpose"),)

    purpose: Mapped[str] = mapped_column(String(8))
    challenge: Mapped[bytes] = mapped_column(LargeBinary(32))
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(index=True)
