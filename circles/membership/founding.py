"""How a circle begins: the server's founding link, or an open door."""

from datetime import datetime

from sqlalchemy import LargeBinary, delete, exists, select, update
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.accounts import Person, digest, new_token
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.phrase import Phrase
from circles.refusal import Refusal


class NotAFoundingLink(Refusal):
    """The token founds nothing, for whichever reason."""

    code = "founding_refused"
    nature = "gone"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This founding link does not work any more. Whoever runs the server can "
                "make you a new one."
            ),
            field="founding_token",
        )


class FoundingLink(db.Model):
    """The right to found one circle on this server."""

    __tablename__ = "founding_link"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    used_at: Mapped[datetime | None]

    @classmethod
    def make(cls) -> str:
        """A new link's token. Links nobody used stop working: only the newest is open."""
        db.session.execute(delete(cls).where(cls.used_at.is_(None)))
        token = new_token()
        db.session.add(cls(token_hash=digest(token), used_at=None))
        return token

    @classmethod
    def spend(cls, token: str) -> None:
        """Use a token up, once; raises `NotAFoundingLink`."""
        spent = db.session.scalar(
            update(cls)
            .where(cls.token_hash == digest(token.strip()), cls.used_at.is_(None))
            .values(used_at=clock.now())
            .returning(cls.id)
        )
        if spent is None:
            raise NotAFoundingLink


def found(name: str, time_zone: str, founder: Person, token: str | None) -> Membership:
    """Start a circle with its first coordinator.

    `token` is the founding link's, or None where founding is open to anyone.
    Raises `NotAFoundingLink`.
    """
    if token is not None:
        FoundingLink.spend(token)
    return Membership.admit(Circle.start(name, time_zone), founder, role="coordinator")


def has_any_circle() -> bool:
    """Whether anyone has founded a circle on this server."""
    return bool(db.session.scalar(select(exists(select(Circle.id)))))
