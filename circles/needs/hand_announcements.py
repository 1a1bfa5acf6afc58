"""Who hears of raised hands. Nobody ever hears whose hand was not taken."""

import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import selectinload

from circles.accounts import alphabetical
from circles.announcement import Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership, people_in
from circles.needs.announcements import words_of
from circles.needs.answering import YES_FIRST, Answering
from circles.needs.drawing import ACCEPTED
from circles.needs.hand import OVER, RAISED, Hand
from circles.needs.hands_down import CHOOSE
from circles.needs.hearers import ask_shown, those_who_lead
from circles.needs.need import Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.wording import Day
from circles.phrase import Phrase

WORTH_HEARING = timedelta(days=2)


class OfHands(OfAnAsk):
    """News for whoever leads an ask, of hands that are up for it."""

    is_fleeting = True

    @staticmethod
    def gather(subject_ids: Collection[uuid.UUID]) -> Sequence[object]:
        up = selectinload(Slot.hands).joinedload(Hand.person)
        days = select(Slot).where(Slot.need_id.in_(subject_ids)).options(up)
        return [*OfAnAsk.gather(subject_ids), *db.session.scalars(days).all()]


@announces(RAISED)
class Raised(OfHands):
    """Someone can, and waits for a yes: whoever asked, and whoever it is for, hear of it. Where
    hands are raised until a time, nobody hears whose."""

    leaves_no_trace = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        yes_first = exists().where(Answering.need_id == Need.id, Answering.way == YES_FIRST)
        return those_who_lead(fact).where(yes_first)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        up = _up(need) if need is not None else []
        hands = [hand for hand in up if hand.person_id != reader_id]
        if need is None or not hands or need.answering is None or need.answering.way != YES_FIRST:
            return None
        names = ", ".join(sorted({hand.person.name for hand in hands}, key=alphabetical))
        line = Phrase("{names} can. Is that all right? {title}", names=names, title=need.title)
        days = [hand.slot for hand in hands]
        return words_of(need, days, title=Phrase("Someone can, and waits for your yes"), line=line)


@announces(CHOOSE)
class Choose(OfHands):
    """Hands are down: whoever asked, and whoever it is for, can choose."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        hands = _up(need) if need is not None else []
        if need is None or not hands or need.answering is None or not need.answering.is_over:
            return None
        line = Phrase("You can choose now: {title}", title=need.title)
        days = [hand.slot for hand in hands]
        return words_of(need, days, title=Phrase("You can choose now"), line=line)


@announces(ACCEPTED)
class Accepted(OfAnAsk):
    """They are wanted: one person hears it, of the promise that their hand became."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        theirs = select(SignUp.person_id).where(SignUp.id == fact.detail_id)
        return theirs.where(SignUp.person_id.in_(people_in(fact.circle_id)))

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        promise = db.session.get(SignUp, fact.detail_id)
        if need is None or promise is None or promise.slot.is_over:
            return None
        line = Phrase(
            "{name} would love you to come: {title}", name=need.asked_for.name, title=need.title
        )
        if promise.slot.day is not None:
            line = Phrase("{day}. {rest}", day=Day(promise.slot.day), rest=line)
        return words_of(need, [promise.slot], title=Phrase("Yes, please come"), line=line)


@announces(OVER)
class Over(OfAnAsk):
    """It is not needed any more: whoever had a hand up hears that it need not be."""

    is_fleeting = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(Membership.person_id).where(Membership.id == fact.detail_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        line = Phrase("Something you had offered to do is no longer needed.")
        if need is not None and need.is_agreed and need.is_shown_to(reader_id):
            line = Phrase("This is no longer needed: {title}", title=need.title)
        return Words(
            title=Phrase("This is no longer needed"),
            body=Phrase("Something you had offered to do."),
            line=line,
            path=f"/circles/{fact.circle_id}/calendar",
            tag=str(fact.subject_id),
            matters_until=fact.recorded_at + WORTH_HEARING,
        )


def _up(need: Need) -> list[Hand]:
    return [hand for slot in need.slots if not slot.is_over for hand in slot.hands]
