"""Someone is in a circle, as a member or as a coordinator."""

import uuid
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Row,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    select,
    update,
)
from sqlalchemy.orm import (
    Mapped,
    aliased,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)

from circles.accounts import Person, alphabetical
from circles.database import db
from circles.membership.circle import Circle
from circles.phrase import Phrase
from circles.refusal import Forbidden

ABOUT_LENGTH = 300

Role = Literal["member", "coordinator"]


class NotYours(Forbidden):
    """Only the person themself says what helps to care for them."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__(Phrase("Only they can change their own words."))


class Membership(db.Model):
    """One person in one circle. It says who they are here, never what they did."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("circle_id", "person_id"),
        CheckConstraint("role in ('member', 'coordinator')", name="role"),
    )

    circle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(12))
    about: Mapped[str] = mapped_column(Text)
    """What helps to care for them here, in their own words: no nuts, evenings are easiest."""
    has_read_covenant: Mapped[bool]

    circle: Mapped[Circle] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def is_coordinator(self) -> bool:
        """Whether this person looks after who is in the circle."""
        return self.role == "coordinator"

    @classmethod
    def admit(cls, circle: Circle, person: Person, role: Role = "member") -> "Membership":
        """Let this person in."""
        membership = cls(
            circle_id=circle.id,
            person_id=person.id,
            role=role,
            about="",
            has_read_covenant=False,
        )
        membership.circle, membership.person = circle, person
        db.session.add(membership)
        return membership

    @classmethod
    def visible_to(cls, person: Person) -> Select["Membership"]:
        """Everyone's place in the circles this person is in."""
        mine = aliased(cls)
        return (
            select(cls)
            .join(mine, and_(mine.circle_id == cls.circle_id, mine.person_id == person.id))
            .options(joinedload(cls.circle), joinedload(cls.person))
        )

    @classmethod
    def of(cls, person: Person, circle: Circle) -> "Membership | None":
        """This person's place in this circle, if they have one."""
        return db.session.scalar(
            select(cls).where(cls.person_id == person.id, cls.circle_id == circle.id)
        )

    @classmethod
    def all_of(cls, person: Person) -> Sequence["Membership"]:
        """This person's places in all their circles, by the name of the circle."""
        theirs = select(cls).join(cls.circle).where(cls.person_id == person.id)
        by_name = theirs.order_by(Circle.name, Circle.id)
        return db.session.scalars(by_name.options(contains_eager(cls.circle))).all()

    @classmethod
    def hold(cls, person_id: uuid.UUID, circle_id: uuid.UUID) -> bool:
        """Whether they are in this circle; then nobody takes their place away before this
        transaction is over. For whoever holds everything else that they need."""
        place = select(cls.id).where(cls.person_id == person_id, cls.circle_id == circle_id)
        held = place.with_for_update(read=True, key_share=True, of=cls)
        return db.session.scalar(held) is not None


def people_in(circle_id: uuid.UUID) -> Select[uuid.UUID]:
    """Ids of everyone in a circle."""
    return select(Membership.person_id).where(Membership.circle_id == circle_id)


def members_of(circle_id: uuid.UUID) -> Sequence[Row[tuple[uuid.UUID, uuid.UUID, str, str, str]]]:
    """Everyone in a circle as (membership id, person id, name, role, about), by name."""
    found = db.session.execute(
        select(
            Membership.id,
            Person.id.label("person_id"),
            Person.name,
            Membership.role,
            Membership.about,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.circle_id == circle_id)
    )
    return sorted(found, key=lambda row: (alphabetical(row.name), row.id))


def member_with(membership_id: uuid.UUID) -> Membership | None:
    """The membership with this id, for the worker; pages go by `visible_to`."""
    return db.session.get(Membership, membership_id)


def everyone_reads_it_anew(circle: Circle) -> None:
    """The covenant changed: nobody has read this one."""
    here = update(Membership).where(Membership.circle_id == circle.id)
    db.session.execute(here.values(has_read_covenant=False))
