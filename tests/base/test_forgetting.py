"""What is past goes on time, a little at a time, and leaves the file."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from circles import clock, forgetting
from circles.accounts import Person
from circles.database import db
from circles.fact import Fact
from circles.forgetting import Budget
from circles.membership import FoundingLink, Invitation
from circles.needs import Need, Opening, SignUp, Slot

OURS = {"past promises", "past addresses", "faded asks", "dead invitations", "used founding links"}
MARK = "Zwetschgendatschi"


def left(noun) -> int:
    return db.session.scalar(select(func.count()).select_from(noun))


def forget(**kwargs) -> dict[str, int]:
    """What went, but for the news of it (`tests/notifications`)."""
    return {
        name: gone for name, gone in forgetting.forget(**kwargs).items() if gone and name in OURS
    }


def promised(world, opening: Opening | None = None) -> Need:
    need = world.ask(openings=[opening or world.tomorrow()])
    world.promise(need)
    return need


def test_nothing_is_forgotten_before_its_time(world):
    promised(world)
    Invitation.make(world.places["Sam"])
    FoundingLink.make()
    assert forget() == {}


def test_a_promise_is_forgotten_48_hours_after_its_slot(world):
    over = promised(world).slots[0].over_at
    world.at(over + timedelta(hours=48))
    assert forget() == {}
    world.at(over + timedelta(hours=48, seconds=1))
    assert forget() == {"past promises": 1}
    assert (left(SignUp), left(Slot), left(Need)) == (0, 1, 1)


def test_each_day_of_an_ask_has_its_own_48_hours(world):
    need = world.ask(openings=[world.tomorrow(days=1), world.tomorrow(days=2)])
    world.promise(need, slot=0)
    world.promise(need, slot=1)
    world.at(need.slots[0].over_at + timedelta(hours=49))
    assert forget() == {"past promises": 1}
    world.at(need.slots[1].over_at + timedelta(hours=49))
    assert forget() == {"past promises": 1}


@pytest.mark.parametrize("how", ["close", "withdraw"])
def test_a_promise_is_forgotten_48_hours_after_its_ask_has_ended(world, how):
    need = promised(world, world.tomorrow(days=20))
    getattr(need, how)(world.ruth)
    db.session.commit()
    world.at(need.ended_at + timedelta(hours=48))
    assert forget() == {}
    world.later(seconds=1)
    assert forget() == {"past promises": 1}


def test_a_promise_without_a_day_is_forgotten_too(world):
    need = promised(world, Opening())
    world.at(need.slots[0].over_at + timedelta(hours=48))
    assert forget() == {}
    world.later(seconds=1)
    assert forget() == {"past promises": 1}


def test_an_address_is_forgotten_two_hours_after_the_last_day(world):
    need = world.ask(private_details="14 Maple Street", openings=[world.tomorrow()])
    world.at(need.slots[0].over_at + timedelta(hours=2))
    assert forget() == {}
    world.later(seconds=1)
    assert forget() == {"past addresses": 1}
    assert db.session.get_one(Need, need.id).private_details is None


def test_an_address_goes_when_its_ask_ends(world):
    need = world.ask(private_details="14 Maple Street")
    need.withdraw(world.ruth)
    db.session.commit()
    assert not need.has_private_details


@pytest.mark.parametrize("days", [7, 8, 14, 29, 30])
def test_an_ask_that_ended_fades_when_its_circle_says(world, days):
    world.circle.fading_days = days
    need = world.ask()
    need.close(world.ruth)
    db.session.commit()
    world.at(need.ended_at + timedelta(days=days))
    assert forget() == {}
    world.later(seconds=1)
    assert forget() == {"faded asks": 1}
    assert left(Slot) == 0


def test_each_circle_has_its_own_fading_time(world):
    world.circle.fading_days = 7
    ours = world.ask("Ruth")
    world.ask("Clara", openings=[world.tomorrow()])
    world.at(ours.slots[0].over_at + timedelta(days=12))
    assert forget()["faded asks"] == 1
    assert db.session.scalars(select(Need.circle_id)).all() == [world.other_circle.id]


def test_an_ask_that_nobody_ended_fades_after_its_last_day(world):
    need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=9)])
    world.at(need.slots[1].over_at + timedelta(days=30))
    assert forget() == {}
    world.later(seconds=1)
    assert forget() == {"faded asks": 1}


def test_an_ask_without_a_day_fades_as_well(world):
    need = world.ask(openings=[Opening()])
    world.at(need.slots[0].over_at + timedelta(days=30))
    assert forget() == {}
    world.later(seconds=1)
    assert forget() == {"faded asks": 1}


def test_each_circle_fades_by_its_own_time(world):
    world.circle.fading_days = 7
    here, there = world.ask("Ruth"), world.ask("Clara")
    here.close(world.ruth)
    there.close(world.clara)
    db.session.commit()
    world.later(days=7, seconds=2)
    assert forget() == {"faded asks": 1}
    assert db.session.scalar(select(Need.circle_id)) == world.other_circle.id


def test_dead_ways_in_are_forgotten(world):
    for spent in (True, False):
        invitation = Invitation.make(world.places["Sam"])
        db.session.flush()
        if spent:
            invitation.redeem()
    FoundingLink.spend(FoundingLink.make())
    db.session.commit()
    world.later(seconds=1)
    assert forget() == {"dead invitations": 1, "used founding links": 1}
    world.later(days=7)
    assert forget() == {"dead invitations": 1}


def test_forgetting_keeps_people_and_circles(world):
    promised(world)
    world.later(days=1000)
    forget()
    assert left(Person) == 5


def test_a_budget_stops_forgetting_and_the_next_run_goes_on(world):
    need = world.ask(openings=[world.tomorrow(wanted=20)])
    for number in range(7):
        world.add(f"Helper {number}")
        world.promise(need, f"Helper {number}")
    world.later(days=5)
    assert forget(budget=Budget(rows=3)) == {"past promises": 3}
    assert forget(budget=Budget(rows=3)) == {"past promises": 3}
    assert forget() == {"past promises": 1}


def test_a_budget_is_for_all_rules_together(world):
    promised(world)
    Invitation.make(world.places["Sam"])
    db.session.commit()
    world.later(days=9)
    assert sum(forget(budget=Budget(rows=1)).values()) == 1


def test_many_rows_go_in_batches(world, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for _ in range(5):
        Invitation.make(world.places["Sam"])
    db.session.commit()
    world.later(days=8)
    assert forget() == {"dead invitations": 5}


def test_a_dry_run_changes_nothing_and_says_what_goes(world):
    promised(world).close(world.ruth)
    Invitation.make(world.places["Sam"])
    db.session.commit()
    world.later(days=8)
    said = {rule.name: rows for rule, rows in forgetting.due() if rows and rule.name in OURS}
    assert (left(SignUp), left(Invitation)) == (1, 1)
    assert said == forget() == {"past promises": 1, "dead invitations": 1}


def test_every_rule_says_why(app):
    assert {rule.name for rule in forgetting.rules()} >= {"past promises", "faded asks"}
    assert all(rule.why for rule in forgetting.rules())


def in_the_files(folder: Path) -> list[str]:
    db.session.commit()
    names = sorted(path.name for path in folder.glob("circles.db*"))
    return [name for name in names if MARK.encode() in (folder / name).read_bytes()]


def test_the_bytes_leave_the_file(world, on_sqlite, tmp_path):
    need = world.ask(title=MARK, details=MARK * 100)
    world.promise(need, note=MARK)
    assert in_the_files(tmp_path)
    need.close(world.ruth)
    db.session.commit()
    world.later(days=31)
    forget()
    assert in_the_files(tmp_path) == []


def test_what_was_let_go_by_hand_leaves_the_file_with_the_next_run(world, on_sqlite, tmp_path):
    need = world.ask()
    world.promise(need, note=MARK)
    SignUp.of(need.slots[0], world.ines).release()
    db.session.commit()
    assert in_the_files(tmp_path) == ["circles.db-wal"]
    forget()
    assert in_the_files(tmp_path) == []


def test_facts_hold_no_words_and_no_more_than_references(world):
    promised(world)
    kept = db.session.scalars(select(Fact)).all()
    assert {f.kind for f in kept} == {"need.asked", "slot.taken"}
    words = {c.name for c in Fact.__table__.columns} - {"kind"}
    assert words == {"id", "recorded_at", "spread_at"} | {
        f"{who}_id" for who in ("circle", "actor", "subject", "detail")
    }
    assert all(f.recorded_at <= clock.now() for f in kept)
