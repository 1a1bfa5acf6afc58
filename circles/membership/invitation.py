"""A way in for one more person.

The token is in the fragment of the link, so no server log, preview robot or
Referer header sees it, and it is redeemed by a POST, once. Here stands only its
SHA-256.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    Select,
    String,
    and_,
    delete,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from circles import clock
from circles.accounts import Person, digest, new_token
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note as note_in_log
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal

LIFETIME = {"personal": timedelta(days=7), "open": timedelta(days=90)}
"""A poster that is forgotten on a wall ends with the season."""
NOTE_LENGTH = 60

Kind = Literal["personal", "open"]


class UnknownInvitation(Refusal):
    """The token opens nothing; which of the reasons it is stays untold."""

    code = "invitation_unknown"
    nature: ClassVar[Nature] = "gone"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This invitation does not work any more. It may have been used, withdrawn, "
                "or be too old. Ask whoever sent it for a new one."
            ),
            field="token",
        )


class Invitation(db.Model):
    """Made by a member, for one person, good for seven days."""

    __allow_unmapped__ = True  # for the token, which is never kept
    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("kind in ('personal', 'open')", name="kind"),)

    circle_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("circle.id", ondelete="CASCADE"), index=True
    )
    invited_by_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH))
    """For whom it is, so that whoever made three can take the right one back."""
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    circle: Mapped[Circle] = relationship()
    invited_by: Mapped[Person] = relationship()

    token: str | None = None
    """Known only in the request that made it."""

    @classmethod
    def forget_all_by(cls, member: Membership) -> None:
        """Whoever goes invites nobody any more, and not again when they come back."""
        theirs = delete(cls).where(
            cls.circle_id == member.circle_id, cls.invited_by_id == member.person_id
        )
        db.session.execute(theirs, execution_options={"synchronize_session": False})

    @classmethod
    def make(cls, membership: Membership, kind: Kind = "personal", note: str = "") -> "Invitation":
        """Invite into the circle of this member: one person, or by a poster anyone who has it.
        Raises `CoordinatorsOnly` for a poster."""
        if kind == "open":
            require_coordinator(membership)
        token = new_token()
        invitation = cls(
            circle_id=membership.circle_id,
            invited_by_id=membership.person_id,
            kind=kind,
            note=note,
            token_hash=digest(token),
            expires_at=clock.now() + LIFETIME[kind],
            used_at=None,
        )
        invitation.token = token
        db.session.add(invitation)
        note_in_log("invited", membership.circle, membership.person)
        return invitation

    @classmethod
    def of_token(cls, token: str) -> "Invitation":
        """The open invitation behind a token; raises `UnknownInvitation`."""
        found = db.session.scalar(
            select(cls).where(cls.token_hash == digest(token.strip()), cls._is_open())
        )
        if found is None:
            raise UnknownInvitation
        return found

    @classmethod
    def of_id(cls, invitation_id: uuid.UUID) -> "Invitation":
        """The open invitation with this id; raises `UnknownInvitation`."""
        found = db.session.scalar(select(cls).where(cls.id == invitation_id, cls._is_open()))
        if found is None:
            raise UnknownInvitation
        return found

    @classmethod
    def visible_to(cls, person: Person) -> Select["Invitation"]:
        """Open invitations this person may withdraw: their own; a coordinator, all."""
        mine = aliased(Membership)
        return (
            select(cls)
            .join(mine, and_(mine.circle_id == cls.circle_id, mine.person_id == person.id))
            .where(
                cls._is_open(),
                or_(cls.invited_by_id == person.id, mine.role == "coordinator"),
            )
        )

    @classmethod
    def open_in(cls, circle: Circle, person: Person) -> Sequence["Invitation"]:
        """Those of one circle, the one that ends first at the top."""
        return db.session.scalars(
            cls.visible_to(person)
            .where(cls.circle_id == circle.id)
            .options(joinedload(cls.invited_by))
            .order_by(cls.expires_at, cls.id)
        ).all()

    def url(self, base_url: str) -> str:
        """The link to hand over. The fragment never leaves the browser by itself."""
        return f"{base_url}/join#{self.token}"

    def redeem(self) -> None:
        """Spend it. Of two at once one succeeds; the other gets `UnknownInvitation`."""
        spent = db.session.scalar(
            update(Invitation)
            .where(Invitation.id == self.id, Invitation.used_at.is_(None))
            .values(used_at=clock.now())
            .returning(Invitation.id)
            .execution_options(synchronize_session=False)
        )
        if spent is None:
            raise UnknownInvitation

    def withdraw(self, person: Person) -> None:
        """Take it back; the link opens nothing from now on."""
        note_in_log("withdrew_invitation", self.circle, person)
        db.session.delete(self)

    @classmethod
    def _is_open(cls):
        still_here = exists().where(
            Membership.circle_id == cls.circle_id, Membership.person_id == cls.invited_by_id
        )
        return and_(cls.used_at.is_(None), cls.expires_at > clock.now(), still_here)
