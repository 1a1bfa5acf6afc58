"""Where a person gets their sign-in codes, if they chose to give an address."""

import logging
import unicodedata
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, Update, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock
from circles.accounts.person import Person
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Refusal
from circles.sealing import BrokenSeal, keyed_digest, sealed

log = logging.getLogger(__name__)


class AddressTaken(Refusal):
    """Whoever reads this has shown that the letters come to them, so it tells them nothing new."""

    code: ClassVar[str] = "address_taken"

    def __init__(self) -> None:
        super().__init__(
            Phrase("This address is someone else’s way back already. Each person needs their own."),
            field="code",
        )


class EmailAddress(db.Model):
    """The confirmed address of one person: sealed to be written to, and as a keyed digest to be
    found by. The database alone tells nobody's address."""

    __tablename__ = "email_address"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    refused_at: Mapped[datetime | None]
    """When a mail server said that nobody can be written to there. Confirming it again is giving
    it anew."""

    address = sealed("address_sealed")

    person: Mapped[Person] = relationship()

    @property
    def words(self) -> str | None:
        """The address; nothing where the server's sealing key was lost."""
        try:
            return self.address
        except BrokenSeal:
            log.exception("An address cannot be opened with this sealing key.")
            return None

    @classmethod
    def confirm(cls, person_id: uuid.UUID, address: str) -> None:
        """This address is this person's from now on, instead of another. Two who confirm one
        address at once meet at the unique digest. Raises `AddressTaken`."""
        found = cls.at(address_digest(address))
        if found is not None and found.person_id != person_id:
            raise AddressTaken
        cls.forget(person_id)
        confirmed = cls(person_id=person_id, address_digest=address_digest(address))
        confirmed.address = address
        db.session.add(confirmed)

    @classmethod
    def at(cls, digest: bytes) -> "EmailAddress | None":
        """The address with this digest, if it is somebody's."""
        return db.session.scalar(select(cls).where(cls.address_digest == digest))

    @classmethod
    def of(cls, person: Person) -> "EmailAddress | None":
        """The address of this person, if they gave one."""
        return db.session.scalar(select(cls).where(cls.person_id == person.id))

    @classmethod
    def among(cls, people: Collection[uuid.UUID]) -> "dict[uuid.UUID, EmailAddress]":
        """The addresses of these people to which letters may go, by person."""
        rows = db.session.scalars(
            select(cls).where(cls.person_id.in_(people), cls.refused_at.is_(None))
        )
        return {row.person_id: row for row in rows}

    @classmethod
    def note_refusal(cls, key: uuid.UUID) -> Update:
        """What writes down that letters to this address come back; another one, given meanwhile,
        is another row."""
        return update(cls).where(cls.id == key).values(refused_at=clock.now())

    @classmethod
    def forget(cls, person_id: uuid.UUID) -> None:
        """Write to this person no more."""
        gone = delete(cls).where(cls.person_id == person_id)
        db.session.execute(gone, execution_options={"synchronize_session": False})


def plain(address: str) -> str:
    """An address as it is compared. Phones begin a word with a capital; no mailbox minds. Letters
    that only look or sound alike (ß and ss) stay different: they may be different mailboxes."""
    return unicodedata.normalize("NFC", address).lower()


def address_digest(address: str) -> bytes:
    """What an address is found by."""
    return keyed_digest("email address", plain(address))
