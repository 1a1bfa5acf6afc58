"""Days of an ask that change: moved, called off, added; and who hears of it."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import CalledOff, Need, Opening, Slot, sign_up, sign_up_for_all
from circles.needs.days import (
    ADDED,
    CANCELLED,
    MOVED,
    LastDay,
    PlacesTaken,
    add_day,
    call_off,
    move,
)
from circles.needs.need import PLACE_CHANGED, NeedEnded, NotYourAsk
from circles.needs.series import Series
from circles.needs.sign_up import SlotOver
from circles.needs.standing_sign_up import PROMISED, REOPENED
from circles.notifications import fan_out
from circles.refusal import Invalid

EVENING = Opening(date(2026, 11, 26), time(19), datetime(2026, 11, 26, 20))


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def need(world):
    return world.ask(openings=[world.tomorrow(wanted=3), world.tomorrow(days=2)])


def hearers(world, kind: str) -> set[str]:
    """Who hears of the last fact of this kind, and is not its actor."""
    found = select(Fact).where(Fact.kind == kind).order_by(Fact.recorded_at.desc())
    fact = db.session.scalars(found).first()
    ids = set(db.session.scalars(announcement_for(kind).hearers(fact))) - {fact.actor_id}
    return {name for name, person in world.people.items() if person.id in ids}


def said(world, kind: str, reader: str) -> tuple[str, str, str] | None:
    db.session.expire_all()
    fact = db.session.scalars(select(Fact).where(Fact.kind == kind)).one()
    told = announcement_for(kind).words(fact, world.people[reader].id)
    return told and (str(told.title), str(told.body), str(told.line))


def facts(kind: str) -> int:
    return len(db.session.scalars(select(Fact.id).where(Fact.kind == kind)).all())


def changed(world, need: Need, slot: int = 0, opening: Opening = EVENING) -> Slot:
    move(need.slots[slot], world.ruth, opening)
    db.session.commit()
    return need.slots[slot]


def test_a_day_moves_and_whoever_said_yes_stays(world, need):
    world.promise(need, "Ines", note="soup")
    slot = changed(world, need)
    assert (slot.day, slot.starts, slot.ends) == (EVENING.day, EVENING.starts, EVENING.ends)
    assert slot.begins_at == datetime(2026, 11, 26, 19, tzinfo=UTC)
    assert slot.over_at == datetime(2026, 11, 26, 20, tzinfo=UTC)
    assert [promise.note for promise in slot.sign_ups] == ["soup"]


def test_whoever_said_yes_to_that_day_hears_of_it(world, need):
    world.promise(need, "Ines")
    world.promise(need, "Omar", slot=1)
    changed(world, need)
    assert hearers(world, MOVED) == {"Ines"}
    assert said(world, MOVED, "Ines") == (
        "A day you said yes to has changed",
        "A meal, Thursday evening",
        "It is Thursday 26 November, 19:00 to 20:00 now: Dinner for four",
    )
    assert said(world, MOVED, "Omar") is None


def test_what_is_saved_as_it_was_is_no_news(world, need):
    changed(world, need, opening=world.tomorrow(wanted=3))
    changed(world, need, opening=world.tomorrow(wanted=2))
    assert facts(MOVED) == 0
    assert need.slots[0].wanted == 2


def test_nobody_who_said_yes_is_put_out(world, need):
    world.promise(need, "Ines")
    world.promise(need, "Omar")
    with pytest.raises(PlacesTaken, match="Please keep their places"):
        move(need.slots[0], world.ruth, world.tomorrow(wanted=1))


def test_places_move_up_when_fewer_are_wanted(world, need):
    for name in ("Ines", "Omar", "Sam"):
        world.promise(need, name)
    db.session.delete(next(s for s in need.slots[0].sign_ups if s.place == 1))
    db.session.commit()
    slot = changed(world, need, opening=world.tomorrow(wanted=2))
    db.session.expire_all()
    assert sorted((s.place, s.wanted) for s in slot.sign_ups) == [(1, 2), (2, 2)]
    sign_up(changed(world, need, opening=world.tomorrow(wanted=3)), world.ines)


@pytest.mark.parametrize(
    ("opening", "field"),
    [
        (Opening(date(2026, 11, 22)), "slots.0.starts_at"),
        (Opening(date(2026, 11, 26), time(19), datetime(2026, 11, 26, 18)), "slots.0.ends_at"),
        (Opening(date(2026, 11, 26), wanted=21), "slots.0.wanted"),
    ],
)
def test_a_day_that_cannot_be_is_refused(world, need, opening, field):
    with pytest.raises(Invalid) as no:
        move(need.slots[0], world.ruth, opening)
    assert no.value.field == field


def test_only_whoever_asked_and_only_what_is_still_ahead(world, need):
    for deed in (
        lambda who: move(need.slots[0], who, EVENING),
        lambda who: call_off(need.slots[0], who),
    ):
        with pytest.raises(NotYourAsk):
            deed(world.sam)
    with pytest.raises(NotYourAsk):
        add_day(need, world.sam, EVENING)
    world.at(need.slots[0].over_at)
    with pytest.raises(SlotOver):
        move(need.slots[0], world.ruth, EVENING)
    need.close(world.ruth)
    db.session.commit()
    for deed in (
        lambda: add_day(need, world.ruth, EVENING),
        lambda: call_off(need.slots[1], world.ruth),
    ):
        with pytest.raises(NeedEnded):
            deed()


def test_a_day_is_called_off_and_whoever_said_yes_hears_which(world, need):
    world.promise(need, "Ines")
    call_off(need.slots[0], world.ruth)
    db.session.commit()
    assert hearers(world, CANCELLED) == {"Ines"}
    assert said(world, CANCELLED, "Ines") == (
        "A day is no longer needed",
        "A meal, Tuesday evening",
        "Tuesday 24 November is no longer needed: Dinner for four",
    )
    with pytest.raises(SlotOver):
        sign_up(need.slots[0], world.omar)
    assert db.session.scalars(select(CalledOff.slot_id)).all() == [need.slots[0].id]


def test_the_news_of_it_arrives(world, need):
    world.promise(need, "Ines")
    world.later(minutes=1)
    call_off(need.slots[0], world.ruth)
    db.session.commit()
    fan_out()
    assert "Tuesday 24 November is no longer needed" in world.client("Ines").get("/inbox").text


def test_a_day_nobody_had_said_yes_to_just_goes(world, need):
    call_off(need.slots[1], world.ruth)
    db.session.commit()
    assert len(need.slots) == 1
    assert facts(CANCELLED) == 0


def test_the_last_day_is_not_called_off(world, need):
    call_off(need.slots[1], world.ruth)
    with pytest.raises(LastDay, match="You can say that this is no longer needed instead"):
        call_off(need.slots[0], world.ruth)


def test_stepping_back_from_a_day_called_off_is_no_news(world, need):
    world.promise(need, "Ines")
    call_off(need.slots[0], world.ruth)
    db.session.commit()
    need.slots[0].sign_ups[0].release()
    assert facts("slot.reopened") == 0


def test_one_more_day_is_asked_for_and_everyone_hears(world, need):
    add_day(need, world.ruth, EVENING)
    db.session.commit()
    assert [slot.day.day for slot in need.slots] == [24, 25, 26]
    assert hearers(world, ADDED) == {"Sam", "Ines", "Omar"}
    assert said(world, ADDED, "Sam") == (
        "One more day in an ask",
        "A meal, Thursday evening",
        "Ruth asks for one more day, Thursday 26 November: Dinner for four",
    )
    sign_up(need.slots[2], world.ines)
    db.session.commit()
    assert said(world, ADDED, "Sam") is None


def test_at_most_31_days(world):
    need = world.ask(openings=[world.tomorrow(days=n) for n in range(1, 32)])
    with pytest.raises(Invalid, match="at most 31 days"):
        add_day(need, world.ruth, EVENING)


def test_those_who_are_to_come_hear_that_the_place_changed_and_not_where(world, need):
    world.promise(need, "Ines")
    world.promise(need, "Omar", slot=1)
    world.at(need.slots[0].over_at)
    need.change(world.ruth, private_details="7 Elm Road")
    db.session.commit()
    assert hearers(world, PLACE_CHANGED) == {"Omar", "Ines"}
    assert said(world, PLACE_CHANGED, "Ines") is None
    assert said(world, PLACE_CHANGED, "Omar") == (
        "Where or how has changed",
        "A meal, Wednesday evening",
        "There is something new to know: Dinner for four",
    )


@pytest.mark.parametrize("words", [{"title": "Supper"}, {"private_details": ""}])
def test_other_words_are_no_news_of_the_place(world, need, words):
    need.change(world.ruth, **words)
    assert facts(PLACE_CHANGED) == 0


def test_whoever_asked_hears_of_a_promise_for_every_time(world):
    need = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU", title="Soup", wanted=2)
    series = Series.of(need.id)
    sign_up_for_all(series, world.omar)
    db.session.commit()
    assert hearers(world, PROMISED) == {"Ruth"}
    assert said(world, PROMISED, "Ruth") == (
        "A yes to your ask",
        "A meal, Tuesday evening",
        "Omar can every time: Soup",
    )


def test_days_that_are_open_again_are_told_once_and_of_nobody(world):
    need = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU", title="Soup")
    standing = sign_up_for_all(Series.of(need.id), world.omar)
    db.session.commit()
    standing.release()
    db.session.commit()
    assert hearers(world, REOPENED) == {"Ruth", "Sam", "Ines"}
    assert said(world, REOPENED, "Ines") == (
        "Places are open again",
        "A meal, Tuesday evening",
        "Days are open again: Soup",
    )
    assert said(world, PROMISED, "Ruth") is None
    for slot in need.slots:
        sign_up(slot, world.sam)
    db.session.commit()
    assert said(world, REOPENED, "Ines") is None
