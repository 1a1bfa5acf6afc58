"""Who hears of "yes, please", and of "does this still stand?". A new offer rings nobody: it is
there on the board."""

import uuid

from sqlalchemy import Select, select

from circles.announcement import About, Announcement, Words, announces
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership, people_in
from circles.needs import Addressed, OfAnAsk, ask_shown, kind_of, open_slots, words_of
from circles.offers.offer import ASKED, Offer
from circles.offers.request import REQUESTED
from circles.offers.standing import ANSWER_WITHIN, STILL_STANDS
from circles.phrase import Phrase


@announces(REQUESTED)
class Requested(OfAnAsk):
    """Someone would like what was offered: whoever offered it is asked, in person."""

    is_an_ask = True
    is_in_person = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        asked = select(Addressed.membership_id).where(Addressed.need_id == fact.subject_id)
        return people_in(fact.circle_id).where(Membership.id.in_(asked))

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        """Nothing once it is answered, or asked of more people."""
        need = ask_shown(fact, reader_id)
        places = open_slots(need) if need and need.is_asked_in_person(reader_id) else []
        if need is None or not places:
            return None
        line = Phrase(
            "Would you still like to? {name} says: yes, please. {title}",
            name=need.posted_by.name,
            title=need.title,
        )
        return words_of(need, places, title=Phrase("Would you still like to?"), line=line)

    @classmethod
    def about(cls, fact: Fact) -> About | None:
        """Whatever kind it is, it is asked of whoever offered it: their own matter."""
        return None


@announces(STILL_STANDS)
class StillStands(Announcement):
    """An offer stood for long: its author is asked, and nobody else."""

    is_an_ask = True
    is_in_person = True

    @staticmethod
    def hearers(fact: Fact) -> Select[uuid.UUID]:
        author = select(Offer.offered_by_id).where(Offer.id == fact.subject_id)
        return people_in(fact.circle_id).where(Membership.person_id.in_(author))

    @staticmethod
    def words(fact: Fact, reader_id: uuid.UUID) -> Words | None:
        offer = db.session.get(Offer, fact.subject_id)
        if offer is None or offer.state != ASKED or offer.offered_by_id != reader_id:
            return None
        return Words(
            title=Phrase("Does this still stand?"),
            body=kind_of(offer.kind).discreet,
            line=Phrase("Does this still stand? {title}", title=offer.title),
            path=f"/offers/{offer.id}",
            tag=str(offer.id),
            matters_until=fact.recorded_at + ANSWER_WITHIN,
        )
