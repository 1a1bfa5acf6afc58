"""A small group of people who look after one another."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from zoneinfo import available_timezones

from sqlalchemy import CheckConstraint, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from circles.accounts import Person
from circles.database import db

CIRCLE_NAME_LENGTH = 60
WELCOME_LENGTH = 400
COVENANT_LENGTH = 2000
SHORTEST_FADING, LONGEST_FADING = 7, 30
"""Days after which a circle forgets what has ended: the range it may choose from."""

ZONES = tuple(
    sorted(
        zone
        for zone in available_timezones()
        if zone == "UTC" or ("/" in zone and not zone.startswith("Etc/"))
    )
)
"""Places a circle can be in: IANA names, without the abbreviations nobody lives in."""


class Circle(db.Model):
    """The group, where it is, and how long it remembers."""

    __tablename__ = "circle"
    __table_args__ = (
        CheckConstraint(
            f"fading_days between {SHORTEST_FADING} and {LONGEST_FADING}", name="fading_days"
        ),
    )

    name: Mapped[str] = mapped_column(String(CIRCLE_NAME_LENGTH))
    time_zone: Mapped[str] = mapped_column(String(64))
    fading_days: Mapped[int]
    welcome_words: Mapped[str] = mapped_column(Text)
    covenant: Mapped[str] = mapped_column(Text)
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    """When everything of it is destroyed, where that was proposed (`closing.py`)."""

    @classmethod
    def start(cls, name: str, time_zone: str) -> Self:
        """A new circle, still without anyone in it."""
        circle = cls(
            name=name,
            time_zone=time_zone,
            fading_days=LONGEST_FADING,
            welcome_words="",
            covenant="",
            closes_at=None,
        )
        db.session.add(circle)
        return circle

    def change(self, **settings: Any) -> None:
        """Take on new settings: `name`, `time_zone`, `fading_days`, `welcome_words`, `covenant`.
        Days that were asked for keep the zone they were asked in."""
        for name, value in settings.items():
            setattr(self, name, value)

    @classmethod
    def visible_to(cls, person: Person) -> Select["Circle"]:
        """The circles this person is in, by name."""
        from circles.membership.membership import Membership

        return (
            select(cls)
            .join(Membership, Membership.circle_id == cls.id)
            .where(Membership.person_id == person.id)
            .order_by(cls.name, cls.id)
        )

    @classmethod
    def of(cls, person: Person) -> Sequence["Circle"]:
        """All circles this person is in, by name."""
        return db.session.scalars(cls.visible_to(person)).all()

    @classmethod
    def looked_at(
        cls, person: Person, remembered: str | None, among: Sequence["Circle"] | None = None
    ) -> "Circle | None":
        """The circle a device looked at last, else the first, of those the person is in."""
        mine = cls.of(person) if among is None else among
        return next((c for c in mine if str(c.id) == remembered), mine[0] if mine else None)


def circle_with(circle_id: uuid.UUID) -> Circle | None:
    """The circle with this id, for the worker; pages go by `visible_to`."""
    return db.session.get(Circle, circle_id)
