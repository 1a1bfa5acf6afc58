""" "I can", and "can't make it"."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from circles.database import db
from circles.fact import Fact
from circles.needs import Opening, SignUp, Slot, sign_up
from circles.needs.need import NeedEnded
from circles.needs.sign_up import REOPENED, TAKEN, OwnAsk, SlotFull, SlotOver


@pytest.fixture
def need(world):
    return world.ask(openings=[world.tomorrow(wanted=2), world.tomorrow(days=2)])


def helpers(slot: Slot) -> list[str]:
    db.session.expire_all()
    return sorted(promise.person.name for promise in slot.sign_ups)


def facts(kind: str) -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.kind == kind)))


def test_a_yes_takes_a_place(world, need):
    promise = sign_up(need.slots[0], world.ines, "bringing the lentil one")
    assert (promise.place, promise.note) == (1, "bringing the lentil one")
    assert helpers(need.slots[0]) == ["Ines"]


def test_a_yes_is_a_fact_of_that_day(world, need):
    sign_up(need.slots[0], world.ines)
    [told] = facts(TAKEN)
    assert (told.actor_id, told.subject_id) == (world.ines.id, need.id)
    assert (told.detail_id, told.circle_id) == (need.slots[0].id, world.circle.id)


def test_several_may_help_on_a_day_that_wants_several(world, need):
    assert [sign_up(need.slots[0], p).place for p in (world.ines, world.omar)] == [1, 2]


def test_a_full_slot_refuses_another(world, need):
    world.promise(need, "Ines")
    world.promise(need, "Omar")
    with pytest.raises(SlotFull):
        sign_up(need.slots[0], world.sam)
    db.session.rollback()
    assert helpers(need.slots[0]) == ["Ines", "Omar"]
    assert len(facts(TAKEN)) == 2


def test_the_refusal_says_that_another_day_is_open(world, need):
    world.promise(need, "Ines", slot=1)
    with pytest.raises(SlotFull, match="There is still room on another day") as full:
        sign_up(need.slots[1], world.sam)
    assert full.value.slots == [need.slots[0]]


def test_the_refusal_does_not_send_anyone_to_a_day_that_is_over_or_full(world, need):
    need = world.ask(openings=[world.tomorrow(days=day) for day in (1, 2, 3)])
    world.promise(need, "Ines", slot=1)
    world.promise(need, "Ines", slot=2)
    world.at(need.slots[0].over_at)
    with pytest.raises(SlotFull, match="Everything here is taken care of now"):
        sign_up(need.slots[2], world.omar)


def test_a_place_that_was_let_go_is_the_first_to_be_taken_again(world, need):
    world.promise(need, "Ines")
    world.promise(need, "Omar")
    SignUp.of(need.slots[0], world.ines).release()
    db.session.commit()
    assert sign_up(need.slots[0], world.sam).place == 1


def test_saying_yes_twice_is_one_yes(world, need):
    world.promise(need, note="soup")
    world.promise(need, note="bread")
    assert helpers(need.slots[0]) == ["Ines"]
    assert need.slots[0].sign_ups[0].note == "bread"
    assert len(facts(TAKEN)) == 1


def test_who_is_there_may_say_so_again_on_a_full_day(world, need):
    world.promise(need, slot=1)
    world.promise(need, slot=1, note="soup")
    assert need.slots[1].sign_ups[0].note == "soup"


def test_one_may_help_on_several_days(world, need):
    world.promise(need, slot=0)
    world.promise(need, slot=1)
    assert helpers(need.slots[0]) == helpers(need.slots[1]) == ["Ines"]


def test_nobody_says_yes_to_their_own_ask(world, need):
    with pytest.raises(OwnAsk):
        sign_up(need.slots[0], world.ruth)


def test_a_day_that_is_over_takes_no_yes(world, need):
    world.at(need.slots[0].over_at)
    with pytest.raises(SlotOver):
        sign_up(need.slots[0], world.ines)
    sign_up(need.slots[1], world.ines)


@pytest.mark.parametrize("end", ["close", "withdraw"])
def test_an_ask_that_has_ended_takes_no_yes(world, need, end):
    getattr(need, end)(world.ruth)
    with pytest.raises(NeedEnded):
        sign_up(need.slots[0], world.ines)


def test_whenever_can_be_promised_too(world):
    need = world.ask(openings=[Opening()])
    world.promise(need)
    assert helpers(need.slots[0]) == ["Ines"]


def place(world, slot: Slot, **changed) -> SignUp:
    row = {"slot_id": slot.id, "person_id": world.sam.id, "place": 2, "wanted": slot.wanted}
    return SignUp(**(row | {"note": ""} | changed))


@pytest.mark.parametrize(
    "changed", [{"place": 1}, {"place": 3}, {"place": 0}, {"wanted": 3, "place": 3}]
)
def test_the_database_itself_refuses_one_too_many(world, need, changed):
    world.promise(need)
    db.session.add(place(world, need.slots[0], **changed))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_itself_refuses_the_same_person_twice(world, need):
    world.promise(need, "Sam")
    db.session.add(place(world, need.slots[0]))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_takes_what_is_right(world, need):
    world.promise(need)
    db.session.add(place(world, need.slots[0]))
    db.session.flush()


def test_stepping_back_frees_the_place_and_leaves_no_trace(world, need):
    world.promise(need)
    SignUp.of(need.slots[0], world.ines).release()
    db.session.commit()
    assert db.session.scalar(select(SignUp.id)) is None


def test_stepping_back_is_a_fact_of_that_day(world, need):
    world.promise(need)
    SignUp.of(need.slots[0], world.ines).release()
    [told] = facts(REOPENED)
    assert (told.actor_id, told.subject_id) == (world.ines.id, need.id)
    assert told.detail_id == need.slots[0].id


def test_stepping_back_from_what_is_over_or_ended_is_no_news(world, need):
    world.promise(need, slot=0)
    world.promise(need, slot=1)
    world.at(need.slots[0].over_at)
    SignUp.of(need.slots[0], world.ines).release()
    need.close(world.ruth)
    SignUp.of(need.slots[1], world.ines).release()
    assert facts(REOPENED) == []
    assert db.session.scalar(select(SignUp.id)) is None


def test_what_is_undone_is_no_news(world, need):
    db.session.rollback()
    sign_up(need.slots[0], world.ines)
    db.session.rollback()
    assert facts(TAKEN) == []
    world.promise(need)
    SignUp.of(need.slots[0], world.ines).release()
    db.session.rollback()
    assert facts(REOPENED) == []
    assert helpers(need.slots[0]) == ["Ines"]


def test_a_yes_goes_with_the_person_and_with_the_ask(world, need):
    world.promise(need, "Ines")
    world.promise(need, "Omar")
    db.session.delete(world.ines)
    db.session.commit()
    assert helpers(need.slots[0]) == ["Omar"]
    db.session.delete(need)
    db.session.commit()
    assert db.session.scalar(select(SignUp.id)) is None


def test_a_promise_knows_no_date_of_its_own(world):
    assert set(SignUp.__table__.columns.keys()) == {
        "id",
        "slot_id",
        "person_id",
        "place",
        "wanted",
        "note",
    }
    assert isinstance(place(world, Slot(id=uuid.uuid4(), wanted=2)).id, uuid.UUID)
