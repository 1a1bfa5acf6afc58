"""What repeats: its days are made ahead, once each, whoever makes them how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from circles import clock, forgetting
from circles.database import db
from circles.fact import Fact
from circles.needs import Need, Series, Slot, StandingSignUp, make_days_ahead, sign_up_for_all
from circles.needs.days import call_off, move
from circles.needs.need import ASKED
from circles.needs.opening import Opening
from tests.world import ZONE

WEEKLY = "FREQ=WEEKLY;BYDAY=TU"


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, noon."""
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))


def days(need: Need) -> list[str]:
    db.session.expire_all()
    return [f"{slot.day:%d %b}" for slot in need.slots]


def series_of(need: Need) -> Series:
    series = Series.of(need.id)
    assert series is not None
    return series


def forget() -> None:
    forgetting.forget()
    db.session.expire_all()


def test_its_days_are_there_for_six_weeks(world):
    need = world.repeat(rule=WEEKLY, ends=time(20), wanted=2)
    assert days(need) == ["24 Nov", "01 Dec", "08 Dec", "15 Dec", "22 Dec", "29 Dec"]
    assert {(slot.starts, slot.ends.time(), slot.wanted) for slot in need.slots} == {
        (time(18), time(20), 2)
    }
    assert [slot.position for slot in need.slots] == list(range(6))


def test_the_circle_hears_of_it_once(world):
    world.repeat(rule=WEEKLY)
    world.later(days=14)
    make_days_ahead()
    assert list(db.session.scalars(select(Fact.kind))) == [ASKED]


def test_as_time_goes_by_days_come_within_reach(world):
    need = world.repeat(rule=WEEKLY)
    world.later(days=14)
    make_days_ahead()
    assert days(need)[-2:] == ["05 Jan", "12 Jan"]


def test_what_was_made_is_not_made_again(world):
    need = world.repeat(rule=WEEKLY)
    made = days(need)
    for _ in range(3):
        make_days_ahead()
    assert days(need) == made


def test_a_worker_that_slept_makes_up_for_it_without_days_that_are_past(world):
    need = world.repeat(rule=WEEKLY)
    world.later(days=100)
    make_days_ahead()
    assert days(need)[6:8] == ["09 Mar", "16 Mar"]


def test_two_workers_at_once_make_each_day_once(app, world):
    needs = [world.repeat(rule="FREQ=DAILY").id for _ in range(3)]
    world.later(days=20)
    sign_up_for_all(series_of(db.session.get(Need, needs[0])), world.ines)
    db.session.commit()

    def work(_: int) -> None:
        with app.app_context():
            make_days_ahead()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    each = select(func.count(Slot.id)).group_by(Slot.need_id)
    assert set(db.session.scalars(each)) == {42 + 20}


def test_the_database_itself_refuses_a_day_twice(world):
    need = world.repeat(rule=WEEKLY)
    first = need.slots[0]
    again = Slot.of(Opening(date(2026, 12, 24)), ZONE, position=99)
    again.need_id, again.series_id, again.series_start = (
        need.id,
        first.series_id,
        first.series_start,
    )
    db.session.add(again)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_one_day_is_always_there_however_far_away(world):
    need = world.repeat(rule="FREQ=MONTHLY;BYMONTHDAY=15", first=date(2027, 3, 1))
    assert days(need) == ["15 Mar"]
    call_off(need.slots[0], world.ruth)
    db.session.commit()
    assert days(need) == ["15 Mar", "15 Apr"]


def test_what_has_ended_gets_no_more_days(world):
    need = world.repeat(rule=WEEKLY)
    need.close(world.ruth)
    db.session.commit()
    world.later(days=14)
    make_days_ahead()
    assert len(days(need)) == 6


def test_after_its_last_day_there_is_none(world):
    need = world.repeat(rule=f"{WEEKLY};COUNT=2")
    world.later(days=5)
    make_days_ahead()
    assert days(need) == ["24 Nov", "01 Dec"]


def test_today_is_asked_for_only_while_it_is_not_past(world):
    assert days(world.repeat(first=world.day(0), starts=time(9)))[0] == "24 Nov"
    assert days(world.repeat(first=world.day(0), starts=time(18)))[0] == "23 Nov"


def test_a_day_that_was_called_off_or_moved_is_not_made_again(world):
    need = world.repeat(rule=WEEKLY)
    call_off(need.slots[1], world.ruth)
    move(need.slots[2], world.ruth, Opening(date(2026, 12, 10), time(19)))
    db.session.commit()
    made = days(need)
    make_days_ahead()
    assert days(need) == made
    assert made.count("08 Dec") == 0


def test_past_days_go_one_by_one_and_the_last_one_stays_as_long_as_the_ask(world):
    need = world.repeat(rule=f"{WEEKLY};COUNT=3")
    world.at(need.slots[0].over_at + timedelta(hours=47))
    forget()
    assert days(need) == ["24 Nov", "01 Dec", "08 Dec"]
    world.later(days=1)
    forget()
    assert days(need) == ["01 Dec", "08 Dec"]
    world.later(days=25)
    forget()
    assert days(need) == ["08 Dec"]
    world.later(days=30)
    forget()
    assert db.session.scalar(select(Need.id)) is None
    assert db.session.scalar(select(Series.id)) is None


def test_a_day_called_off_early_is_remembered_until_its_own_time(world):
    need = world.repeat(rule=WEEKLY)
    call_off(need.slots[3], world.ruth)  # 15 December
    db.session.commit()
    world.later(days=10)
    forget()
    make_days_ahead()
    assert days(need).count("15 Dec") == 1
    world.at(datetime(2026, 12, 20, tzinfo=UTC))
    forget()
    assert "15 Dec" not in days(need)


def test_a_standing_promise_goes_with_what_it_was_for(world):
    need = world.repeat(rule=f"{WEEKLY};COUNT=1")
    other = world.repeat(rule=WEEKLY)
    for one in (need, other):
        sign_up_for_all(series_of(one), world.ines)
    db.session.commit()
    kept = lambda: set(db.session.scalars(select(StandingSignUp.series_id)))  # noqa: E731
    world.at(need.slots[0].over_at + timedelta(hours=47))
    forget()
    assert len(kept()) == 2
    world.later(hours=2)
    forget()
    assert kept() == {series_of(other).id}
    other.close(world.ruth)
    db.session.commit()
    world.later(hours=49)
    forget()
    assert kept() == set()
    assert clock.now() < other.ended_at + timedelta(days=7)
