"""Who hears when days of an ask change, and of promises for every time."""

import uuid
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Select, exists, select

from circles.accounts import alphabetical
from circles.announcement import Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.needs.announcements import Ended, open_slots, words_of
from circles.needs.days import ADDED, CANCELLED, MOVED
from circles.needs.hand import Hand
from circles.needs.hearers import ask_shown, those_who_lead, those_who_see
from circles.needs.need import PLACE_CHANGED, Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.one_tap import answerable
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import PROMISED, REOPENED, StandingSignUp
from circles.needs.wording import Day, time_phrase
from circles.phrase import Phrase

WORTH_HEARING = timedelta(days=2)
"""As long as a phone may be off; the page of the ask has it anyway."""


class OfADay(OfAnAsk):
    """News of one day, for whoever said yes to it, or waits with a hand up."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        promised = select(SignUp.person_id).where(SignUp.slot_id == fact.detail_id)
        waiting = select(Hand.person_id).where(Hand.slot_id == fact.detail_id)
        here = select(Membership.person_id).where(Membership.circle_id == fact.circle_id)
        return here.where(Membership.person_id.in_(promised.union(waiting)))


@announces(MOVED)
class Moved(OfADay):
    """A day they said yes to is another one, or at another time; their place is kept."""

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        day = _promised_day(need, fact, reader_id)
        if need is None or day is None or day.is_over:
            return None
        return words_of(
            need,
            [day],
            title=Phrase("A day you said yes to has changed"),
            line=Phrase("It is {when} now: {title}", when=_when(day), title=need.title),
        )


@announces(CANCELLED)
class Cancelled(OfADay):
    """A day they said yes to is not needed."""

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        day = _promised_day(need, fact, reader_id)
        if need is None or day is None:
            return None
        words = words_of(
            need,
            [day],
            title=Phrase("A day is no longer needed"),
            line=Phrase("{day} is no longer needed: {title}", day=_day(day), title=need.title),
        )
        return replace(words, matters_until=fact.recorded_at + WORTH_HEARING)


@announces(PLACE_CHANGED)
class PlaceChanged(OfAnAsk):
    """Where to go, or how to come in, is something else now; only the page says what."""

    is_fleeting = True
    hearers = staticmethod(Ended.hearers)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        mine = [slot for slot in need.slots if _holds(slot, reader_id)] if need else []
        ahead = [slot for slot in mine if not slot.is_over]
        if need is None or not ahead:
            return None
        return words_of(
            need,
            ahead,
            title=Phrase("Where or how has changed"),
            line=Phrase("There is something new to know: {title}", title=need.title),
        )


@announces(ADDED)
class Added(OfAnAsk):
    """One more day is asked for: everyone it speaks to hears of it."""

    is_an_ask = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_see(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        places = open_slots(need) if need is not None and need.is_agreed else []
        this = [slot for slot in places if slot.id == fact.detail_id]
        if need is None or not this or _holds(this[0], reader_id):
            return None
        line = Phrase(
            "{name} asks for one more day, {day}: {title}",
            name=need.posted_by.name,
            day=_day(this[0]),
            title=need.title,
        )
        words = words_of(need, this, title=Phrase("One more day in an ask"), line=line)
        return answerable(words, need, this, reader_id)


@announces(PROMISED)
class Promised(OfAnAsk):
    """Someone said yes to every time: whoever asked and whoever it is for hear of it, as of any."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        ahead = [slot for slot in need.slots if not slot.is_over] if need is not None else []
        there = db.session.scalars(StandingSignUp.among([fact.detail_id or fact.subject_id]))
        names = sorted({standing.person.name for standing in there}, key=alphabetical)
        if need is None or not ahead or not names:
            return None
        said = Phrase("{names} can every time: {title}", names=", ".join(names), title=need.title)
        return words_of(need, ahead, title=Phrase("A yes to your ask"), line=said)


@announces(REOPENED)
class Reopened(OfAnAsk):
    """Days of what repeats are open again: told once, however many they are."""

    is_fleeting = True
    is_an_ask = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        there = select(StandingSignUp.person_id).where(StandingSignUp.series_id == fact.detail_id)
        return those_who_see(fact).where(Membership.person_id.not_in(there))

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        places = open_slots(need) if need is not None and need.is_agreed else []
        again = [slot for slot in places if slot.series_id == fact.detail_id]
        again = [slot for slot in again if not _holds(slot, reader_id)]
        if need is None or not again:
            return None
        line = Phrase("Days are open again: {title}", title=need.title)
        words = words_of(need, again, title=Phrase("Places are open again"), line=line)
        return answerable(words, need, again, reader_id)


def _promised_day(need: Need | None, fact: Fact, reader_id: uuid.UUID) -> Slot | None:
    days = [slot for slot in need.slots if slot.id == fact.detail_id] if need is not None else []
    return next((day for day in days if _holds(day, reader_id) or _waits(day, reader_id)), None)


def _waits(slot: Slot, person_id: uuid.UUID) -> bool:
    theirs = exists().where(Hand.slot_id == slot.id, Hand.person_id == person_id)
    return bool(db.session.scalar(select(theirs)))


def _holds(slot: Slot, person_id: uuid.UUID) -> bool:
    return any(promise.person_id == person_id for promise in slot.sign_ups)


def _day(slot: Slot) -> Phrase:
    return Day(slot.day) if slot.day else Phrase("A place")


def _when(slot: Slot) -> Phrase:
    if slot.day is None or slot.starts is None:
        return _day(slot)
    time = time_phrase(slot.starts, slot.ends)
    return Phrase("{day}, {time}", day=Day(slot.day), time=time)
