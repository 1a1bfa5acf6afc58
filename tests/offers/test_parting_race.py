""" "Yes, please" at the very moment whoever offered leaves, or goes for good."""

import uuid

import pytest
from sqlalchemy import select

from circles.accounts import Person, go_for_good
from circles.database import db
from circles.membership import Membership
from circles.needs import Need
from circles.offers import Offer
from circles.offers.offer import NotOffered
from circles.offers.request import take_up
from tests.needs.test_parting_race import Deed, goes, one_after_the_other


def goes_for_good(person_id: uuid.UUID) -> Deed:
    return lambda: go_for_good(db.session.get(Person, person_id))


def asks_for_it(world, offer_id: uuid.UUID, person_id: uuid.UUID) -> Deed:
    place, day = select(Membership).where(Membership.person_id == person_id), world.tomorrow()

    def ask() -> None:
        offer = db.session.get(Offer, offer_id)
        if offer is None:  # where there is one writer at a time, it is gone already
            raise NotOffered
        take_up(offer, db.session.scalars(place).one(), [day])

    return ask


@pytest.fixture(params=[goes, goes_for_good], ids=["leaves", "goes_for_good"])
def both(world, request) -> tuple[Deed, Deed]:
    offer_id, ines = world.offer("Ines").id, world.ines.id
    return asks_for_it(world, offer_id, world.ruth.id), request.param(ines)


def test_whoever_asked_a_moment_before_reads_not_this_time(app, both):
    ask, go = both
    assert one_after_the_other(app, ask, go) == []
    db.session.rollback()
    need = db.session.scalars(select(Need)).one()
    assert need.regret is not None


def test_whoever_asks_a_moment_after_reads_that_it_is_not_offered(app, both):
    ask, go = both
    assert one_after_the_other(app, go, ask) == ["not_offered"]
    db.session.rollback()
    assert not db.session.scalars(select(Need)).all()
