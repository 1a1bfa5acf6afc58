"""A pause: no asks reach whoever rests, and nobody is told.

It is theirs alone: no page, list or answer for anyone else reads this table, and it does not say
since when. It ends by itself where an end was chosen.
"""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, Select, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.accounts import Person
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Invalid, Nature, Refusal

LONGEST = timedelta(days=366)


class RestTooLong(Invalid):
    """An end that is none: in the past, or further away than anyone plans to rest."""

    code: ClassVar[str] = "rest_too_long"

    def __init__(self) -> None:
        super().__init__(
            Phrase("Please choose an end within the next year, or none at all."), field="until"
        )


class NoRest(Refusal):
    """Whoever asks is there."""

    code: ClassVar[str] = "no_rest"
    nature: ClassVar[Nature] = "missing"

    def __init__(self) -> None:
        super().__init__(Phrase("You are not resting."))


class Rest(db.Model):
    """One person rests, in all their circles, until then or until they say."""

    __tablename__ = "rest"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    until: Mapped[datetime | None] = mapped_column(index=True)

    @classmethod
    def begin(cls, person: Person, until: datetime | None = None) -> "Rest":
        """Rest from now on; beginning again is choosing another end. Raises `RestTooLong`."""
        if until is not None and not clock.now() < until <= clock.now() + LONGEST:
            raise RestTooLong
        cls.end(person)
        rest = cls(person_id=person.id, until=until)
        db.session.add(rest)
        return rest

    @classmethod
    def end(cls, person: Person) -> None:
        """Be there again; saying it twice is saying it once."""
        gone = delete(cls).where(cls.person_id == person.id)
        db.session.execute(gone, execution_options={"synchronize_session": False})

    @classmethod
    def of(cls, person: Person) -> "Rest | None":
        """The rest this person is having, for them alone."""
        return db.session.scalar(select(cls).where(cls.person_id == person.id, cls._goes_on()))

    @classmethod
    def resting(cls) -> Select[uuid.UUID]:
        """Ids of everyone who rests now, for whoever spreads news."""
        return select(cls.person_id).where(cls._goes_on())

    @classmethod
    def _goes_on(cls):
        return or_(cls.until.is_(None), cls.until > clock.now())
