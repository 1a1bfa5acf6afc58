"""Eight digits, sent to an address: ten minutes, five tries, for the browser that asked.

A code and not a link: a link opens the browser and not the installed app. Whether the address
is anybody's makes no difference to what is kept, answered or done in the request; the worker,
who writes the letter (`code_letter.py`), finds out. Of the code stands here a keyed digest bound
to the browser, and, sealed, the code itself until its letter is out.

Five tries at 10^8 codes, five codes an hour to one address: 600 guesses a day at one person,
6 in a million.
"""

import secrets
import unicodedata
import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock, fact_bell
from circles.accounts.email_address import address_digest
from circles.accounts.guesses import Limit
from circles.accounts.person import Person
from circles.accounts.session import digest, new_token
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal
from circles.sealing import BrokenSeal, keyed_digest, sealed

DIGITS = 8
LIFETIME = timedelta(minutes=10)
TRIES = Limit("sign-in code", most=5, within=LIFETIME)
"""Of one code: it is paid for by the browser it was made for."""
TO_ADDRESS = Limit("sign-in codes to an address", most=5, within=timedelta(hours=1))
FROM_NETWORK = Limit("sign-in codes from a network", most=30, within=timedelta(hours=1))
LANGUAGE_LENGTH = 16

Purpose = Literal["add", "sign_in"]


class UnknownSignInCode(Refusal):
    """The digits open nothing; which of the reasons it is stays untold."""

    code: ClassVar[str] = "sign_in_code_unknown"
    nature: ClassVar[Nature] = "gone"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "These digits do not work. Look at the newest letter, or ask for another one: "
                "each works once, for ten minutes, here."
            ),
            field="code",
        )


class TriesUsedUp(Refusal):
    """These digits are spent; new ones are one tap away."""

    code: ClassVar[str] = "sign_in_code_used_up"
    nature: ClassVar[Nature] = "too_often"

    def __init__(self) -> None:
        super().__init__(
            Phrase("That was not right a few times in a row. Please ask for new digits."),
            field="code",
        )


class SignInCode(db.Model):
    """A code on its way. `person_id` is who asks to add the address, where that is what for."""

    __tablename__ = "sign_in_code"
    __table_args__ = (
        CheckConstraint("purpose in ('add', 'sign_in')", name="purpose"),
        Index(
            "ix_sign_in_code_post_at",
            "post_at",
            sqlite_where=text("code_sealed IS NOT NULL"),
            postgresql_where=text("code_sealed IS NOT NULL"),
        ),
    )

    purpose: Mapped[str] = mapped_column(String(8))
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    address_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    code_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(LANGUAGE_LENGTH))
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    post_at: Mapped[datetime]
    """When its letter may go out, or be tried again."""
    expires_at: Mapped[datetime] = mapped_column(index=True)

    address = sealed("address_sealed")
    code = sealed("code_sealed")

    @property
    def goes_to(self) -> str:
        """The address as it was typed; nothing where the server's sealing key was lost."""
        try:
            return self.address or ""
        except BrokenSeal:
            return ""

    @classmethod
    def ask(cls, address: str, language: str, adds_for: Person | None = None) -> str:
        """Make a code for an address and see to its letter; what the browser keeps of it.

        Pay first: `FROM_NETWORK`, and `TO_ADDRESS` at the address.
        """
        browser, code, now = new_token(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", clock.now()
        made = cls(
            purpose="add" if adds_for else "sign_in",
            browser_hash=digest(browser),
            address_digest=address_digest(address),
            code_digest=_code_digest(browser, code),
            language=language[:LANGUAGE_LENGTH],
            person_id=adds_for.id if adds_for else None,
            post_at=now,
            expires_at=now + LIFETIME,
        )
        made.address, made.code = address, code
        db.session.add(made)
        fact_bell.mark(db.session())
        return browser

    @classmethod
    def for_browser(cls, browser: str, purpose: Purpose) -> "SignInCode | None":
        """The code on its way to whoever sits at this browser."""
        return db.session.scalar(
            select(cls).where(
                cls.browser_hash == digest(browser),
                cls.purpose == purpose,
                cls.expires_at > clock.now(),
            )
        )

    @classmethod
    def spend(cls, browser: str, purpose: Purpose, typed: str) -> "SignInCode":
        """What the digits were made for, once. Pay first: `TRIES` at the browser.

        Of two at once one deletes the row. Raises `UnknownSignInCode`.
        """
        found = cls.for_browser(browser, purpose)
        if found is None:
            raise UnknownSignInCode
        right = delete(cls).where(
            cls.id == found.id, cls.code_digest == _code_digest(browser, bare_digits(typed))
        )
        quietly = {"synchronize_session": False}
        if db.session.scalar(right.returning(cls.id), execution_options=quietly) is None:
            raise UnknownSignInCode
        db.session.expunge(found)
        return found


def bare_digits(typed: str) -> str:
    """The digits in what was typed, of whatever script, without what stands between them."""
    return "".join(str(unicodedata.digit(c)) for c in typed if c.isdigit())


def in_groups(code: str) -> str:
    """As it stands in the letter: `1234 5678`."""
    return f"{code[:4]} {code[4:]}"


def _code_digest(browser: str, code: str) -> bytes:
    return keyed_digest("sign-in code", browser, code)
