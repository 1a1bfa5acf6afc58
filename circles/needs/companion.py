""" "I'm with you": someone who wants to be there without a task."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Select, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import fact
from circles.accounts import Person, alphabetical
from circles.database import db
from circles.needs.audience import is_for
from circles.needs.hold import hold_open
from circles.needs.need import Need
from circles.phrase import Phrase
from circles.refusal import Refusal

ALONGSIDE = "companion.came"


class OwnCompany(Refusal):
    """Whoever asked is there anyway."""

    code: ClassVar[str] = "own_ask"

    def __init__(self) -> None:
        super().__init__(Phrase("This is your own ask. Others can be with you here."))


class Companion(db.Model):
    """One person is with whoever asked, as long as the ask is there. It says not since when."""

    __tablename__ = "companion"
    __table_args__ = (UniqueConstraint("need_id", "person_id"),)

    need_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )

    person: Mapped[Person] = relationship()

    @classmethod
    def visible_to(cls, person: Person) -> Select["Companion"]:
        """Where this person is with someone."""
        return select(cls).where(cls.person_id == person.id)

    @classmethod
    def of(cls, need: Need, person: Person) -> "Companion | None":
        """This person as a companion in this ask, if they are one."""
        return db.session.scalar(cls.visible_to(person).where(cls.need_id == need.id))

    @classmethod
    def come(cls, need: Need, person: Person) -> None:
        """I'm with you; saying it twice is saying it once. Raises `NeedEnded` or `OwnCompany`.

        Two taps at once come one after the other, because the ask is held.
        """
        hold_open(need)
        if is_for(need, person.id):
            raise OwnCompany
        if cls.of(need, person) is None:
            came = cls(need_id=need.id, person_id=person.id)
            db.session.add(came)
            fact.record(ALONGSIDE, need.circle_id, person.id, need.id, came.id)

    @classmethod
    def go(cls, need: Need, person: Person) -> None:
        """Not any more; nobody is told."""
        mine = delete(cls).where(cls.need_id == need.id, cls.person_id == person.id)
        db.session.execute(mine)


def companions_of(need_id: uuid.UUID) -> Sequence[Any]:
    """Who is with whoever asked, as (person_id, name), by name. One statement."""
    found = db.session.execute(
        select(Companion.person_id, Person.name)
        .join(Person, Person.id == Companion.person_id)
        .where(Companion.need_id == need_id)
    )
    return sorted(found, key=lambda row: (alphabetical(row.name), row.person_id))
