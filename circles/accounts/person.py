"""A person, and nothing about what they did."""

import unicodedata
import uuid
from collections.abc import Sequence
from typing import Self

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from circles.database import db
from circles.typed import NAME_LENGTH


class Person(db.Model):
    """Someone who is in a circle, by the name they want to be called."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))

    @classmethod
    def arrive(cls, name: str) -> Self:
        """A new person with this name."""
        person = cls(name=name)
        db.session.add(person)
        return person

    def rename(self, name: str) -> None:
        """Be called something else from now on."""
        self.name = name


def alphabetical(name: str) -> tuple[str, str]:
    """Where a name stands in a list: by its letters, whatever their case and accents.

    Databases disagree on that, so lists of names are put in order here.
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare.casefold(), name


def people_called(name_or_id: str) -> Sequence[Person]:
    """Everyone of this name, or the one with this id; for whoever runs the server."""
    try:
        one = Person.id == uuid.UUID(name_or_id)
    except ValueError:
        one = func.lower(Person.name) == name_or_id.lower()
    return db.session.scalars(select(Person).where(one).order_by(Person.id)).all()
