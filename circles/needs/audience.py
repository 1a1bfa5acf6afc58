"""Who may see an ask: said here, and nowhere else.

It speaks to everyone in its circle, whoever comes later too, or to a few who were chosen. Whoever
asked sees it, and the member it is asked for; until that member has said yes, nobody else does.
"""

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, and_, exists, or_
from sqlalchemy.orm import Mapped, aliased, declared_attr, mapped_column, relationship

from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs.consent import AGREED, Consent, YesComesFirst
from circles.typed import NAME_LENGTH

if TYPE_CHECKING:
    from circles.needs.need import Need

EVERYONE, CHOSEN = "everyone", "chosen"
AUDIENCES = (EVERYONE, CHOSEN)


OWNS = "save-update, merge, delete, delete-orphan"
"""And no "refresh": to look at an ask again must not undo what is just being changed below it."""


class Addressed(db.Model):
    """One of the few to whom an ask speaks.

    It hangs on their place in the circle: whoever leaves and comes in again is a later joiner.
    """

    __tablename__ = "addressed"
    __table_args__ = (UniqueConstraint("need_id", "membership_id"),)

    need_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    membership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), index=True
    )

    need: Mapped["Need"] = relationship(back_populates="addressed")
    membership: Mapped[Membership] = relationship(lazy="joined")


class Addressable:
    """What an ask knows of its audience, and of whom it is asked for."""

    audience: Mapped[str] = mapped_column(String(8), default=EVERYONE)
    for_member_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    for_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    """Someone outside, who has said yes to whoever asks."""

    posted_by_id: Mapped[uuid.UUID]
    posted_by: Mapped[Person]

    @declared_attr
    @classmethod
    def for_member(cls) -> Mapped[Person | None]:
        return relationship(foreign_keys="Need.for_member_id")

    @declared_attr
    @classmethod
    def addressed(cls) -> Mapped[list[Addressed]]:
        return relationship(back_populates="need", cascade=OWNS, passive_deletes=True)

    @declared_attr
    @classmethod
    def consent(cls) -> Mapped[Consent | None]:
        return relationship(back_populates="need", cascade=OWNS, passive_deletes=True)

    @property
    def asked_for(self) -> Person:
        """Whose thanks they are: the member it is for, else whoever asked."""
        return self.for_member or self.posted_by

    @property
    def is_agreed(self) -> bool:
        """Whether nobody's yes is missing."""
        return self.for_member_id is None or (self.consent is not None and self.consent.is_given)

    def is_shown_to(self, person_id: uuid.UUID) -> bool:
        """What `seen_by` says, of one member of its circle."""
        if is_led_by(self, person_id):
            return True
        chosen = (one.membership.person_id for one in self.addressed)
        return self.is_agreed and (self.audience == EVERYONE or person_id in chosen)

    def is_led_alone_by(self, person_id: uuid.UUID) -> bool:
        """Whether it is this person's to change and to end, and nobody else's."""
        return self.for_member_id is None and self.posted_by_id == person_id

    def require_agreed(self) -> None:
        """For whoever holds its lock: as it is now. Raises `YesComesFirst`."""
        if self.consent is not None:
            db.session.refresh(self.consent)
        if not self.is_agreed:
            raise YesComesFirst


def seen_by(need: type["Need"], person_id: Any) -> ColumnElement[bool]:
    """The asks of their circles that this person may see.

    With `Membership.person_id`, the people who may see them.
    """
    theirs = or_(need.posted_by_id == person_id, need.for_member_id == person_id)
    return or_(theirs, and_(agreed(need), _speaks_to(need, person_id)))


def agreed(need: type["Need"]) -> ColumnElement[bool]:
    """The asks for which nobody's yes is missing."""
    given = aliased(Consent)
    is_given = exists().where(given.need_id == need.id, given.state == AGREED)
    return or_(need.for_member_id.is_(None), is_given)


def _speaks_to(need: type["Need"], person_id: Any) -> ColumnElement[bool]:
    one, place = aliased(Addressed), aliased(Membership)
    chosen = exists().where(
        one.need_id == need.id, place.id == one.membership_id, place.person_id == person_id
    )
    return or_(need.audience == EVERYONE, chosen)


def is_led_by(ask: Any, person_id: uuid.UUID) -> bool:
    """Whether an ask, or a row of one, is this person's to change and to end."""
    return person_id in (ask.posted_by_id, ask.for_member_id)


def thanks_by(need: type["Need"], person_id: uuid.UUID) -> ColumnElement[bool]:
    """The asks whose thanks are this person's to say."""
    own = and_(need.for_member_id.is_(None), need.posted_by_id == person_id)
    return or_(need.for_member_id == person_id, own)


def is_for(ask: Any, person_id: uuid.UUID) -> bool:
    """Whether it is this person who is to receive, and so cannot say yes to it."""
    if ask.for_member_id is not None:
        return bool(ask.for_member_id == person_id)
    return ask.for_name is None and bool(ask.posted_by_id == person_id)
