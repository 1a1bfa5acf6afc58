"""Who hears when somebody asks for another, and when more people may see an ask."""

import uuid

from sqlalchemy import Select, select

from circles import clock
from circles.announcement import Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.needs.address import FOR_YOU, SHOWN
from circles.needs.announcements import Asked, open_slots, words_of
from circles.needs.consent import DECLINED, PROPOSED, TAKEN_BACK
from circles.needs.hearers import ask_shown, those_who_lead
from circles.needs.need import REWORDED, Need
from circles.needs.of_an_ask import OfAnAsk
from circles.needs.own_say import HIDDEN, RATHER_NOT, YES
from circles.phrase import Phrase


@announces(FOR_YOU)
class ForYou(OfAnAsk):
    """Somebody would like to ask for another: only that person hears of it."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        if need is None or need.consent is None or need.consent.state != PROPOSED:
            return None
        line = Phrase(
            "{name} would like to ask for you: {title}", name=need.posted_by.name, title=need.title
        )
        return _told(need, Phrase("Someone would like to ask for you"), line)


@announces(YES)
class Yes(OfAnAsk):
    """They said yes to it: whoever asked hears of it, as the others now hear of the ask."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        if need is None or need.for_member is None or not need.is_agreed:
            return None
        line = Phrase("{name} says yes: {title}", name=need.for_member.name, title=need.title)
        return _told(need, Phrase("A yes to your asking for someone"), line)


@announces(RATHER_NOT)
class RatherNot(OfAnAsk):
    """Whoever asked reads that it is not this time, and no more."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = db.session.get(Need, fact.subject_id)
        if need is None or need.consent is None or need.consent.state != DECLINED:
            return None
        return _told(need, Phrase("Not this time"), Phrase("Not this time."))


@announces(HIDDEN)
class Hidden(OfAnAsk):
    """A yes was taken back: whoever asked hears that nobody sees it now."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        if need is None or need.consent is None or need.consent.state != TAKEN_BACK:
            return None
        line = Phrase("For now nobody else sees this: {title}", title=need.title)
        return _told(need, Phrase("Not for now"), line)


@announces(REWORDED)
class Reworded(OfAnAsk):
    """One of the two put it in other words: the other hears of it."""

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return those_who_lead(fact)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        need = ask_shown(fact, reader_id)
        if need is None:
            return None
        line = Phrase("This has other words now: {title}", title=need.title)
        return _told(need, Phrase("An ask of yours has other words"), line)


@announces(SHOWN)
class Shown(OfAnAsk):
    """One more person may see an ask: to them it is new."""

    is_an_ask = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        return select(Membership.person_id).where(Membership.id == fact.detail_id)

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        return Asked.words(fact, reader_id)


def _told(need: Need, title: Phrase, line: Phrase) -> Words | None:
    ahead = open_slots(need) or [slot for slot in need.slots if slot.over_at > clock.now()]
    return words_of(need, ahead, title=title, line=line) if ahead else None
