"""Who hears of asks and answers, and in which words."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from circles import clock
from circles.accounts import alphabetical
from circles.announcement import Teller, Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership, people_in
from circles.needs.audience import is_led_by
from circles.needs.hand import Hand
from circles.needs.hearers import ask_shown, those_asked, those_who_lead, those_who_see
from circles.needs.kind import kind_of
from circles.needs.need import ASKED, ENDED, Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.one_tap import answerable, with_answer
from circles.needs.sign_up import REOPENED, TAKEN, SignUp
from circles.needs.slot import Slot
from circles.needs.wording import Day, discreet_when, who_asks
from circles.phrase import Phrase

URGENT = timedelta(hours=6)
"""An ask for the next hours may wake a phone."""


@announces(ASKED)
class Asked(OfAnAsk):
    """A new ask: everyone it speaks to hears of it."""

    is_an_ask = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_asked(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        return Asked.teller(fact)(reader_id)

    @classmethod
    def teller(cls, fact: Fact) -> Teller:
        need = db.session.get(Need, fact.subject_id)
        if need is None or not need.is_open or not need.is_agreed:
            return _silence
        return _asking(need, places) if (places := open_slots(need)) else _silence


@announces(REOPENED)
class Reopened(OfAnAsk):
    """A place is open again: everyone but those who hold one there already."""

    is_fleeting = True
    is_an_ask = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        there = select(SignUp.person_id).where(SignUp.slot_id == fact.detail_id)
        waiting = select(Hand.person_id).where(Hand.slot_id == fact.detail_id)
        return those_who_see(fact).where(Membership.person_id.not_in(there.union(waiting)))

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        """Taken again meanwhile, it rings nobody; the ask itself may still have room."""
        need = ask_shown(fact, reader_id)
        places = open_slots(need) if need is not None and need.is_agreed else []
        again = [slot for slot in places if slot.id == fact.detail_id]
        if need is None or not places:
            return None
        if again:
            line = Phrase("{day} is open again: {title}", day=_day(again[0]), title=need.title)
            if is_led_by(need, reader_id) and (names := names_in(need.slots)):
                line = Phrase("{names} can. {rest}", names=names, rest=line)
            words = words_of(need, again, title=Phrase("A place is open again"), line=line)
            return answerable(words, need, again, reader_id)
        asked = Asked.words(fact, reader_id)
        return asked and replace(asked, matters_until=clock.now())


@announces(TAKEN)
class Taken(OfAnAsk):
    """Someone said yes: whoever asked and whoever it is for hear of it, by name of everyone who
    did so far."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        if need is None or not need.is_open:
            return None
        taken = [slot for slot in need.slots if slot.sign_ups and not slot.is_over]
        this = [slot for slot in taken if slot.id == fact.detail_id]
        if not taken:
            return None
        said = Phrase("{names} can: {title}", names=names_in(taken), title=need.title)
        words = words_of(need, this or taken, title=Phrase("A yes to your ask"), line=said)
        return words if this else replace(words, matters_until=clock.now())


@announces(ENDED)
class Ended(OfAnAsk):
    """It is no longer asked for: those who had promised hear of it."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return (
            select(SignUp.person_id)
            .join(Slot, Slot.id == SignUp.slot_id)
            .where(
                Slot.need_id == fact.subject_id,
                Slot.over_at >= fact.recorded_at,
                SignUp.person_id.in_(people_in(fact.circle_id)),
            )
        )

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        if need is None or need.is_open:
            return None
        mine = [slot for slot in need.slots if any(s.person_id == reader_id for s in slot.sign_ups)]
        if not mine:
            return None
        ahead = [slot for slot in mine if not slot.is_over] or mine
        closed = need.ended_as == "closed"
        title = Phrase("This is taken care of") if closed else Phrase("This is no longer needed")
        line = Phrase("You need not come: {title}", title=need.title)
        return words_of(need, ahead, title=title, line=line)


def _asking(need: Need, places: list[Slot]) -> Teller:
    """Two ways to say it, made once for a circle: to whoever leads the ask, and to all others."""
    title = Phrase("A new ask in your circle")
    said = words_of(need, places, title=title, line=who_asks(need))
    to_answer = with_answer(said, need, places)
    promised = {sign_up.person_id for slot in need.slots for sign_up in slot.sign_ups}

    def tell(reader_id: uuid.UUID) -> Words | None:
        if reader_id in promised or not need.is_shown_to(reader_id):
            return None
        return said if is_led_by(need, reader_id) else to_answer

    return tell


def _silence(_reader_id: uuid.UUID) -> None:
    """Nobody is told."""


def words_of(need: Need, slots: list[Slot], *, title: Phrase, line: Phrase) -> Words:
    """News of these days of an ask, the soonest of which the lock screen tells."""
    first = min(slots, key=_begins)
    return Words(
        title=title,
        body=Phrase(
            "{kind}, {when}",
            kind=kind_of(need.kind).discreet,
            when=discreet_when(first.day, first.starts),
        ),
        line=line,
        path=f"/needs/{need.id}",
        tag=str(need.id),
        matters_until=max(slot.over_at for slot in slots),
        urgent=_begins(first) - clock.now() <= URGENT,
    )


def _begins(slot: Slot) -> datetime:
    return slot.begins_at or slot.over_at


def open_slots(need: Need) -> list[Slot]:
    """Its days that still have room, unless it is enough for now."""
    if need.enough is not None:
        return []
    return [s for s in need.slots if not s.is_over and len(s.sign_ups) < s.wanted]


def _day(slot: Slot) -> Phrase:
    return Day(slot.day) if slot.day else Phrase("A place")


def names_in(slots: list[Slot]) -> str:
    """Whoever said yes to these, by the alphabet."""
    names = {promise.person.name for slot in slots for promise in slot.sign_ups}
    return ", ".join(sorted(names, key=alphabetical))
