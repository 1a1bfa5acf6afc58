"""A yes at the very moment its giver leaves, or is removed: let go of, or too late."""

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import func, select

from circles import database
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.membership.parting import leave
from circles.needs import Need, Series, SignUp, Slot, StandingSignUp, sign_up, sign_up_for_all
from circles.needs.hand import Hand
from circles.refusal import Refusal
from tests.needs.hands import raised

A_WHILE = 0.4
"""Seconds in which the second of two comes to where it has to wait for the first."""

Deed = Callable[[], object]


def one_after_the_other(app, first: Deed, second: Deed) -> list[str]:
    """The second is done while the first is not saved yet; the codes of what was refused."""
    is_done = Event()

    def do(deed: Deed, comes_first: bool) -> str | None:
        with app.app_context():
            try:
                if not comes_first:
                    is_done.wait()
                deed()
                if comes_first:
                    is_done.set()
                    Event().wait(A_WHILE)
                database.commit()
            except Refusal as no:
                db.session.rollback()
                return no.code
            finally:
                is_done.set()
            return None

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        both: list[Future[str | None]] = [
            pool.submit(do, first, True),
            pool.submit(do, second, False),
        ]
        return [code for one in both if (code := one.result()) is not None]


def goes(person_id: uuid.UUID) -> Deed:
    place = select(Membership).where(Membership.person_id == person_id)
    return lambda: leave(db.session.scalars(place).one())


def says_yes(need_id: uuid.UUID, person_id: uuid.UUID) -> Deed:
    day = select(Slot).where(Slot.need_id == need_id).order_by(Slot.position).limit(1)
    return lambda: sign_up(db.session.scalars(day).one(), db.session.get(Person, person_id))


def says_yes_to_all(need_id: uuid.UUID, person_id: uuid.UUID) -> Deed:
    return lambda: sign_up_for_all(Series.of(need_id), db.session.get(Person, person_id))


WAYS: dict[str, tuple[Callable[..., Need], Callable[[uuid.UUID, uuid.UUID], Deed]]] = {
    "a_day": (lambda world: world.ask(), says_yes),
    "every_time": (lambda world: world.repeat(), says_yes_to_all),
    "a_hand": (raised, says_yes),
}


def is_theirs(person_id: uuid.UUID) -> bool:
    db.session.rollback()
    nouns = (SignUp, StandingSignUp, Hand)
    return any(
        db.session.scalar(select(func.count(noun.id)).where(noun.person_id == person_id))
        for noun in nouns
    )


@pytest.mark.parametrize("way", WAYS)
def test_whoever_leaves_as_their_yes_is_said_lets_go_of_it(app, world, way):
    ask, yes = WAYS[way]
    need_id, ines = ask(world).id, world.ines.id
    assert one_after_the_other(app, yes(need_id, ines), goes(ines)) == []
    assert not is_theirs(ines)


@pytest.mark.parametrize("way", WAYS)
def test_a_yes_as_its_giver_leaves_is_too_late(app, world, way):
    ask, yes = WAYS[way]
    need_id, ines = ask(world).id, world.ines.id
    assert one_after_the_other(app, goes(ines), yes(need_id, ines)) == ["need_ended"]
    assert not is_theirs(ines)


def test_days_are_let_go_of_in_the_order_in_which_everyone_locks_them(world, monkeypatch):
    for _ in range(6):
        world.promise(world.ask(), "Ines")
    let_go, release = [], SignUp.release

    def note(promise: SignUp) -> None:
        let_go.append(promise.slot_id)
        release(promise)

    monkeypatch.setattr(SignUp, "release", note)
    leave(world.places["Ines"])
    assert len(let_go) == 6
    assert let_go == sorted(let_go)
