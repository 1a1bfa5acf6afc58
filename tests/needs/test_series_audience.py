"""What repeats, for a few, for someone else, and with enough for now."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from circles.accounts import Person
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.needs import Need, Series, SignUp, StandingSignUp, make_days_ahead, sign_up_for_all
from circles.needs.address import readdress
from circles.needs.audience import is_for
from circles.needs.consent import YesComesFirst
from circles.needs.days import ADDED, add_day, call_off, move
from circles.needs.enough import EnoughForNow, say_enough, take_enough_back
from circles.needs.need import NeedEnded
from circles.needs.own_say import answer
from circles.needs.sign_up import OwnAsk
from circles.needs.standing_sign_up import PROMISED, REOPENED
from tests.api.program import Program


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, noon."""
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))


def series_of(need: Need) -> Series:
    series = Series.of(need.id)
    assert series is not None
    return series


def count(table: type) -> int:
    return db.session.scalar(select(func.count(table.id))) or 0


def hears(kind: str) -> set[str]:
    """Names of those who hear of the newest fact of this kind, and have words for it."""
    found = db.session.scalars(select(Fact).where(Fact.kind == kind).order_by(Fact.id.desc()))
    told = found.first()
    assert told is not None
    announcement = announcement_for(kind)
    ids = set(db.session.scalars(announcement.hearers(told)))
    people = db.session.scalars(select(Person).where(Person.id.in_(ids))).all()
    return {one.name for one in people if announcement.words(told, one.id) is not None}


def test_what_repeats_for_a_few_is_nobody_elses(world):
    need = world.repeat(address=world.address("Ines"))
    found = db.session.scalars(Series.visible_to(world.omar)).all()
    assert found == []
    assert db.session.scalars(Series.visible_to(world.ines)).all() == [series_of(need)]
    with pytest.raises(NeedEnded):
        sign_up_for_all(series_of(need), world.omar)


def test_news_of_its_days_reaches_only_those_who_see_it(world):
    need = world.repeat(address=world.address("Ines", "Sam"))
    standing = sign_up_for_all(series_of(need), world.ines)
    db.session.commit()
    assert hears(PROMISED) == {"Ruth"}
    add_day(need, world.ruth, world.tomorrow(days=3))
    db.session.commit()
    assert hears(ADDED) == {"Ruth", "Ines", "Sam"}
    standing.release()
    db.session.commit()
    assert hears(REOPENED) == {"Ruth", "Ines", "Sam"}
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    told = db.session.scalars(select(Fact).where(Fact.kind == REOPENED)).one()
    assert announcement_for(REOPENED).words(told, world.sam.id) is None


def test_whoever_promised_every_time_stays_among_the_few(world):
    need = world.repeat()
    sign_up_for_all(series_of(need), world.omar)
    for promise in db.session.scalars(select(SignUp)).all():
        promise.release()
    db.session.commit()
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    assert need.is_shown_to(world.omar.id)
    assert not need.is_shown_to(world.sam.id)


def test_nobody_promises_every_time_before_the_yes_of_whom_it_is_for(world):
    need = world.repeat("Sam", address=world.address(for_member="Ruth"))
    with pytest.raises(YesComesFirst):
        sign_up_for_all(series_of(need), world.sam)
    answer(need, world.ruth, True)
    assert is_for(need, world.ruth.id)
    with pytest.raises(OwnAsk):
        sign_up_for_all(series_of(need), world.ruth)
    sign_up_for_all(series_of(need), world.sam)


def test_a_yes_that_is_taken_back_ends_promises_for_every_time(world):
    need = world.repeat("Sam", address=world.address(for_member="Ruth"))
    answer(need, world.ruth, True)
    sign_up_for_all(series_of(need), world.ines)
    db.session.commit()
    assert count(StandingSignUp) == 1
    answer(need, world.ruth, False)
    db.session.commit()
    assert (count(StandingSignUp), count(SignUp)) == (0, 0)
    answer(need, world.ruth, True)
    db.session.commit()
    world.later(days=7)
    make_days_ahead()
    assert count(SignUp) == 0


