"""The days of an ask, as whoever asked changes them: another time, one less, one more.

Whoever had said yes to a day keeps their place and hears of it.
"""

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import exists, func, select

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.needs.called_off import CalledOff
from circles.needs.hand import Hand, let_go
from circles.needs.hand import end as end_hands
from circles.needs.need import Need
from circles.needs.opening import MOST_SLOTS, Opening
from circles.needs.reminders import remind_anew
from circles.needs.series import Series, next_position
from circles.needs.sign_up import SignUp, lock
from circles.needs.slot import Slot, SlotOver
from circles.needs.standing_sign_up import make_days
from circles.phrase import Phrase
from circles.refusal import Invalid, Refusal

MOVED = "slot.moved"
CANCELLED = "slot.cancelled"
ADDED = "slot.added"


class LastDay(Refusal):
    """Without a day nothing is asked for; that is withdrawing."""

    code: ClassVar[str] = "last_day"

    def __init__(self) -> None:
        super().__init__(
            Phrase("It is the only day left. You can say that this is no longer needed instead.")
        )


class PlacesTaken(Invalid):
    """Nobody is put out who has said yes."""

    code: ClassVar[str] = "places_taken"

    def __init__(self) -> None:
        super().__init__(
            Phrase("More people have said yes to this day already. Please keep their places."),
            field="slots.0.wanted",
        )


def move(slot: Slot, person: Person, opening: Opening) -> None:
    """Let this day be another one, or at another time, or with room for more or fewer people.

    Whoever had said yes stays, hears of another time, and may step back. Raises `Invalid`,
    `PlacesTaken`, `SlotOver`, `NeedEnded` or `NotYourAsk`.
    """
    require_changeable(slot, person)
    opening.check(slot.time_zone)
    _keep_time_for_hands(slot.need, opening, slot.time_zone)
    before = _as_it_is(slot)
    slot.day, slot.starts, slot.ends = opening.day, opening.starts, opening.ends
    if before[:3] != _as_it_is(slot)[:3]:
        slot.begins_at = opening.begins_at(slot.time_zone)
        slot.over_at = opening.over_at(slot.time_zone)
        fact.record(MOVED, slot.need.circle_id, person.id, slot.need_id, slot.id)
        remind_anew(slot)
    if slot.wanted != opening.wanted:
        make_room(slot, opening.wanted)
    if before != _as_it_is(slot):
        slot.revision += 1


def call_off(slot: Slot, person: Person) -> None:
    """This one day is not needed after all; what repeats goes on. Whoever had said yes hears
    of it. Raises `LastDay`, `SlotOver`, `NeedEnded` or `NotYourAsk`."""
    series = db.session.get(Series, slot.series_id) if slot.series_id else None
    if series is not None:
        series.lock()
    require_changeable(slot, person)
    end_hands(Hand.slot_id == slot.id)
    if series is None and not _promises(slot):
        db.session.delete(slot)
    else:
        db.session.add(CalledOff(slot_id=slot.id))
        slot.over_at = clock.now()
        slot.revision += 1
        fact.record(CANCELLED, slot.need.circle_id, person.id, slot.need_id, slot.id)
    db.session.flush()
    if series is not None:
        make_days(series)
    ahead = exists().where(Slot.need_id == slot.need_id, Slot.over_at > clock.now())
    if not db.session.scalar(select(ahead)):
        raise LastDay
    db.session.expire(slot.need, ["slots"])


def add_day(need: Need, person: Person, opening: Opening) -> Slot:
    """One more day on which someone is wanted. Raises `Invalid`, `NeedEnded` or `NotYourAsk`."""
    need.lock_for(person)
    opening.check(need.circle.time_zone)
    _keep_time_for_hands(need, opening, need.circle.time_zone)
    days = select(func.count(Slot.id)).where(Slot.need_id == need.id, Slot.series_id.is_(None))
    if (db.session.scalar(days) or 0) >= MOST_SLOTS:
        raise Invalid(Phrase("Please ask for at most {most} days.", most=MOST_SLOTS), field="slots")
    slot = Slot.of(opening, need.circle.time_zone, next_position(need.id))
    slot.need_id = need.id
    db.session.add(slot)
    fact.record(ADDED, need.circle_id, person.id, need.id, slot.id)
    db.session.flush()
    db.session.expire(need, ["slots"])
    return slot


def require_changeable(slot: Slot, person: Person) -> None:
    """The day is locked against a yes meanwhile, and the ask against ending. Raises `SlotOver`,
    `NeedEnded` or `NotYourAsk`."""
    lock(slot)
    db.session.refresh(slot.need, with_for_update={"read": True, "of": Need})
    slot.need.require_open_and_own(person)
    if slot.is_over:
        raise SlotOver


def _keep_time_for_hands(need: Need, opening: Opening, zone: str) -> None:
    if need.answering is not None:
        need.answering.require_before(opening.begins_at(zone))


def _as_it_is(slot: Slot) -> tuple[date | None, time | None, datetime | None, int]:
    return slot.day, slot.starts, slot.ends, slot.wanted


def make_room(slot: Slot, wanted: int) -> None:
    """The places that are held move up first: none of them may lie beyond what is wanted. Where
    nobody else is wanted, nobody waits with a hand up. Raises `PlacesTaken`."""
    promises = _promises(slot)
    if len(promises) > wanted:
        raise PlacesTaken
    for place, promise in enumerate(promises, 1):
        promise.place = place
        db.session.flush()
    slot.wanted = wanted
    db.session.flush()
    for promise in promises:
        db.session.expire(promise, ["wanted"])  # the foreign key kept it equal
    if len(promises) == wanted:
        let_go(Hand.slot_id == slot.id)


def _promises(slot: Slot) -> list[SignUp]:
    held = select(SignUp).where(SignUp.slot_id == slot.id)
    return list(db.session.scalars(held.order_by(SignUp.place)))
