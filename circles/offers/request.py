"""Yes, please: taking up what someone offered makes an ask for them alone."""

from typing import Any, ClassVar

from sqlalchemy import exists, select

from circles import clock, fact
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs import Address, Need, Opening, Slot
from circles.offers.offer import NotOffered, Offer
from circles.phrase import Phrase
from circles.refusal import Refusal

REQUESTED = "offer.requested"


class OwnOffer(Refusal):
    """Nobody says "yes, please" to themself."""

    code: ClassVar[str] = "own_offer"

    def __init__(self) -> None:
        super().__init__(Phrase("This is your own offer. Someone else will say “yes, please”."))


class AskedAlready(Refusal):
    """They said "yes, please" before, and its time has not passed."""

    code: ClassVar[str] = "asked_already"

    def __init__(self, need: Need) -> None:
        super().__init__(Phrase("You said “yes, please” already."), need_id=str(need.id))
        self.need = need


def take_up(
    offer: Offer, member: Membership, openings: list[Opening], title: str = "", **words: Any
) -> Need:
    """Ask whoever offers it, and nobody else. What is not said is as it was offered.

    The offer is held, so an impatient thumb asks once. Raises `NotOffered`, `OwnOffer`,
    `AskedAlready` or `Invalid`.
    """
    offer.hold()
    if offer.offered_by_id == member.person_id:
        raise OwnOffer
    if not offer.is_offered_to(member.person_id):
        raise NotOffered
    before = request_of(offer, member.person)
    if before is not None:
        raise AskedAlready(before)
    need = Need.ask(
        member,
        kind=offer.kind,
        title=title or offer.title,
        openings=openings,
        address=Address([offer.offered_by_id], takes_up_id=offer.id),
        **words,
    )
    fact.record(REQUESTED, need.circle_id, member.person_id, need.id)
    return need


def request_of(offer: Offer, person: Person) -> Need | None:
    """What this person asks for because of an offer, while there is a day ahead."""
    ahead = exists().where(Slot.need_id == Need.id, Slot.over_at > clock.now())
    return db.session.scalar(
        select(Need)
        .where(
            Need.takes_up_id == offer.id,
            Need.posted_by_id == person.id,
            Need.ended_at.is_(None),
            ahead,
        )
        .order_by(Need.id)
        .limit(1)
    )
