"""Who hears of words, of company, of thanks, and of "is this still needed?"."""

import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import Select, select, union
from sqlalchemy.orm import joinedload, load_only

from circles.accounts import alphabetical
from circles.announcement import Announcement, Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership, people_in
from circles.needs.audience import is_led_by
from circles.needs.companion import ALONGSIDE, Companion
from circles.needs.hearers import those_who_lead, those_who_see
from circles.needs.kind import kind_of
from circles.needs.lapse import ANSWER_WITHIN, STILL_NEEDED
from circles.needs.need import Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.thanks import SAID, Thanks
from circles.needs.thread import WRITTEN, Message
from circles.needs.wording import discreet_when
from circles.phrase import Phrase

WORTH_HEARING = timedelta(days=2)
"""As long as a phone may be off; the words themselves stay on the page of the ask."""


@announces(WRITTEN)
class Written(OfAnAsk):
    """A word in a thread: whoever asked, said yes, wrote there or is with them hears of it."""

    is_fleeting = True  # those who had said yes are among the hearers

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        in_it = union(
            select(Need.posted_by_id).where(Need.id == fact.subject_id),
            select(Need.for_member_id).where(Need.id == fact.subject_id),
            select(SignUp.person_id)
            .join(Slot, Slot.id == SignUp.slot_id)
            .where(Slot.need_id == fact.subject_id),
            select(Message.written_by_id).where(Message.need_id == fact.subject_id),
            select(Companion.person_id).where(Companion.need_id == fact.subject_id),
        ).subquery()
        there = Membership.person_id.in_(select(in_it.c[0]))
        return those_who_see(fact).where(there)

    @staticmethod
    def gather(subject_ids: Collection[uuid.UUID]) -> Sequence[object]:
        """Of the words only who wrote them: they are read on the page of the ask."""
        said = select(Message).where(Message.need_id.in_(subject_ids))
        who = (load_only(Message.written_by_id), joinedload(Message.written_by))
        written = db.session.scalars(said.options(*who)).all()
        return [*OfAnAsk.gather(subject_ids), *written]

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        message = fact.detail_id and db.session.get(Message, fact.detail_id)
        if need is None or not message or not need.is_shown_to(reader_id):
            return None
        line = Phrase("{name} wrote about {title}", name=message.written_by.name, title=need.title)
        return _words(
            need,
            fact,
            title=Phrase("A word in a thread you are in"),
            body=_kind_and_day(need),
            line=_after_yes(need, reader_id, line),
        )


@announces(ALONGSIDE)
class Alongside(OfAnAsk):
    """Someone is with whoever asked, who finds it in the inbox; it rings nobody."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def gather(subject_ids: Collection[uuid.UUID]) -> Sequence[object]:
        there = select(Companion).where(Companion.need_id.in_(subject_ids))
        came = db.session.scalars(there.options(joinedload(Companion.person))).all()
        return [*OfAnAsk.gather(subject_ids), *came]

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        companion = fact.detail_id and db.session.get(Companion, fact.detail_id)
        if need is None or not need.is_open or not companion:
            return None
        line = Phrase("{name} is with you: {title}", name=companion.person.name, title=need.title)
        return _words(
            need,
            fact,
            title=Phrase("Someone is with you"),
            body=_kind_and_day(need),
            line=_after_yes(need, reader_id, line),
            worth=timedelta(0),
        )


@announces(SAID)
class Said(Announcement):
    """Kind words: the one they are for hears of them, and nobody else."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        to = select(Thanks.to_id).where(Thanks.id == fact.detail_id)
        return people_in(fact.circle_id).where(Membership.person_id.in_(to))

    @staticmethod
    def gather(subject_ids: Collection[uuid.UUID]) -> Sequence[object]:
        from_whom = joinedload(Thanks.need).joinedload(Need.posted_by)
        said = select(Thanks).where(Thanks.need_id.in_(subject_ids)).options(from_whom)
        return db.session.scalars(said).all()

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        thanks = fact.detail_id and db.session.get(Thanks, fact.detail_id)
        if not thanks or thanks.to_id != reader_id:
            return None
        need = thanks.need
        return _words(
            need,
            fact,
            title=Phrase("A thank you"),
            body=Phrase("Kind words for you."),
            line=Phrase(
                "{name} says thank you: {title}", name=need.asked_for.name, title=need.title
            ),
        )


@announces(STILL_NEEDED)
class StillNeeded(OfAnAsk):
    """An ask is over and nobody ended it: its author is asked, once."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        if need is None or not need.is_open or not all(slot.is_over for slot in need.slots):
            return None
        return _words(
            need,
            fact,
            title=Phrase("Is this still needed?"),
            body=kind_of(need.kind).discreet,
            line=Phrase("Is this still needed? {title}", title=need.title),
            worth=ANSWER_WITHIN,
        )


def _words(
    need: Need,
    fact: Fact,
    *,
    title: Phrase,
    body: Phrase,
    line: Phrase,
    worth: timedelta = WORTH_HEARING,
) -> Words:
    return Words(
        title=title,
        body=body,
        line=line,
        path=f"/needs/{need.id}",
        tag=str(need.id),
        matters_until=fact.recorded_at + worth,
    )


def _kind_and_day(need: Need) -> Phrase:
    kind = kind_of(need.kind).discreet
    ahead = [slot for slot in need.slots if not slot.is_over]
    if not ahead:
        return kind
    first = min(ahead, key=lambda slot: slot.begins_at or slot.over_at)
    return Phrase("{kind}, {when}", kind=kind, when=discreet_when(first.day, first.starts))


def _after_yes(need: Need, reader_id: uuid.UUID, line: Phrase) -> Phrase:
    """Newer news of an ask takes the place of older; a yes must not be lost by that."""
    promised = (promise for slot in need.slots if not slot.is_over for promise in slot.sign_ups)
    names = sorted({promise.person.name for promise in promised}, key=alphabetical)
    if not is_led_by(need, reader_id) or not names:
        return line
    return Phrase("{names} can. {rest}", names=", ".join(names), rest=line)
