"""To whom an ask speaks, and for whom it is asked: chosen before it is sent, changed later."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from circles import fact
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs.audience import CHOSEN, EVERYONE, Addressed
from circles.needs.consent import PROPOSED, Consent, OnlyTheyWiden
from circles.needs.hand import Hand, let_go, of_ask
from circles.needs.need import Need
from circles.needs.series import Series
from circles.needs.sign_up import SignUp
from circles.needs.slot import Slot
from circles.needs.standing_sign_up import StandingSignUp
from circles.phrase import Phrase
from circles.refusal import Invalid

SHOWN = "need.shown"
FOR_YOU = "consent.proposed"

Chosen = Collection[uuid.UUID] | None
"""Ids of people; None is everyone."""


@dataclass(frozen=True)
class Address:
    """Whom an ask is for, if not for whoever asks, and who may see it."""

    chosen: Chosen = None
    for_member: uuid.UUID | None = None
    for_name: str | None = None
    attested: bool = False
    """Whether whoever asks says that the one outside has said yes."""
    takes_up_id: uuid.UUID | None = None
    """What the only one who is chosen had offered, where that is why they are asked."""

    def put_on(self, need: Need, member: Membership) -> None:
        """Address a new ask of this member. Raises `Invalid`."""
        named = {*(self.chosen or ()), *([self.for_member] if self.for_member else ())}
        places = places_in(need.circle_id, named)
        need.for_member_id, need.for_name = self._whom(member, places), self.for_name or None
        if need.for_member_id is not None:
            need.consent = Consent(state=PROPOSED)
            fact.record(FOR_YOU, need.circle_id, member.person_id, need.id)
        need.takes_up_id = self.takes_up_id
        _write(need, places, self.chosen)

    def _whom(self, member: Membership, places: dict[uuid.UUID, uuid.UUID]) -> uuid.UUID | None:
        if self.for_name and self.for_member:
            raise Invalid(Phrase("Please choose one of the two."), field="for_name")
        if self.for_name and not self.attested:
            raise Invalid(Phrase("Please ask them first, and say so here."), field="attested")
        if self.for_member == member.person_id:
            raise Invalid(Phrase("That is you. Just ask."), field="for_member")
        if self.for_member and self.for_member not in places:
            raise Invalid(Phrase("They are not in this circle any more."), field="for_member")
        return self.for_member


def readdress(need: Need, person: Person, chosen: Chosen) -> None:
    """Let these people see it from now on, and those who said yes to it.

    Whoever did not see it before hears of it as of a new ask; the others hear nothing. A hand is
    no promise yet: it goes down with whoever does not see the ask any more.
    Raises `NotYourAsk`, `NeedEnded`, `OnlyTheyWiden` or `Invalid`.
    """
    db.session.refresh(need, with_for_update={"of": Need})  # a yes comes before this, or sees it
    need.require_open_and_own(person)
    places = places_in(need.circle_id)
    before, few = {one for one in places if need.is_shown_to(one)}, _few(need)
    _write(need, places, chosen, stay=_helpers(need))
    db.session.flush()
    if need.audience == EVERYONE or _few(need) != few:
        need.takes_up_id = None  # nobody is asked in person any more
    now = {one for one in places if need.is_shown_to(one)}
    let_go(of_ask(need.id), Hand.person_id.in_(before - now))
    new = now - before
    if need.is_agreed:
        if new and need.for_member_id not in (None, person.id):
            raise OnlyTheyWiden
        for one in sorted(new):
            fact.record(SHOWN, need.circle_id, person.id, need.id, places[one])


def places_in(circle_id: uuid.UUID, of: Chosen = None) -> dict[uuid.UUID, uuid.UUID]:
    """Everyone in a circle, or those of these people who are: person to membership."""
    if of is not None and not of:
        return {}  # asking everyone takes as long in a large circle as in a small one
    here = select(Membership.person_id, Membership.id).where(Membership.circle_id == circle_id)
    if of is not None:
        here = here.where(Membership.person_id.in_(of))
    return dict(db.session.execute(here).all())


def few_among(
    places: dict[uuid.UUID, uuid.UUID],
    chosen: Collection[uuid.UUID],
    but: Collection[uuid.UUID | None],
    stay: Collection[uuid.UUID] = (),
) -> set[uuid.UUID]:
    """Those who were chosen of the people in a circle, but for whoever sees it anyway.

    Raises `Invalid` where one of them is not here, or nobody is left.
    """
    if not places.keys() >= set(chosen):
        raise Invalid(Phrase("Someone you chose is not in this circle any more."), field="chosen")
    few = ({*chosen, *stay} & places.keys()) - set(but)
    if not few:
        raise Invalid(Phrase("Please choose at least one person."), field="chosen")
    return few


def _few(need: Need) -> set[uuid.UUID]:
    return {one.membership_id for one in need.addressed}


def _helpers(need: Need) -> set[uuid.UUID]:
    promised = select(SignUp.person_id).join(Slot, Slot.id == SignUp.slot_id)
    every_time = select(StandingSignUp.person_id).join(StandingSignUp.series)
    once = set(db.session.scalars(promised.where(Slot.need_id == need.id)))
    return once | set(db.session.scalars(every_time.where(Series.need_id == need.id)))


def _write(
    need: Need,
    places: dict[uuid.UUID, uuid.UUID],
    chosen: Chosen,
    stay: Collection[uuid.UUID] = (),
) -> None:
    if chosen is None:
        need.audience, need.addressed = EVERYONE, []
        return
    few = few_among(places, chosen, but=(need.posted_by_id, need.for_member_id), stay=stay)
    there = {one.membership_id: one for one in need.addressed}
    need.audience = CHOSEN
    need.addressed = [there.get(places[one]) or Addressed(membership_id=places[one]) for one in few]