def test_rather_not_leaves_nothing_that_repeats(world):
    need = world.repeat("Sam", address=world.address(for_member="Ruth"))
    answer(need, world.ruth, False)
    db.session.commit()
    days = len(need.slots)
    world.later(days=7)
    make_days_ahead()
    db.session.expire_all()
    assert len(need.slots) == days
    with pytest.raises(NeedEnded):
        sign_up_for_all(series_of(need), world.ines)


def test_what_is_withdrawn_keeps_no_promise_for_every_time(world):
    need = world.repeat()
    sign_up_for_all(series_of(need), world.ines)
    need.withdraw(world.ruth)
    db.session.commit()
    world.later(hours=49)
    forget()
    assert (count(StandingSignUp), count(SignUp)) == (0, 0)


def test_enough_takes_no_promise_for_every_time(world):
    need = world.repeat(wanted=2)
    sign_up_for_all(series_of(need), world.ines)
    say_enough(need, world.ruth)
    db.session.commit()
    with pytest.raises(EnoughForNow):
        sign_up_for_all(series_of(need), world.omar)
    db.session.rollback()
    assert sign_up_for_all(series_of(need), world.ines, "Soup").note == "Soup"
    page = world.client("Omar").get(f"/needs/{need.id}").text
    assert "I can, every time" not in page


def test_new_days_are_empty_while_it_is_enough(world):
    need = world.repeat()
    sign_up_for_all(series_of(need), world.ines)
    say_enough(need, world.ruth)
    db.session.commit()
    before, days = count(SignUp), len(need.slots)
    world.later(days=3)
    make_days_ahead()
    db.session.expire_all()
    assert len(need.slots) == days + 3
    assert count(SignUp) == before
    take_enough_back(need, world.ruth)
    db.session.commit()
    world.later(days=1)
    make_days_ahead()
    assert count(SignUp) == before + 1


def test_the_one_it_is_for_changes_its_days_too(world):
    need = world.repeat("Sam", address=world.address(for_member="Ruth"))
    answer(need, world.ruth, True)
    db.session.commit()
    ruth = world.client("Ruth")
    assert ruth.get(f"/needs/{need.id}/days").status_code == 200
    call_off(need.slots[0], world.ruth)
    db.session.commit()
    assert world.client("Ines").get(f"/needs/{need.id}/days").status_code == 403


def test_each_change_of_a_day_raises_its_revision(world):
    need = world.repeat()
    first, second = need.slots[:2]
    move(first, world.ruth, world.tomorrow(hour=19))
    db.session.commit()
    move(first, world.ruth, world.tomorrow(hour=19))
    db.session.commit()
    assert first.revision == 1
    move(first, world.ruth, world.tomorrow(hour=19, wanted=3))
    assert first.revision == 2
    call_off(second, world.ruth)
    assert second.revision == 1


def test_a_program_asks_a_few_again_and_again_with_answers(world):
    ruth = Program(world, "Ruth")
    asked = ruth.ask(
        answers={"eaters": 4},
        audience="chosen",
        chosen=[str(world.ines.id)],
        series={"rule": "FREQ=DAILY", "starts_at": "2026-11-24T18:00"},
    )
    assert asked.status_code == 201, asked.json
    need = db.session.scalars(select(Need)).one()
    assert (need.answers, need.audience) == ({"eaters": 4}, "chosen")
    assert not need.is_shown_to(world.omar.id)
    assert need.is_shown_to(world.ines.id)


def test_the_form_asks_a_few_again_and_again_with_answers(world):
    typed = {
        "kind": "meal",
        "title": "Dinners",
        "when": "repeating",
        "rhythm": "day",
        "first": "2026-11-24",
        "each_at": "18:00",
        "audience": "chosen",
        f"chosen_{world.ines.id}": "on",
        "meal.eaters": "4",
    }
    answered = world.client("Ruth").post(f"/circles/{world.circle.id}/needs", data=typed)
    assert answered.status_code == 303, answered.text
    need = db.session.scalars(select(Need)).one()
    assert Series.of(need.id) is not None
    assert (need.answers, need.audience) == ({"eaters": 4}, "chosen")
    assert not need.is_shown_to(world.omar.id)
