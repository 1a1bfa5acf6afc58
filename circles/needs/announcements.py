"""Who hears of asks and answers, and in which words."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from circles import clock
from circles.announcement import Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership, people_in
from circles.needs.kind import kind_of
from circles.needs.need import ASKED, ENDED, Need
from circles.needs.sign_up import REOPENED, TAKEN, SignUp
from circles.needs.slot import Slot
from circles.needs.wording import discreet_when
from circles.phrase import Phrase

URGENT = timedelta(hours=6)
"""An ask for the next hours may wake a phone."""
WHENEVER = timedelta(days=7)
"""How long news of an ask without a day is worth a push."""


@announces(ASKED)
class Asked:
    """A new ask: everyone in the circle hears of it."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return people_in(fact.circle_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        if need is None or not need.is_open or _has_promised(need, reader_id):
            return None
        places = _open_slots(need)
        if not places:
            return None
        return _words(
            need,
            places,
            title=Phrase("A new ask in your circle"),
            line=Phrase("{name} asks: {title}", name=need.posted_by.name, title=need.title),
        )


@announces(REOPENED)
class Reopened:
    """A place is open again: everyone but those who hold one there already."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        there = select(SignUp.person_id).where(SignUp.slot_id == fact.detail_id)
        return people_in(fact.circle_id).where(Membership.person_id.not_in(there))

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        slot = db.session.get(Slot, fact.detail_id)
        if slot is None or not slot.need.is_open or slot not in _open_slots(slot.need):
            return None
        return _words(
            slot.need,
            [slot],
            title=Phrase("A place is open again"),
            line=Phrase("A place is open again: {title}", title=slot.need.title),
        )


@announces(TAKEN)
class Taken:
    """Someone said yes: whoever asked hears of it."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(Need.posted_by_id).where(Need.id == fact.subject_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        slot = db.session.get(Slot, fact.detail_id)
        if slot is None or not slot.need.is_open or not (names := _helpers(slot)):
            return None
        said = Phrase("{names} can: {title}", names=", ".join(names), title=slot.need.title)
        return _words(slot.need, [slot], title=Phrase("A yes to your ask"), line=said)


@announces(ENDED)
class Ended:
    """It is no longer asked for: those who had promised hear of it."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return (
            select(SignUp.person_id)
            .join(Slot, Slot.id == SignUp.slot_id)
            .where(
                Slot.need_id == fact.subject_id,
                func.coalesce(Slot.over_at, fact.recorded_at) >= fact.recorded_at,
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
        title = (
            Phrase("This is taken care of")
            if need.ended_as == "closed"
            else Phrase("This is no longer needed")
        )
        return _words(
            need, mine, title=title, line=Phrase("{what}: {title}", what=title, title=need.title)
        )


def _words(need: Need, slots: list[Slot], *, title: Phrase, line: Phrase) -> Words:
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
        matters_until=max(slot.over_at or clock.now() + WHENEVER for slot in slots),
        urgent=_begins(first) - clock.now() <= URGENT,
    )


def _begins(slot: Slot) -> datetime:
    return slot.begins_at or clock.now() + WHENEVER


def _open_slots(need: Need) -> list[Slot]:
    return [s for s in need.slots if not s.is_over and len(s.sign_ups) < s.wanted]


def _has_promised(need: Need, person_id: uuid.UUID) -> bool:
    return any(s.person_id == person_id for slot in need.slots for s in slot.sign_ups)


def _helpers(slot: Slot) -> list[str]:
    return sorted((promise.person.name for promise in slot.sign_ups), key=str.casefold)
