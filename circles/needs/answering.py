"""How people say yes to an ask: at once, after whoever asked has said yes to them, or by raising a
hand until a time, after which whoever asked chooses or lets chance draw.
"""

import uuid
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from circles import clock
from circles.database import db
from circles.needs.slot import Slot
from circles.phrase import Phrase
from circles.refusal import Invalid, Refusal

if TYPE_CHECKING:
    from circles.needs.need import Need

AT_ONCE, YES_FIRST, RAISE_HANDS = "at_once", "yes_first", "raise_hands"
WAYS = (AT_ONCE, YES_FIRST, RAISE_HANDS)

EVENING = time(18)
"""When hands go down, unless another time is said: on the evening before the first day."""
SOME_DAYS = timedelta(days=2)
"""How long hands are raised for something without a day."""
TO_CHOOSE = timedelta(hours=12)
"""How long there is to choose: a night, and less where the day itself is near. Then chance draws,
because nobody who raised a hand should have to wait until it begins."""


class DayByDay(Refusal):
    """A yes to every time cannot wait for a yes to each."""

    code: ClassVar[str] = "day_by_day"

    def __init__(self) -> None:
        super().__init__(Phrase("Here each day gets a yes of its own first. Please choose a day."))


class Answering(db.Model):
    """An ask not answered at once. `told` is whether those who choose know that they can."""

    __tablename__ = "answering"
    __table_args__ = (
        CheckConstraint(f"way in {(YES_FIRST, RAISE_HANDS)!r}", name="way"),
        CheckConstraint(f"(way = '{RAISE_HANDS}') = (hands_until is not null)", name="hands_until"),
    )

    need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("need.id", ondelete="CASCADE"), unique=True
    )
    way: Mapped[str] = mapped_column(String(12))
    hands_until: Mapped[datetime | None]
    told: Mapped[bool] = mapped_column(default=False)

    @property
    def gathers(self) -> bool:
        """Whether hands are raised still, and nobody sees whose."""
        return self.hands_until is not None and clock.now() < self.hands_until

    @property
    def is_over(self) -> bool:
        """Whether the time to raise a hand has passed."""
        return self.hands_until is not None and clock.now() >= self.hands_until

    def require_before(self, begins_at: datetime | None) -> None:
        """Of a day that is changed or added. Raises `Invalid` while hands are up until later."""
        if self.gathers and begins_at is not None and begins_at <= (self.hands_until or begins_at):
            raise Invalid(
                Phrase("It begins before the time until which hands are raised."),
                field="slots.0.starts_at",
            )


def require_at_once(need: "Need") -> None:
    """For a promise for every time. Raises `DayByDay`."""
    if need.answering is not None:
        raise DayByDay


def way_of(need: "Need") -> tuple[str, datetime | None]:
    """How this ask is answered, and until when hands are raised."""
    if need.answering is None:
        return AT_ONCE, None
    return need.answering.way, need.answering.hands_until


def put_way_on(need: "Need", way: str, until: datetime | None = None) -> None:
    """Let an ask be answered in this way. Without `until`, hands are raised until the evening
    before the first day. Raises `Invalid`."""
    if until is not None and way != RAISE_HANDS:
        raise Invalid(Phrase("Only raised hands have a time."), field="hands_until")
    if way == AT_ONCE:
        need.answering = None
        return
    if way == RAISE_HANDS:
        until = _checked(need, until)
    if need.answering is None:
        need.answering = Answering(way=way, hands_until=until, told=False)
    else:
        need.answering.way, need.answering.hands_until, need.answering.told = way, until, False


def chance_draws_at(slot: Slot, until: datetime) -> datetime:
    """When chance draws for a day, if nobody has chosen by then: half-way to it at the latest."""
    if slot.begins_at is None:
        return until + TO_CHOOSE
    return until + max(timedelta(0), min(TO_CHOOSE, (slot.begins_at - until) / 2))


def _checked(need: "Need", until: datetime | None) -> datetime:
    if any(slot.series_id is not None for slot in need.slots):
        raise Invalid(
            Phrase("Hands are raised for single days. What repeats can wait for your yes instead."),
            field="answering",
        )
    ahead = [slot for slot in need.slots if not slot.is_over]
    first = min(ahead, key=_begins, default=None)
    if first is None or _begins(first) <= clock.now():
        raise Invalid(
            Phrase("It begins too soon to raise hands. People can say yes at once."),
            field="answering",
        )
    until = (until or _evening_before(first)).replace(second=0, microsecond=0)
    if until <= clock.now():
        raise Invalid(Phrase("That time has passed already."), field="hands_until")
    if until >= _begins(first):
        raise Invalid(
            Phrase("Please choose a time before the first day begins."), field="hands_until"
        )
    return until


def _begins(slot: Slot) -> datetime:
    return slot.begins_at or slot.over_at


def _evening_before(first: Slot) -> datetime:
    """The evening before; where that is past, half-way to the day itself."""
    zone, now = ZoneInfo(first.time_zone), clock.now()
    day = first.day - timedelta(days=1) if first.day else now.astimezone(zone).date() + SOME_DAYS
    evening = datetime.combine(day, EVENING, zone)
    return evening if evening > now else now + (_begins(first) - now) / 2
