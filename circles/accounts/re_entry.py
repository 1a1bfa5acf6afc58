"""The way back for someone who is locked out: one use, 60 minutes.

A coordinator of one of their circles makes it, or whoever runs the server. The token is in the
fragment of the link and is redeemed by a POST; here stands its SHA-256.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles.accounts.person import Person
from circles.database import db

LIFETIME = timedelta(minutes=60)


class ReEntry(db.Model):
    """One link for one person. Made anew, the one before stops working."""

    __allow_unmapped__ = True  # for the token, which is never kept
    __tablename__ = "re_entry"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship()

    token: str | None = None
    """Known only in the request that made it."""
