"""A promise for every time, and the days that are left out of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from circles import database
from circles.accounts import Person
from circles.accounts.export import export_of
from circles.database import db
from circles.fact import Fact
from circles.membership.parting import leave, what_leaving_means
from circles.needs import (
    Need,
    Series,
    SignUp,
    Slot,
    StandingSignUp,
    make_days_ahead,
    sign_up_for_all,
)
from circles.needs.days import move
from circles.needs.need import NeedEnded
from circles.needs.opening import Opening
from circles.needs.sign_up import REOPENED as DAY_REOPENED
from circles.needs.sign_up import TAKEN, OwnAsk, SlotFull, sign_up
from circles.needs.standing_sign_up import PROMISED, REOPENED, SeriesFull


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, noon."""
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
def need(world):
    return world.repeat(rule="FREQ=WEEKLY;BYDAY=TU")


def series_of(need: Need) -> Series:
    series = Series.of(need.id)
    assert series is not None
    return series


def promise_all(need: Need, person: Person, note: str | None = None) -> StandingSignUp:
    standing = sign_up_for_all(series_of(need), person, note)
    db.session.commit()
    return standing


def helpers(need: Need) -> list[str]:
    """Names on each of its days, joined."""
    db.session.expire_all()
    return ["+".join(sorted(s.person.name for s in slot.sign_ups)) for slot in need.slots]


def facts() -> list[str]:
    return sorted(kind for kind in db.session.scalars(select(Fact.kind)) if kind != "need.asked")


def test_every_coming_day_is_promised(world, need):
    standing = promise_all(need, world.ines, "soup")
    assert helpers(need) == ["Ines"] * 6
    assert standing.note == "soup"
    assert {promise.note for slot in need.slots for promise in slot.sign_ups} == {""}, "said once"
    assert facts() == [PROMISED]


def test_and_every_one_that_is_made_later(world, need):
    promise_all(need, world.ines)
    world.later(days=14)
    make_days_ahead()
    assert helpers(need) == ["Ines"] * 8
    assert facts() == [PROMISED]


def test_a_day_that_someone_else_took_stays_theirs(world, need):
    world.promise(need, "Omar", slot=2)
    promise_all(need, world.ines)
    assert helpers(need) == ["Ines", "Ines", "Omar", "Ines", "Ines", "Ines"]


def test_ones_own_single_day_stays_with_its_note(world, need):
    world.promise(need, "Ines", slot=0, note="the lentil one")
    promise_all(need, world.ines, "soup")
    assert helpers(need) == ["Ines"] * 6
    assert need.slots[0].sign_ups[0].note == "the lentil one"


def test_a_free_place_beside_someone_is_taken(world):
    need = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU", wanted=2)
    world.promise(need, "Omar", slot=1)
    promise_all(need, world.ines)
    promise_all(need, world.sam)
    assert helpers(need)[:3] == ["Ines+Sam", "Ines+Omar", "Ines+Sam"]
    world.later(days=7)
    make_days_ahead()
    assert helpers(need)[-1] == "Ines+Sam"


def test_one_day_is_left_out_by_stepping_back_and_not_put_in_again(world, need):
    promise_all(need, world.ines)
    SignUp.of(need.slots[2], world.ines).release()
    db.session.commit()
    for _ in range(2):
        make_days_ahead()
        promise_all(need, world.ines)
    assert helpers(need) == ["Ines", "Ines", "", "Ines", "Ines", "Ines"]
    sign_up(need.slots[2], world.omar)
    assert facts() == [PROMISED, DAY_REOPENED, TAKEN]


def test_when_it_ends_the_days_to_come_are_open_and_told_once(world, need):
    standing = promise_all(need, world.ines)
    world.later(days=9)
    standing.release()
    db.session.commit()
    assert helpers(need) == ["Ines", "Ines", "", "", "", ""]
    assert facts() == [PROMISED, REOPENED]
    assert db.session.scalar(select(StandingSignUp.id)) is None
    world.later(days=14)
    make_days_ahead()
    assert helpers(need)[-1] == ""


