"""Eight digits, sent to an address: ten minutes, five tries, for the browser that asked.

A code and not a link: a link opens the browser and not the installed app. Of the code stands
here a keyed digest, bound to the browser; whether the address is anybody's makes no
difference to what is kept or answered.
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from circles.database import db
from circles.sealing import sealed


class SignInCode(db.Model):
    """A code on its way. `person_id` is who asks to add the address, where that is what for."""

    __tablename__ = "sign_in_code"
    __table_args__ = (
        CheckConstraint("purpose in ('add', 'sign_in')", name="purpose"),
        CheckConstraint("tries_left >= 0", name="tries_left"),
    )

    purpose: Mapped[str] = mapped_column(String(8))
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    tries_left: Mapped[int]
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(index=True)

    address = sealed("address_sealed")
