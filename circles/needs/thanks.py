"""Kind words to one person. Nobody else reads them, nobody is asked for them, and they fade."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Select, Text, UniqueConstraint, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.needs.audience import thanks_by
from circles.needs.need import Need, NotYourAsk
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Refusal

THANKS_LENGTH = 500
FADING = timedelta(days=7)
"""How long kind words stay: as long as a card on the mantelpiece."""

SAID = "thanks.said"


class NobodyToThank(Refusal):
    """They promised nothing here, the day is still to come, or it is forgotten already."""

    code: ClassVar[str] = "nobody_to_thank"

    def __init__(self) -> None:
        super().__init__(
            Phrase("Here you can say thank you from the day itself until two days after it.")
        )


class Thanks(db.Model):
    """From whoever the ask was for to one of those who said yes, one at a time."""

    __tablename__ = "thanks"
    __table_args__ = (UniqueConstraint("need_id", "to_id"),)

    need_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    to_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str] = mapped_column(Text)
    fades_at: Mapped[datetime] = mapped_column(index=True)

    need: Mapped[Need] = relationship()

    @classmethod
    def say(cls, need: Need, person: Person, to_id: uuid.UUID, words: str) -> "Thanks":
        """Thank one person; it takes the place of what was said to them here before.

        Raises `NotYourAsk` or `NobodyToThank`.
        """
        if need.asked_for.id != person.id:
            raise NotYourAsk
        if not _may_be_thanked(need, to_id):
            raise NobodyToThank
        before = delete(cls).where(cls.need_id == need.id, cls.to_id == to_id)
        db.session.execute(before)
        said = cls(need_id=need.id, to_id=to_id, words=words, fades_at=clock.now() + FADING)
        db.session.add(said)
        fact.record(SAID, need.circle_id, person.id, need.id, said.id)
        return said

    @classmethod
    def visible_to(cls, person: Person) -> Select["Thanks"]:
        """What was said to this person, and what they said themselves."""
        own = select(Need.id).where(thanks_by(Need, person.id))
        mine = or_(cls.to_id == person.id, cls.need_id.in_(own))
        return select(cls).where(mine, cls.fades_at > clock.now())


def is_the_day(slot: Any) -> bool:
    """Whether a slot's day is here or past; "whenever" may be any day."""
    return slot.day is None or slot.day <= clock.today(slot.time_zone)


def _may_be_thanked(need: Need, to_id: uuid.UUID) -> bool:
    """Locked, so that of two thumbs the second sees what the first said."""
    promised = (
        select(Slot)
        .join(SignUp, SignUp.slot_id == Slot.id)
        .where(Slot.need_id == need.id, SignUp.person_id == to_id)
        .order_by(Slot.id)
        .with_for_update(of=Slot)
    )
    return any(is_the_day(slot) for slot in db.session.scalars(promised))
