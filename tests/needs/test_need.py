"""An ask: made, put in other words, ended."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from circles.database import db
from circles.fact import Fact
from circles.needs import KINDS, Need, Opening, Slot
from circles.needs.need import ASKED, ENDED, NeedEnded, NotYourAsk
from circles.refusal import Invalid

WORDS = {"title": "Soup", "details": "Any soup.", "private_details": "Ring twice"}


@pytest.fixture
def need(world):
    return world.ask(private_details="gate code 2284")


def told(kind: str) -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.kind == kind)))


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_there_are_nine_kinds(world, kind):
    assert len(KINDS) == 9
    assert world.ask(kind=kind).kind == kind


def test_the_database_itself_refuses_a_tenth(world):
    with pytest.raises(IntegrityError):
        world.ask(kind="money")


def test_an_ask_is_told_to_its_circle(world, need):
    [fact] = told(ASKED)
    assert (fact.circle_id, fact.actor_id) == (world.circle.id, world.ruth.id)
    assert fact.subject_id == need.id


def test_an_ask_that_was_undone_is_no_news(world):
    Need.ask(world.places["Ruth"], kind="meal", title="Soup", openings=[Opening()])
    db.session.rollback()
    assert told(ASKED) == []
    assert db.session.scalar(select(Need.id)) is None


def test_an_ask_that_cannot_be_is_no_news(world):
    with pytest.raises(Invalid):
        world.ask(openings=[Opening(wanted=0)])
    db.session.commit()
    assert told(ASKED) == []


def test_days_stand_in_the_order_they_were_asked(world):
    need = world.ask(openings=[world.tomorrow(days=day) for day in (3, 1, 2)])
    db.session.expire_all()
    assert [slot.day for slot in need.slots] == [world.day(day) for day in (3, 1, 2)]


def test_a_slot_knows_its_place_on_the_wall_and_in_time(world):
    need = world.ask("Clara", openings=[world.tomorrow(hour=18, days=3)])
    slot = need.slots[0]
    assert (slot.time_zone, slot.starts.hour) == ("America/New_York", 18)
    assert slot.begins_at.hour in (22, 23)


def test_whenever_has_no_day(world):
    slot = world.ask(openings=[Opening()]).slots[0]
    assert (slot.day, slot.starts, slot.begins_at) == (None, None, None)
    assert not slot.is_over


def test_the_author_puts_it_in_other_words(world, need):
    need.change(world.ruth, **WORDS)
    db.session.commit()
    db.session.expire_all()
    assert {name: getattr(need, name) for name in WORDS} == WORDS


@pytest.mark.parametrize("name", ["Sam", "Ines", "Clara"])
def test_nobody_else_changes_or_ends_it(world, need, name):
    someone = world.people[name]
    for deed in (need.close, need.withdraw, lambda who: need.change(who, **WORDS)):
        with pytest.raises(NotYourAsk):
            deed(someone)
    assert need.is_open
    assert told(ENDED) == []


@pytest.mark.parametrize(("end", "how"), [("close", "closed"), ("withdraw", "withdrawn")])
def test_an_ask_ends_once(world, need, end, how):
    getattr(need, end)(world.ruth)
    assert not need.is_open
    assert need.ended_as == how
    assert [fact.subject_id for fact in told(ENDED)] == [need.id]
    for deed in (need.close, need.withdraw, lambda who: need.change(who, **WORDS)):
        with pytest.raises(NeedEnded):
            deed(world.ruth)
    assert len(told(ENDED)) == 1


def test_an_end_that_was_undone_is_no_news(world, need):
    need.close(world.ruth)
    db.session.rollback()
    assert need.is_open
    assert told(ENDED) == []


def test_an_ask_is_for_its_circle_alone(world, need):
    def seen_by(name: str) -> list[Need]:
        return list(db.session.scalars(Need.visible_to(world.people[name])))

    assert seen_by("Omar") == seen_by("Ruth") == [need]
    assert seen_by("Clara") == []


def test_who_left_sees_nothing_any_more(world, need):
    db.session.delete(world.places["Omar"])
    db.session.commit()
    assert db.session.scalar(Need.visible_to(world.omar)) is None
    assert db.session.scalar(Slot.visible_to(world.omar)) is None


def test_days_go_with_their_ask_and_asks_with_their_author(world, need):
    db.session.delete(world.ruth)
    db.session.commit()
    assert db.session.scalar(select(Need.id)) is None
    assert db.session.scalar(select(Slot.id)) is None
