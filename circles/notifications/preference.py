"""What someone wants to hear of in one circle, how much a lock screen tells, and how long before
they are reminded. It is about what rings; the inbox has everything."""

import uuid
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, Time, select
from sqlalchemy.orm import Mapped, mapped_column

from circles.announcement import About, ComingUp, topics
from circles.database import db
from circles.membership import Membership
from circles.phrase import Phrase
from circles.refusal import Refusal

NEWS = ALL, MINE, NOTHING = ("all", "mine", "nothing")
LOCK_SCREENS = BLANK, DISCREET, IN_WORDS = ("nothing", "kind_and_day", "words")

LETTERS = UNHEARD, ALWAYS, NEVER = ("unheard", "always", "never")
"""When news that may ring goes by e-mail: where no phone took it, in any case, or not at all."""

EVENINGS = tuple(time(hour) for hour in range(16, 22))
"""When the evening before may be: after the day, and not at bedtime."""
MINUTES = (0, 60, 120, 180)
"""How long before something begins one may be reminded; 0 is not at all."""

EVENING, SHORTLY = time(18), 60
"""What nobody chose: at six the evening before, and an hour before."""


class NoLetters(Refusal):
    """Letters have nowhere to go, or nothing to go by."""

    code: ClassVar[str] = "no_letters"

    def __init__(self) -> None:
        super().__init__(Phrase("Letters need an e-mail address that you have confirmed here."))


class Preference(db.Model):
    """What one member chose in their circle. Without a row it is what `default` says.

    It hangs on their place there: whoever leaves and comes in again begins anew.
    """

    __tablename__ = "preference"
    __table_args__ = (
        CheckConstraint(f"news in {NEWS}", name="news"),
        CheckConstraint(f"lock_screen in {LOCK_SCREENS}", name="lock_screen"),
        CheckConstraint(f"minutes_before in {MINUTES}", name="minutes_before"),
        CheckConstraint(f"letters in {LETTERS}", name="letters"),
    )

    membership_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), unique=True
    )
    news: Mapped[str] = mapped_column(String(8))
    left_out: Mapped[str] = mapped_column(String(400))
    """Topics that do not ring, with spaces between them: what is new in a later release does."""
    lock_screen: Mapped[str] = mapped_column(String(12))
    evening_at: Mapped[time | None] = mapped_column(Time)
    minutes_before: Mapped[int]
    letters: Mapped[str] = mapped_column(String(8))
    weekly_letter: Mapped[bool]

    @classmethod
    def default(cls, membership_id: uuid.UUID | None = None) -> "Preference":
        """What holds for whoever has not chosen; it is not kept."""
        return cls(
            membership_id=membership_id,
            news=ALL,
            left_out="",
            lock_screen=DISCREET,
            evening_at=EVENING,
            minutes_before=SHORTLY,
            letters=UNHEARD,
            weekly_letter=False,
        )

    @classmethod
    def of(cls, place: Membership) -> "Preference":
        """What this member chose, or what holds without a choice."""
        kept = db.session.scalar(select(cls).where(cls.membership_id == place.id))
        return kept or cls.default(place.id)

    @classmethod
    def change(cls, place: Membership, **chosen: Any) -> "Preference":
        """Choose `news`, `kinds`, `lock_screen`, `evening_at`, `minutes_before`, `letters` or
        `weekly_letter`; what is left out stays. Two taps at once come one after the other: their
        place is locked."""
        db.session.execute(select(Membership.id).where(Membership.id == place.id).with_for_update())
        kept = cls.of(place)
        for name, value in chosen.items():
            setattr(kept, name, value)
        db.session.add(kept)
        return kept

    @property
    def kinds(self) -> list[str]:
        """The topics that ring."""
        return [topic for topic in topics() if topic not in self.left_out.split()]

    @kinds.setter
    def kinds(self, chosen: Collection[str]) -> None:
        self.left_out = " ".join(topic for topic in topics() if topic not in chosen)

    def lets_ring(self, about: About | None, person_id: uuid.UUID) -> bool:
        """Whether such news rings for this person."""
        if self.news == NOTHING:
            return False
        if about is None or person_id in about.owners:
            return True
        return self.news == ALL and about.topic not in self.left_out.split()

    def reminds_at(self, what: ComingUp) -> datetime | None:
        """When they want to be reminded of it; never, if they do not."""
        if what.lead == "shortly":
            before = timedelta(minutes=self.minutes_before)
            return what.begins_at - before if before else None
        if self.evening_at is None:
            return None
        zone = ZoneInfo(what.time_zone)
        eve = what.begins_at.astimezone(zone).date() - timedelta(days=1)
        return datetime.combine(eve, self.evening_at, zone).astimezone(UTC)


def preferences_in(
    circle_id: uuid.UUID, people: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, Preference]:
    """What those in a circle chose who did, by person; of these people only, if they are given."""
    rows = (
        select(Membership.person_id, Preference)
        .join(Preference, Preference.membership_id == Membership.id)
        .where(Membership.circle_id == circle_id)
    )
    if people is not None:
        rows = rows.where(Membership.person_id.in_(people))
    return {row[0]: row[1] for row in db.session.execute(rows)}
