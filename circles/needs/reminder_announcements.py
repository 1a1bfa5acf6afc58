"""How one's own promise is brought to mind: to whoever made it, and to nobody else."""

import uuid
from datetime import timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from circles import clock
from circles.announcement import ComingUp, Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import people_in
from circles.needs.kind import kind_of
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.reminded import EVENING, SHORTLY, SHORTLY_BEGINS
from circles.needs.reminders import SHORTLY_NOW, TOMORROW
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.wording import Clock
from circles.phrase import Phrase


class OfAPromise(OfAnAsk):
    """News of something that somebody said yes to."""

    is_fleeting = True
    is_urgent: ClassVar[bool] = False

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        theirs = select(SignUp.person_id).where(SignUp.id == fact.detail_id)
        return theirs.where(SignUp.person_id.in_(people_in(fact.circle_id)))

    @classmethod
    def words(cls, fact: Fact, reader_id: uuid.UUID) -> Words | None:
        """Nothing once it has begun, was taken back, or is on another day."""
        slot = _promised(fact)
        when = _near(slot) if slot is not None else None
        if slot is None or when is None:
            return None
        need = slot.need
        return Words(
            title=when,
            body=kind_of(need.kind).discreet,
            line=Phrase("{when}: {title}", when=when, title=need.title),
            path=f"/needs/{need.id}",
            tag=str(need.id),
            matters_until=slot.over_at if slot.starts is None else slot.begins_at or slot.over_at,
            urgent=cls.is_urgent,
        )


@announces(TOMORROW)
class Tomorrow(OfAPromise):
    """The evening before."""

    @classmethod
    def coming_up(cls, fact: Fact) -> ComingUp | None:
        """The beginning of the day they said yes to."""
        return _beginning(fact, EVENING)


@announces(SHORTLY_NOW)
class Shortly(OfAPromise):
    """Shortly before."""

    is_urgent = True

    @classmethod
    def coming_up(cls, fact: Fact) -> ComingUp | None:
        """The time at which it begins."""
        return _beginning(fact, SHORTLY)

    @classmethod
    def words(cls, fact: Fact, reader_id: uuid.UUID) -> Words | None:
        """Nothing if it was moved away from this hour."""
        slot = _promised(fact)
        is_near = slot and slot.begins_at and slot.begins_at - clock.now() <= SHORTLY_BEGINS
        return super().words(fact, reader_id) if is_near else None


def _beginning(fact: Fact, lead: str) -> ComingUp | None:
    slot = _promised(fact)
    if slot is None or slot.begins_at is None:
        return None
    return ComingUp(slot.begins_at, slot.time_zone, "shortly" if lead == SHORTLY else "evening")


def _promised(fact: Fact) -> Slot | None:
    """The slot, as long as the promise stands and it has not begun."""
    promise = fact.detail_id and db.session.get(SignUp, fact.detail_id)
    if not promise or promise.slot.is_over or not promise.slot.need.is_open:
        return None
    slot = promise.slot
    is_timed = slot.starts is not None and slot.begins_at is not None
    return None if is_timed and slot.begins_at <= clock.now() else slot  # type: ignore[operator]


def _near(slot: Slot) -> Phrase | None:
    """`Tomorrow at 18:00`, where the slot is."""
    today = clock.now().astimezone(ZoneInfo(slot.time_zone)).date()
    if slot.day not in (today, today + timedelta(days=1)):
        return None
    if slot.starts is None:
        return Phrase("Today") if slot.day == today else Phrase("Tomorrow")
    at = Clock(slot.starts)
    is_today = slot.day == today
    return Phrase("Today at {time}", time=at) if is_today else Phrase("Tomorrow at {time}", time=at)
