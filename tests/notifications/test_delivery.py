"""A delivery is held by one courier at a time, whatever happens to it or to the clock."""

import multiprocessing
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from circles import clock
from circles.database import db
from circles.notifications import Delivery, PushSubscription, fan_out
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.delivery import LEASE, Claim
from circles.notifications.settlement import settle
from tests.notifications.claimer import begin_together, claim_all
from tests.push_device import Device
from tests.world import World

Phone = Callable[[str], Device]


@pytest.fixture
def due(world: World, phone: Phone) -> World:
    """One delivery is due, to Sam's phone."""
    phone("Sam")
    world.ask("Ruth")
    fan_out()
    world.at(clock.now())
    return world


def claim(count: int = 32, paused: tuple[str, ...] = ()) -> list[Claim]:
    token = uuid.uuid4()
    ids = Delivery.claim(token, count, paused)
    db.session.commit()
    claims = list(Delivery.claimed(token, ids))
    db.session.rollback()
    return claims


def the_delivery() -> Delivery:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()


def finish(claimed: Claim, outcome: Outcome) -> Delivery:
    db.session.rollback()
    settle([(claimed, outcome)])
    return the_delivery()


def test_a_claim_holds_for_its_lease(due: World) -> None:
    assert len(claim()) == 1
    assert claim() == []
    due.later(seconds=29)
    assert claim() == []
    due.later(seconds=2)
    assert [again.attempts for again in claim()] == [0], "a claim is no try"


def test_an_outcome_settles_it(due: World) -> None:
    row = finish(claim()[0], Outcome("sent"))
    assert (row.outcome, row.settled_at, row.leased_until) == ("sent", clock.now(), None)
    assert row.attempts == 1
    due.later(hours=1)
    assert claim() == []


def test_whoever_lost_the_lease_writes_nothing(due: World) -> None:
    (slow,) = claim()
    due.later(seconds=31)
    (quick,) = claim()
    assert finish(slow, Outcome("too_late")).outcome is None
    assert finish(quick, Outcome("sent")).outcome == "sent"
    assert finish(slow, Outcome("refused")).outcome == "sent"


def test_what_was_sent_is_settled_under_the_token_it_was_held_by(due: World, phone: Phone) -> None:
    for _ in range(2):
        phone("Sam")
    due.ask("Ruth")
    fan_out()
    due.later(seconds=1)
    lost, first, second = claim(1)[0], claim(1)[0], claim(1)[0]
    db.session.execute(
        update(Delivery).where(Delivery.id == lost.delivery_id).values(lease_token=uuid.uuid4())
    )
    db.session.commit()
    settle([(held, Outcome("sent")) for held in (lost, first, second)])
    settled = db.session.scalars(select(Delivery.id).where(Delivery.outcome == "sent")).all()
    assert {*settled} == {first.delivery_id, second.delivery_id}


def test_a_retry_is_due_when_it_says(due: World) -> None:
    finish(claim()[0], Outcome(None, clock.now() + timedelta(seconds=40)))
    assert Delivery.next_due() == clock.now() + timedelta(seconds=40)
    assert claim() == []
    due.later(seconds=41)
    assert len(claim()) == 1


def test_what_is_due_next_counts_leases_that_lapse(due: World) -> None:
    claim()
    assert Delivery.next_due() == clock.now() + LEASE


def test_a_clock_set_back_frees_what_it_had_leased(due: World) -> None:
    now = clock.now()
    due.at(now + timedelta(days=1))
    claim()
    due.at(now)
    assert len(claim()) == 1


def test_a_paused_service_is_left_out(due: World) -> None:
    audience = db.session.scalars(select(PushSubscription.audience)).one()
    assert claim(paused=(audience,)) == []
    assert Delivery.next_due((audience,)) is None
    assert len(claim(paused=("https://elsewhere.example",))) == 1


def test_a_phone_that_came_back_with_a_new_address_is_not_dropped(due: World) -> None:
    (held,) = claim()
    db.session.execute(update(PushSubscription).values(endpoint="https://push.example/new"))
    db.session.commit()
    row = finish(held, Outcome("gone"))
    assert (row.outcome, row.leased_until) == (None, None)
    assert [again.endpoint for again in claim()] == ["https://push.example/new"]


def test_a_phone_that_is_gone_takes_its_deliveries_along(due: World) -> None:
    (held,) = claim()
    settle([(held, Outcome("gone"))])
    assert db.session.scalars(select(Delivery.id)).all() == []


def test_four_processes_never_hold_the_same_delivery(
    world: World, phone: Phone, environment: dict[str, str]
) -> None:
    for _ in range(20):
        phone("Sam")
    for _ in range(20):
        world.ask("Ruth")
    assert fan_out() == 400
    db.session.remove()
    spawn = multiprocessing.get_context("spawn")
    start = {"initializer": begin_together, "initargs": (spawn.Barrier(4),)}
    with ProcessPoolExecutor(4, mp_context=spawn, **start) as processes:
        held = list(processes.map(claim_all, [environment] * 4))
    together = sum(held, Counter[uuid.UUID]())
    assert len(together) == 400
    assert set(together.values()) == {1}
    assert sum(1 for one in held if one) > 1, "only one process claimed; this shows nothing"


def test_a_batch_is_no_larger_than_asked(due: World, phone: Phone) -> None:
    for _ in range(3):
        phone("Ines")
    due.ask("Ruth")
    fan_out()
    assert [len(claim(2)), len(claim(2)), len(claim(2))] == [2, 2, 0]


def test_to_one_phone_one_is_on_its_way_at_a_time(due: World) -> None:
    due.ask("Ruth")
    fan_out()
    (first,) = claim()
    assert claim() == []
    assert Delivery.next_due() == clock.now() + LEASE, "what waits behind it is not looked for"
    db.session.rollback()
    settle([(first, Outcome("sent"))])
    (second,) = claim()
    assert second.delivery_id != first.delivery_id


def test_leases_end(due: World) -> None:
    claim()
    until = the_delivery().leased_until
    assert isinstance(until, datetime)
    assert until == clock.now() + LEASE