def test_saying_it_twice_is_saying_it_once(world, need):
    promise_all(need, world.ines, "soup")
    promise_all(need, world.ines)
    standing = promise_all(need, world.ines, "bread")
    assert standing.note == "bread"
    assert facts() == [PROMISED]


def test_whoever_comes_second_is_told_kindly(world, need):
    promise_all(need, world.ines)
    with pytest.raises(SeriesFull, match="Thank you! Someone has said yes to every time"):
        sign_up_for_all(series_of(need), world.omar)


def test_nobody_promises_their_own_ask_or_one_that_has_ended(world, need):
    with pytest.raises(OwnAsk):
        sign_up_for_all(series_of(need), world.ruth)
    need.close(world.ruth)
    with pytest.raises(NeedEnded):
        sign_up_for_all(series_of(need), world.ines)


def test_of_those_who_want_the_one_standing_place_at_once_one_gets_it(app, world, need):
    people = [world.ines.id, world.omar.id, world.sam.id]
    series_id = series_of(need).id
    db.session.rollback()

    def want(person_id) -> str:
        with app.app_context():
            series, person = db.session.get(Series, series_id), db.session.get(Person, person_id)
            try:
                sign_up_for_all(series, person)
                database.commit()
            except SeriesFull:
                db.session.rollback()
                return "full"
            return "yes"

    with ThreadPoolExecutor(6) as pool:
        came_of_it = list(pool.map(want, people * 2))
    assert came_of_it.count("yes") == 2, "the one who got it may say it again"
    assert len(set(helpers(need))) == 1


def test_single_yeses_and_standing_ones_at_once_never_fill_a_day_twice(app, world, need):
    need_id, series_id, people = need.id, series_of(need).id, [world.ines.id, world.omar.id]
    slots = [slot.id for slot in need.slots]
    db.session.rollback()

    def deed(n: int) -> None:
        with app.app_context():
            person = db.session.get(Person, people[n % 2])
            try:
                if n < 2:
                    sign_up_for_all(db.session.get(Series, series_id), person)
                else:
                    sign_up(db.session.get(Slot, slots[n % 6]), person)
                database.commit()
            except (SlotFull, SeriesFull):
                db.session.rollback()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(deed, range(14)))
    each = select(func.count(SignUp.id)).group_by(SignUp.slot_id)
    assert set(db.session.scalars(each)) == {1}
    assert all(helpers(db.session.get(Need, need_id)))


@pytest.mark.parametrize("changed", [{"place": 2}, {"place": 1}, {"place": 2, "wanted": 2}])
def test_the_database_itself_refuses_one_too_many(world, need, changed):
    promise_all(need, world.ines)
    row = {"series_id": series_of(need).id, "person_id": world.omar.id, "wanted": 1, "note": ""}
    db.session.add(StandingSignUp(**(row | changed)))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_day_that_was_moved_keeps_whoever_promised(world, need):
    promise_all(need, world.ines)
    move(need.slots[1], world.ruth, Opening(world.day(9)))
    db.session.commit()
    assert helpers(need) == ["Ines"] * 6


def test_leaving_ends_it_and_nothing_tells_who_it_was(world, need):
    promise_all(need, world.ines)
    said = what_leaving_means(world.places["Ines"])
    assert str(said[0]) == "What was promised here for every time ends."
    leave(world.places["Ines"])
    db.session.commit()
    assert helpers(need) == [""] * 6
    assert db.session.scalar(select(StandingSignUp.id)) is None
    assert facts() == [PROMISED, REOPENED]


def test_ones_words_with_it_can_be_taken_along(world, need):
    promise_all(need, world.ines, "soup")
    assert export_of(world.ines)["notes_for_every_time"] == ["soup"]
    assert export_of(world.omar)["notes_for_every_time"] == []


def test_it_knows_no_date(world):
    assert set(StandingSignUp.__table__.columns.keys()) == {
        "id",
        "series_id",
        "person_id",
        "place",
        "wanted",
        "note",
    }
