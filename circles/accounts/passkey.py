"""A key that stays in a person's phone and opens their way back in.

Here stands its public half: the database opens no door. Nothing says when it was used.
"""

import uuid
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Select, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.structs import AuthenticationCredential
from webauthn.registration.verify_registration_response import VerifiedRegistration

from circles.accounts.export import exports
from circles.accounts.person import Person, alphabetical
from circles.accounts.relying_party import PasskeyRefused, RelyingParty
from circles.accounts.verification import require_verification
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Refusal

PASSKEY_NAME_LENGTH = 60
MOST = 10
"""Passkeys of one person: a few phones and keys, and no table to fill."""
LONGEST_CREDENTIAL_ID = 1023
"""Bytes (WebAuthn level 3, section 4, "Credential ID")."""
LONGEST_PUBLIC_KEY = 1200
"""Bytes; an RSA key of 8,192 bits, the longest kind that we ask for, fits."""


class TooManyPasskeys(Refusal):
    """There is room for a few."""

    code: ClassVar[str] = "too_many_passkeys"

    def __init__(self) -> None:
        super().__init__(
            Phrase("You have as many passkeys as one person can keep. Remove one first."),
            field="credential",
        )


class PasskeyKnown(Refusal):
    """One passkey lets one person in."""

    code: ClassVar[str] = "passkey_known"

    def __init__(self) -> None:
        super().__init__(Phrase("This passkey is here already."), field="credential")


class Passkey(db.Model):
    """One passkey, by the name its person gave it."""

    __tablename__ = "passkey"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(LONGEST_CREDENTIAL_ID), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(LONGEST_PUBLIC_KEY))
    sign_number: Mapped[int] = mapped_column(BigInteger)
    """By which a copied key is noticed: a key that keeps one signs with a greater number each
    time. 0 where the key keeps none. It has 32 bits without a sign."""
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_LENGTH))

    person: Mapped[Person] = relationship()

    @classmethod
    def add(cls, person: Person, name: str, made: VerifiedRegistration) -> "Passkey":
        """Let this new passkey open the way back to its person.

        Raises `TooManyPasskeys`, `PasskeyKnown`, `PasskeyRefused` or `VerificationNeeded`. Of two
        at once the second waits for the person's row, and sees what the first added.
        """
        require_verification(person, made.user_verified)
        if len(made.credential_id) > LONGEST_CREDENTIAL_ID:
            raise PasskeyRefused
        if len(made.credential_public_key) > LONGEST_PUBLIC_KEY:
            raise PasskeyRefused
        db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
        cls.require_room(person)
        if cls.of_credential(made.credential_id) is not None:
            raise PasskeyKnown
        passkey = cls(
            person_id=person.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_number=made.sign_count,
            name=name,
        )
        db.session.add(passkey)
        return passkey

    @classmethod
    def require_room(cls, person: Person) -> None:
        """Let pass whoever may add one more; raises `TooManyPasskeys`."""
        if not has_room(passkeys_of(person)):
            raise TooManyPasskeys

    @classmethod
    def of_credential(cls, credential_id: bytes) -> "Passkey | None":
        """The passkey that its phone calls by this id."""
        return db.session.scalar(select(cls).where(cls.credential_id == credential_id))

    @classmethod
    def visible_to(cls, person: Person) -> Select["Passkey"]:
        """One's own; nobody sees another's."""
        return select(cls).where(cls.person_id == person.id)

    @classmethod
    def recognise(
        cls, party: RelyingParty, answer: AuthenticationCredential, challenge: bytes
    ) -> Person:
        """Whom this answer to this challenge lets in.

        Raises `PasskeyRefused`, the same for a passkey that nobody has as for a wrong signature,
        or `VerificationNeeded`.
        """
        passkey = cls.of_credential(answer.raw_id)
        if passkey is None or answer.response.user_handle != passkey.person_id.bytes:
            raise PasskeyRefused
        checked = party.answered(answer, challenge, passkey.public_key, passkey.sign_number)
        passkey._move_on(checked)
        require_verification(passkey.person, checked.user_verified)
        return passkey.person

    def _move_on(self, checked: VerifiedAuthentication) -> None:
        """Of a key and its copy that sign at once with one number, the second finds no row."""
        if checked.new_sign_count == 0:  # a key that keeps no number
            return
        moved = (
            update(Passkey)
            .where(Passkey.id == self.id, Passkey.sign_number < checked.new_sign_count)
            .values(sign_number=checked.new_sign_count)
            .returning(Passkey.id)
            .execution_options(synchronize_session=False)
        )
        if db.session.scalar(moved) is None:
            raise PasskeyRefused

    def rename(self, name: str) -> None:
        """Call it something else."""
        self.name = name

    def remove(self) -> None:
        """It lets nobody in any more."""
        db.session.execute(delete(Passkey).where(Passkey.id == self.id))


def passkeys_of(person: Person) -> list[Passkey]:
    """This person's passkeys, by name."""
    found = db.session.scalars(Passkey.visible_to(person))
    return sorted(found, key=lambda passkey: (alphabetical(passkey.name), passkey.id))


def has_room(passkeys: list[Passkey]) -> bool:
    """Whether somebody who has these may add one more."""
    return len(passkeys) < MOST


@exports
def names_of_passkeys(person: Person) -> dict[str, Any]:
    """What someone called their passkeys."""
    return {"passkeys": [passkey.name for passkey in passkeys_of(person)]}
