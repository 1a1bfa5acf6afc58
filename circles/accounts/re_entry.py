"""The way back for someone who is locked out: one use, 60 minutes.

A coordinator of one of their circles makes it, or whoever runs the server. The token is in the
fragment of the link and is redeemed by a POST; here stands its SHA-256.
"""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, delete
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock
from circles.accounts.guesses import Limit
from circles.accounts.person import Person
from circles.accounts.session import digest, new_token
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal

LIFETIME = timedelta(minutes=60)
TRIES = Limit("re-entry", most=60, within=timedelta(hours=1))
"""Wrong links from one network. It only brakes: a token has 256 bits."""


class UnknownReEntry(Refusal):
    """The token lets nobody in; which of the reasons it is stays untold."""

    code: ClassVar[str] = "re_entry_unknown"
    nature: ClassVar[Nature] = "gone"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This link does not work any more. It lets you in once, within an hour. Ask a "
                "coordinator of your circle for another one."
            ),
            field="token",
        )


class SomeoneElseIsHere(Refusal):
    """Whoever hands a link over tends to try it first; it stays good for the one it is for."""

    code: ClassVar[str] = "someone_else_is_here"

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "Here you are signed in as {name}, and this link is for someone else. Open it on "
                "their phone. It is still good.",
                name=name,
            ),
            field="token",
        )


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

    @classmethod
    def make(cls, person: Person) -> "ReEntry":
        """A way back for this person; the token is on it, once."""
        cls.forget(person)
        token = new_token()
        made = cls(
            person_id=person.id,
            token_hash=digest(token),
            expires_at=clock.now() + LIFETIME,
        )
        made.token = token
        db.session.add(made)
        return made

    @classmethod
    def forget(cls, person: Person) -> None:
        """The link for this person, if there is one, lets nobody in any more."""
        gone = delete(cls).where(cls.person_id == person.id)
        db.session.execute(gone, execution_options={"synchronize_session": False})

    @classmethod
    def redeem(cls, token: str, here: Person | None = None) -> Person:
        """Spend a token and say whom it lets in. Of two at once one deletes the row; the other,
        like any wrong, old or used token, gets `UnknownReEntry`. Where another than they is
        signed in `here` it is not spent: raises `SomeoneElseIsHere`."""
        person_id = db.session.scalar(
            delete(cls)
            .where(cls.token_hash == digest(token.strip()), cls.expires_at > clock.now())
            .returning(cls.person_id)
            .execution_options(synchronize_session=False)
        )
        if person_id is None:
            raise UnknownReEntry
        if here is not None and here.id != person_id:
            raise SomeoneElseIsHere(here.name)
        return db.session.get_one(Person, person_id)

    def url(self, base_url: str) -> str:
        """The link to hand over. The fragment never leaves the browser by itself."""
        return f"{base_url}/come-back#{self.token}"
