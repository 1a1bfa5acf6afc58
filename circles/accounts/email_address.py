"""Where a person gets their codes, if they chose to give an address."""

import uuid

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles.accounts.person import Person
from circles.database import db
from circles.sealing import sealed


class EmailAddress(db.Model):
    """The confirmed address of one person: sealed to be written to, and as a keyed digest to be
    found by. The database alone tells nobody's address."""

    __tablename__ = "email_address"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    address = sealed("address_sealed")

    person: Mapped[Person] = relationship()
