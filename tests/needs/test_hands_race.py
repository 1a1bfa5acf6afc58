"""Hands that are raised, lowered, chosen and drawn at the very same moment."""

import uuid
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.membership.parting import leave
from circles.needs import Need, SignUp, Slot, sign_up, take_hands_down
from circles.needs.answering import AT_ONCE, YES_FIRST
from circles.needs.drawing import HandLowered, answer_hand, change_way, draw
from circles.needs.enough import say_enough
from circles.needs.hand import Hand
from circles.needs.lowering import step_back
from tests.needs.hands import hands_down, raised, wave, yes_first
from tests.needs.test_audience_race import at_once

ROUNDS = 8


def day(need_id: uuid.UUID) -> Slot:
    return db.session.scalars(select(Slot).where(Slot.need_id == need_id)).one()


def by(person_id: uuid.UUID, deed: Callable[[Slot, Person], object], need_id: uuid.UUID):
    return lambda: deed(day(need_id), db.session.get(Person, person_id))


def there(noun: type[SignUp] | type[Hand], need_id: uuid.UUID) -> Sequence[uuid.UUID]:
    db.session.rollback()
    found = select(noun.person_id).join(Slot, Slot.id == noun.slot_id)
    return db.session.scalars(found.where(Slot.need_id == need_id)).all()


def never_both(need_id: uuid.UUID) -> bool:
    return not set(there(SignUp, need_id)) & set(there(Hand, need_id))


@pytest.fixture
def down(world) -> list[uuid.UUID]:
    """Asks for one, for which Ines and Omar have a hand up, and the time for it is over."""
    asks = [raised(world) for _ in range(ROUNDS)]
    for need in asks:
        wave(world, need, "Ines", "Omar")
    hands_down(world, asks[0])
    return [need.id for need in asks]


@pytest.fixture
def waiting(world) -> list[uuid.UUID]:
    """The same, where a yes comes first."""
    asks = [yes_first(world) for _ in range(ROUNDS)]
    for need in asks:
        wave(world, need, "Ines", "Omar")
    return [need.id for need in asks]


def agree(hand_id: uuid.UUID, person_id: uuid.UUID) -> Callable[[], object]:
    def say() -> None:
        hand = db.session.get(Hand, hand_id)
        if hand is None:
            raise HandLowered
        answer_hand(hand, db.session.get(Person, person_id), True)

    return say


def test_two_taps_are_one_hand(app, world):
    keys = [yes_first(world).id for _ in range(ROUNDS)]
    ines = world.ines.id
    for need_id in keys:
        tap = by(ines, sign_up, need_id)
        assert at_once(app, tap, tap, tap) == []
        assert there(Hand, need_id) == [ines]


def test_two_who_draw_at_once_draw_once(app, world, down):
    ruth = world.ruth.id
    for need_id in down:
        tap = by(ruth, draw, need_id)
        assert at_once(app, tap, tap, take_hands_down) == []
        assert len(there(SignUp, need_id)) == 1
        assert there(Hand, need_id) == []


def test_two_who_choose_at_once_come_one_after_the_other(app, world, down):
    ruth = world.ruth.id
    for need_id in down:
        one, other = db.session.scalars(
            select(Hand.id).join(Slot, Slot.id == Hand.slot_id).where(Slot.need_id == need_id)
        ).all()
        refused = at_once(
            app,
            by(ruth, lambda slot, person, one=one: draw(slot, person, [one]), need_id),
            by(ruth, lambda slot, person, other=other: draw(slot, person, [other]), need_id),
        )
        assert refused == ["hand_lowered"]
        assert len(there(SignUp, need_id)) == 1
        assert there(Hand, need_id) == []


def test_a_hand_lowered_as_it_is_drawn_is_no_promise(app, world, down):
    ruth, ines = world.ruth.id, world.ines.id
    for need_id in down:
        assert at_once(app, by(ines, step_back, need_id), by(ruth, draw, need_id)) == []
        assert ines not in there(SignUp, need_id)
        assert there(Hand, need_id) == []


def test_a_yes_to_two_for_one_place_is_a_yes_to_one(app, world, waiting):
    ruth = world.ruth.id
    for need_id in waiting:
        hands = db.session.scalars(
            select(Hand.id).join(Slot, Slot.id == Hand.slot_id).where(Slot.need_id == need_id)
        ).all()
        assert at_once(app, *(agree(key, ruth) for key in hands)) == ["hand_lowered"]
        assert len(there(SignUp, need_id)) == 1
        assert there(Hand, need_id) == []


def test_a_yes_as_it_is_lowered_is_too_late_or_let_go(app, world, waiting):
    ruth, ines = world.ruth.id, world.ines.id
    for need_id in waiting:
        key = db.session.scalar(
            select(Hand.id).where(Hand.slot_id == day(need_id).id, Hand.person_id == ines)
        )
        refused = at_once(app, agree(key, ruth), by(ines, step_back, need_id))
        assert set(refused) <= {"hand_lowered"}
        assert ines not in [*there(SignUp, need_id), *there(Hand, need_id)]


def change(need_id: uuid.UUID, person_id: uuid.UUID, way: str) -> Callable[[], object]:
    return lambda: change_way(db.session.get(Need, need_id), db.session.get(Person, person_id), way)


def test_a_hand_raised_as_it_is_answered_at_once_again_never_hangs(app, world):
    ruth, ines, omar = world.ruth.id, world.ines.id, world.omar.id
    for need_id in [yes_first(world).id for _ in range(ROUNDS)]:
        refused = at_once(
            app,
            by(ines, sign_up, need_id),
            change(need_id, ruth, AT_ONCE),
            by(omar, sign_up, need_id),
        )
        assert set(refused) <= {"slot_full"}
        assert len(there(SignUp, need_id)) == 1
        assert there(Hand, need_id) == []


def test_a_yes_as_it_begins_to_wait_is_one_of_the_two(app, world):
    ruth, ines = world.ruth.id, world.ines.id
    for need_id in [world.ask().id for _ in range(ROUNDS)]:
        assert at_once(app, by(ines, sign_up, need_id), change(need_id, ruth, YES_FIRST)) == []
        assert [*there(SignUp, need_id), *there(Hand, need_id)] == [ines]


@pytest.mark.parametrize("end", [Need.close, say_enough])
def test_a_hand_raised_as_it_ends_or_is_enough_does_not_stay(app, world, end):
    ruth, ines = world.ruth.id, world.ines.id
    for need_id in [yes_first(world).id for _ in range(ROUNDS)]:
        refused = at_once(
            app,
            by(ines, sign_up, need_id),
            lambda key=need_id: end(db.session.get(Need, key), db.session.get(Person, ruth)),
        )
        assert set(refused) <= {"need_ended", "enough_for_now"}
        assert there(Hand, need_id) == []


def test_whoever_leaves_as_chance_draws_has_no_promise_left(app, world, down):
    ruth, places = world.ruth.id, [world.places[name].id for name in ("Ines", "Omar")]
    for need_id, place in zip(down, places, strict=False):
        person_id = db.session.get(Membership, place).person_id
        go = lambda place=place: leave(db.session.get(Membership, place))  # noqa: E731
        assert at_once(app, go, by(ruth, draw, need_id)) == []
        assert person_id not in [*there(SignUp, need_id), *there(Hand, need_id)]
        assert never_both(need_id)
