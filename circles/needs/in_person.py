"""An ask that takes up what someone offered: it speaks to them alone, and they are heard either
way. A yes is a yes as to any ask; "not this time" is told, without a reason."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from circles.database import db
from circles.needs.audience import CHOSEN, OWNS, Addressed


class Regret(db.Model):
    """Whoever was asked in person said "not this time". It does not say who, or when, and goes
    with the ask."""

    __tablename__ = "regret"

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), unique=True
    )


class InPerson:
    """What an ask knows of being asked in person."""

    takes_up_id: Mapped[uuid.UUID | None]
    """What was offered, and is taken up here. No foreign key: an ask stands by itself when what
    was offered is there no more."""

    audience: Mapped[str]
    addressed: Mapped[list[Addressed]]

    @declared_attr
    @classmethod
    def regret(cls) -> Mapped[Regret | None]:
        return relationship(cascade=OWNS, passive_deletes=True)

    def is_asked_in_person(self, person_id: uuid.UUID) -> bool:
        """Whether this person alone is asked, for what they offered."""
        if self.takes_up_id is None or self.audience != CHOSEN:
            return False
        return [one.membership.person_id for one in self.addressed] == [person_id]
