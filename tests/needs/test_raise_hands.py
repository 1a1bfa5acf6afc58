"""Raise hands: until a time anyone may; then whoever asked chooses, or chance draws."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import Opening, sign_up
from circles.needs.answering import (
    AT_ONCE,
    RAISE_HANDS,
    YES_FIRST,
    put_way_on,
)
from circles.needs.days import add_day, move
from circles.needs.drawing import (
    ACCEPTED,
    HandLowered,
    HandsStillUp,
    WrongChoice,
    change_way,
    draw,
)
from circles.needs.hand import RAISED, BeingChosen, Hand
from circles.needs.lowering import step_back
from circles.needs.need import NeedEnded, NotYourAsk
from circles.needs.sign_up import TAKEN
from circles.notifications import Notification, fan_out
from circles.refusal import Invalid
from tests.needs.hands import (
    coming,
    facts,
    hand_of,
    hands_down,
    raised,
    told,
    until,
    up,
    wave,
)


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def first(hands, places):
    """Chance, as a test would have it."""
    return sorted(hands, key=lambda hand: hand.person.name)[:places]


def test_hands_are_raised_until_the_evening_before(world):
    need = raised(world)
    assert until(need) == datetime(2026, 11, 24, 18, tzinfo=UTC)


def test_where_that_is_past_until_half_way(world):
    world.at(datetime(2026, 11, 23, 20, tzinfo=UTC))
    need = raised(world, openings=[world.tomorrow()])
    assert until(need) == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_for_whenever_for_two_days(world):
    assert until(raised(world, openings=[Opening()])) == datetime(2026, 11, 25, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=UTC), "passed already"),
        (datetime(2026, 11, 25, 18, tzinfo=UTC), "before the first day begins"),
    ],
)
def test_a_time_that_cannot_be_is_refused(world, moment, sentence):
    need = world.ask(openings=[world.tomorrow(days=2), world.tomorrow(days=9)])
    with pytest.raises(Invalid, match=sentence):
        put_way_on(need, RAISE_HANDS, moment)


def test_what_begins_today_or_repeats_is_refused(world):
    with pytest.raises(Invalid, match="too soon"):
        put_way_on(world.ask(openings=[world.tomorrow(hour=None, days=0)]), RAISE_HANDS)
    with pytest.raises(Invalid, match="single days"):
        put_way_on(world.repeat(), RAISE_HANDS)


def test_nobody_hears_who_raised_a_hand(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    assert up(need.slots[0]) == ["Ines", "Omar"]
    assert told(RAISED) == []


def test_nobody_chooses_while_hands_are_up(world):
    need = raised(world)
    wave(world, need, "Ines")
    with pytest.raises(HandsStillUp):
        draw(need.slots[0], world.ruth)
    hands_down(world, need, seconds=-1)
    with pytest.raises(HandsStillUp):
        draw(need.slots[0], world.ruth)


def test_chance_draws_as_many_as_are_wanted(world):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=2)])
    wave(world, need, "Ines", "Omar", "Sam", note="soup")
    hands_down(world, need)
    draw(need.slots[0], world.ruth, chooser=first)
    db.session.commit()
    assert (coming(need.slots[0]), up(need.slots[0])) == (["Ines", "Omar"], [])
    assert {promise.note for promise in need.slots[0].sign_ups} == {"soup"}
    assert sorted(told(ACCEPTED)) == sorted([world.ines.id, world.omar.id])


def test_chance_is_fair(world):
    drawn = set()
    for _ in range(40):
        need = raised(world)
        wave(world, need, "Ines", "Omar", "Sam")
        hands_down(world, need)
        draw(need.slots[0], world.ruth)
        drawn |= set(coming(need.slots[0]))
        world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert drawn == {"Ines", "Omar", "Sam"}


def test_of_those_not_drawn_nothing_is_left(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    fan_out()
    hands_down(world, need)
    before = {fact.id for fact in db.session.scalars(select(Fact))}
    draw(need.slots[0], world.ruth, chooser=first)
    db.session.commit()
    new = [fact for fact in db.session.scalars(select(Fact)) if fact.id not in before]
    hears = {
        one for fact in new for one in db.session.scalars(announcement_for(fact.kind).hearers(fact))
    }
    assert {fact.kind for fact in new} == {TAKEN, ACCEPTED}
    assert hears == {world.ruth.id, world.ines.id}
    assert not [f for f in new if world.omar.id in (f.actor_id, f.subject_id, f.detail_id)]
    fan_out()
    theirs = select(Notification.kind).where(Notification.person_id == world.omar.id)
    assert db.session.scalars(theirs).all() == ["need.asked"]


def test_whoever_asked_chooses_and_then_no_more_are_wanted(world):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=2)])
    wave(world, need, "Ines", "Omar", "Sam")
    hands_down(world, need)
    draw(need.slots[0], world.ruth, [hand_of(need.slots[0], world.sam).id])
    db.session.commit()
    assert (coming(need.slots[0]), up(need.slots[0])) == (["Sam"], [])
    assert need.slots[0].wanted == 1


def test_where_too_few_raised_a_hand_the_rest_stays_open_at_once(world):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=3)])
    wave(world, need, "Ines")
    hands_down(world, need)
    draw(need.slots[0], world.ruth)
    wave(world, need, "Omar")
    assert coming(need.slots[0]) == ["Ines", "Omar"]


def test_nobody_and_too_many_are_refused(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    hands_down(world, need)
    both = [hand_of(need.slots[0], one).id for one in (world.ines, world.omar)]
    for chosen, sentence in (([], "at least one"), (both, "no more people")):
        with pytest.raises(WrongChoice, match=sentence):
            draw(need.slots[0], world.ruth, chosen)
    assert up(need.slots[0]) == ["Ines", "Omar"]


def test_who_lowered_their_hand_is_not_chosen(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    hands_down(world, need)
    ines = hand_of(need.slots[0], world.ines).id
    step_back(need.slots[0], world.ines)
    with pytest.raises(HandLowered):
        draw(need.slots[0], world.ruth, [ines])
    assert coming(need.slots[0]) == []


def test_drawing_twice_draws_once(world):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=2)])
    wave(world, need, "Ines")
    hands_down(world, need)
    for _ in range(2):
        draw(need.slots[0], world.ruth)
    assert coming(need.slots[0]) == ["Ines"]
    assert len(facts(ACCEPTED)) == 1


def test_only_those_who_lead_draw_and_not_after_it_ended(world):
    need = raised(world)
    wave(world, need, "Ines")
    hands_down(world, need)
    with pytest.raises(NotYourAsk):
        draw(need.slots[0], world.ines)
    need.close(world.ruth)
    with pytest.raises(NeedEnded):
        draw(need.slots[0], world.ruth)


def test_while_some_are_up_nobody_else_says_yes(world):
    need = raised(world)
    wave(world, need, "Ines")
    hands_down(world, need)
    with pytest.raises(BeingChosen):
        sign_up(need.slots[0], world.omar)
    assert isinstance(sign_up(need.slots[0], world.ines, "a word"), Hand)


def test_where_nobody_raised_a_hand_it_is_answered_at_once(world):
    need = raised(world)
    hands_down(world, need)
    wave(world, need, "Omar")
    assert coming(need.slots[0]) == ["Omar"]


def test_who_left_is_not_drawn(world):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=2)])
    wave(world, need, "Ines", "Omar")
    db.session.delete(world.places["Ines"])
    db.session.commit()
    hands_down(world, need)
    draw(need.slots[0], world.ruth)
    assert coming(need.slots[0]) == ["Omar"]
    assert up(need.slots[0]) == []


def test_at_once_again_draws_now(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    change_way(need, world.ruth, AT_ONCE)
    db.session.commit()
    assert len(coming(need.slots[0])) == 1
    assert up(need.slots[0]) == []


def test_hands_raised_unseen_are_not_shown_by_another_way(world):
    need = raised(world)
    change_way(need, world.ruth, YES_FIRST)  # nobody has raised one
    change_way(need, world.ruth, RAISE_HANDS)
    wave(world, need, "Ines")
    with pytest.raises(HandsStillUp, match="unseen"):
        change_way(need, world.ruth, YES_FIRST)
    db.session.rollback()
    form = {"title": "Dinner", "answering": YES_FIRST}
    page = world.client("Ruth").post(f"/needs/{need.id}", data=form)
    assert page.status_code == 409
    assert "Ines" not in page.text
    hands_down(world, need)
    change_way(need, world.ruth, YES_FIRST)
    assert up(need.slots[0]) == ["Ines"]


def test_a_day_may_not_move_before_hands_go_down(world):
    need = raised(world)
    with pytest.raises(Invalid, match="until which hands are raised"):
        move(need.slots[0], world.ruth, world.tomorrow(hour=12))
    with pytest.raises(Invalid, match="until which hands are raised"):
        add_day(need, world.ruth, world.tomorrow(hour=12))
    move(need.slots[0], world.ruth, world.tomorrow(hour=20))
