"""A yes to an ask at the very moment it is hidden or narrowed: too late, or told."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from circles import database
from circles.accounts import Person
from circles.database import db
from circles.fact import Fact
from circles.needs import Need, SignUp, Slot, sign_up
from circles.needs.address import readdress
from circles.needs.farewell import GONE
from circles.needs.own_say import answer
from circles.refusal import Refusal

ROUNDS = 12


def at_once(app, *deeds: Callable[[], object]) -> list[str]:
    """Each in a transaction of its own; the codes of those that were refused."""

    def do(deed: Callable[[], object]) -> str | None:
        with app.app_context():
            try:
                deed()
                database.commit()
            except Refusal as no:
                db.session.rollback()
                return no.code
            return None

    db.session.rollback()  # the test's own transaction must not stand in the way
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [code for code in pool.map(do, deeds) if code]


def yes(need_id: uuid.UUID, person_id: uuid.UUID) -> Callable[[], object]:
    def say() -> None:
        slot = db.session.scalar(select(Slot).where(Slot.need_id == need_id))
        sign_up(slot, db.session.get(Person, person_id))

    return say


def by(
    person_id: uuid.UUID, deed: Callable[[Need, Person], object], need_id: uuid.UUID
) -> Callable[[], object]:
    return lambda: deed(db.session.get(Need, need_id), db.session.get(Person, person_id))


def promised(need_id: uuid.UUID) -> Sequence[uuid.UUID]:
    db.session.rollback()
    found = select(SignUp.person_id).join(Slot, Slot.id == SignUp.slot_id)
    return db.session.scalars(found.where(Slot.need_id == need_id)).all()


@pytest.fixture
def given(world) -> list[uuid.UUID]:
    """Asks of Sam's for Ruth, with her yes, for two."""
    asks = [
        world.ask(
            "Sam", openings=[world.tomorrow(wanted=2)], address=world.address(for_member="Ruth")
        )
        for _ in range(ROUNDS)
    ]
    for need in asks:
        answer(need, world.ruth, True)
    db.session.commit()
    return [need.id for need in asks]


def test_a_yes_as_the_other_yes_is_taken_back_is_too_late_or_told(app, world, given):
    ruth, ines, omar = world.ruth.id, world.ines.id, world.omar.id
    for need_id in given:
        take_back = by(ruth, lambda need, person: answer(need, person, False), need_id)
        refused = at_once(app, yes(need_id, ines), take_back, yes(need_id, omar))
        assert promised(need_id) == []
        told = select(Fact.id).where(Fact.kind == GONE, Fact.subject_id == need_id)
        assert set(refused) <= {"yes_comes_first"}
        assert len(db.session.scalars(told).all()) + len(refused) == 2


def test_a_yes_as_it_is_narrowed_is_too_late_or_stays_with_its_giver_in_sight(app, world, given):
    ruth, ines, omar = world.ruth.id, world.ines.id, world.omar.id
    for need_id in given:
        narrow = by(ruth, lambda need, person: readdress(need, person, [ines]), need_id)
        refused = at_once(app, yes(need_id, omar), narrow, yes(need_id, ines))
        there = promised(need_id)
        need = db.session.get(Need, need_id)
        assert set(refused) <= {"need_ended"}
        assert len(there) + len(refused) == 2
        assert all(need.is_shown_to(person_id) for person_id in there)
        assert need.is_shown_to(omar) == (omar in there)
