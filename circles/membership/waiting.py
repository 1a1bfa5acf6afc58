"""Someone is at the door: they asked to join, and a coordinator has not answered yet."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Select, UniqueConstraint, and_, delete, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person, alphabetical
from circles.database import db
from circles.membership.circle import Circle
from circles.membership.membership import Membership
from circles.membership.permissions import require_coordinator
from circles.membership.stewardship_log import note
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal

KNOCKED = "door.knocked"
OPENED = "door.opened"

MOST_AT_THE_DOOR = 40
"""As many as a large circle has members."""


class AnsweredAlready(Refusal):
    """Another coordinator was quicker."""

    code: ClassVar[str] = "answered_already"

    def __init__(self) -> None:
        super().__init__(Phrase("Someone has answered them already."))


class DoorCrowded(Refusal):
    """More knock than belong to a street: someone plays with a poster."""

    code: ClassVar[str] = "door_crowded"
    nature: ClassVar[Nature] = "too_often"

    def __init__(self) -> None:
        super().__init__(
            Phrase("Many people are at this door already. Please ask someone inside to invite you.")
        )


class Waiting(db.Model):
    """One person at the door of one circle. They see nothing of it but its name.

    A welcome turns the row into a membership with the same id. A "not now" stays until its
    time is over, so that the person can read it; it holds no reason.
    """

    __tablename__ = "waiting"
    __table_args__ = (UniqueConstraint("circle_id", "person_id"),)

    circle_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime] = mapped_column(index=True)
    declined_at: Mapped[datetime | None]

    circle: Mapped[Circle] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    invited_by: Mapped[Person | None] = relationship(foreign_keys=[invited_by_id])

    @classmethod
    def knock(
        cls, circle: Circle, person: Person, invited_by_id: uuid.UUID, by_poster: bool = False
    ) -> "Waiting":
        """Ask to join. Whoever was told "not now" may knock again with another invitation; the
        poster on the wall is none. Raises `DoorCrowded`."""
        found = cls._at(circle, person)
        if found is not None and (by_poster or found.declined_at is None):
            return found  # coordinators have heard of it, or have said their word
        if found is None:
            cls._require_room_at(circle)
            found = cls(circle_id=circle.id, person_id=person.id)
            db.session.add(found)
        found.circle, found.person = circle, person
        found.invited_by_id = invited_by_id
        found.asked_at, found.declined_at = clock.now(), None
        fact.record(KNOCKED, circle.id, person.id, found.id)
        return found

    @classmethod
    def _require_room_at(cls, circle: Circle) -> None:
        here = select(cls.id).where(cls.circle_id == circle.id).limit(MOST_AT_THE_DOOR)
        if len(db.session.scalars(here).all()) == MOST_AT_THE_DOOR:
            raise DoorCrowded

    @classmethod
    def come_in(cls, circle: Circle, person: Person) -> None:
        """Whoever came in by another way does not wait any more."""
        db.session.execute(
            delete(cls).where(cls.circle_id == circle.id, cls.person_id == person.id)
        )

    @classmethod
    def _at(cls, circle: Circle, person: Person) -> "Waiting | None":
        return db.session.scalar(
            select(cls).where(cls.circle_id == circle.id, cls.person_id == person.id)
        )

    @classmethod
    def visible_to(cls, person: Person) -> Select["Waiting"]:
        """Who waits at the door of circles this person is in, or was told "not now"."""
        mine = and_(Membership.circle_id == cls.circle_id, Membership.person_id == person.id)
        return select(cls).join(Membership, mine)

    @classmethod
    def of(cls, person: Person) -> Sequence["Waiting"]:
        """At which doors this person waits, or was told "not now", by the circle's name."""
        mine = (
            select(cls)
            .options(joinedload(cls.circle), joinedload(cls.invited_by))
            .where(cls.person_id == person.id)
        )
        return sorted(db.session.scalars(mine), key=lambda row: (row.circle.name, row.id))

    @classmethod
    def at_the_door_of(cls, circle: Circle) -> Sequence["Waiting"]:
        """Who waits here, by name."""
        found = db.session.scalars(
            select(cls)
            .options(joinedload(cls.person), joinedload(cls.invited_by))
            .where(cls.circle_id == circle.id, cls.declined_at.is_(None))
        )
        return sorted(found, key=lambda row: (alphabetical(row.person.name), row.id))

    def welcome(self, actor: Membership) -> Membership:
        """Let them in. Of two coordinators at once one deletes the row; the other gets
        `AnsweredAlready`. Raises `CoordinatorsOnly`, too."""
        require_coordinator(actor)
        circle, person = actor.circle, self.person
        gone = db.session.scalar(
            delete(Waiting)
            .where(Waiting.id == self.id, Waiting.declined_at.is_(None))
            .returning(Waiting.id)
            .execution_options(synchronize_session=False)
        )
        if gone is None:
            raise AnsweredAlready
        db.session.expunge(self)
        place = Membership.admit(circle, person)
        place.id = gone
        note("welcomed", circle, actor.person, person)
        fact.record(OPENED, circle.id, actor.person_id, gone)
        return place

    @classmethod
    def take_back(cls, waiting_id: uuid.UUID, person: Person) -> None:
        """Not knocking any more; no reason is asked, and nothing is left. Saying it twice, or too
        late, changes nothing."""
        mine = delete(cls).where(cls.id == waiting_id, cls.person_id == person.id)
        db.session.execute(mine, execution_options={"synchronize_session": False})

    def decline(self, actor: Membership) -> None:
        """Not now. It is all the person is told, and the log does not name them.
        Raises `CoordinatorsOnly` or `AnsweredAlready`."""
        require_coordinator(actor)
        told = db.session.scalar(
            update(Waiting)
            .where(Waiting.id == self.id, Waiting.declined_at.is_(None))
            .values(declined_at=clock.now())
            .returning(Waiting.id)
        )
        if told is None:
            raise AnsweredAlready
        note("declined", actor.circle, actor.person)


def waiting_with(waiting_id: uuid.UUID) -> Waiting | None:
    """Who waits by this id, for the worker; pages go by `visible_to`."""
    return db.session.get(Waiting, waiting_id)
