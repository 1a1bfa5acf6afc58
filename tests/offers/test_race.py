"""At the same moment: two taps on yes, please; a yes and a regret; a pause and a request."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.needs import Need, Opening
from circles.needs.regret import say_not_this_time
from circles.offers import Offer, take_up
from circles.offers.offer import NotOffered
from tests.needs.test_audience_race import at_once, by, promised, yes

ROUNDS = 8


def please(offer_id: uuid.UUID, place_id: uuid.UUID) -> Callable[[], object]:
    def say() -> None:
        offer = db.session.get(Offer, offer_id)
        if offer is None:  # where one writes after the other, its page is not there
            raise NotOffered
        take_up(offer, db.session.get(Membership, place_id), [Opening()])

    return say


def deed(offer_id: uuid.UUID, person_id: uuid.UUID, name: str) -> Callable[[], object]:
    def do() -> None:
        getattr(db.session.get(Offer, offer_id), name)(db.session.get(Person, person_id))

    return do


def asked_for(offer_id: uuid.UUID) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Need).where(Need.takes_up_id == offer_id)).all())


def test_two_taps_ask_once(app, world):
    ruth = world.places["Ruth"].id
    for offer_id in [world.offer("Ines").id for _ in range(ROUNDS)]:
        refused = at_once(app, *[please(offer_id, ruth)] * 3)
        assert refused == ["asked_already"] * 2
        assert asked_for(offer_id) == 1


@pytest.mark.parametrize("name", ["pause", "take_back"])
def test_what_goes_at_this_moment_is_taken_up_before_or_not_at_all(app, world, name):
    ruth, ines = world.places["Ruth"].id, world.ines.id
    for offer_id in [world.offer("Ines").id for _ in range(ROUNDS)]:
        refused = at_once(app, please(offer_id, ruth), deed(offer_id, ines, name))
        assert refused in ([], ["not_offered"])
        assert asked_for(offer_id) == (0 if refused else 1)


def test_a_yes_and_a_regret_are_never_both_heard(app, world):
    ines = world.ines.id
    needs = [world.take_up(world.offer("Ines"), "Ruth").id for _ in range(ROUNDS)]
    for need_id in needs:
        no = by(ines, say_not_this_time, need_id)
        refused = at_once(app, yes(need_id, ines), no)
        assert refused in (["need_ended"], ["you_said_yes"])
        assert promised(need_id) == ([] if refused == ["need_ended"] else [ines])
