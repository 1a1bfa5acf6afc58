"""Enough for now: whoever asked has all they can take in, and the ask is not withdrawn."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from circles.accounts import Person
from circles.database import db
from circles.phrase import Phrase
from circles.refusal import Refusal

if TYPE_CHECKING:
    from circles.needs.need import Need


class EnoughForNow(Refusal):
    """There is room, and it is kept free: whoever asked has enough for now."""

    code: ClassVar[str] = "enough_for_now"

    def __init__(self) -> None:
        super().__init__(Phrase("Thank you! It is enough for now. Who said yes keeps their place."))


class Enough(db.Model):
    """An ask that takes no further yes. Nothing says since when, and nobody is told."""

    __tablename__ = "enough"

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), unique=True
    )


def say_enough(need: "Need", person: Person) -> None:
    """No further yes for now; saying it twice is saying it once. Hands that are up go down.

    The ask is locked, as `sign_up` locks it: a yes comes before this or is told of it.
    Raises `NotYourAsk` or `NeedEnded`.
    """
    from circles.needs.hand import let_go, of_ask

    need.lock_for(person)
    if need.enough is None:
        need.enough = Enough()
    let_go(of_ask(need.id))


def take_enough_back(need: "Need", person: Person) -> None:
    """Open what is free again. Raises `NotYourAsk` or `NeedEnded`."""
    need.lock_for(person)
    need.enough = None
