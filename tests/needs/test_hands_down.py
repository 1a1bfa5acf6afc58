"""Hands are down: whoever asked hears of it, and chance draws if nobody chooses."""

from datetime import UTC, datetime, timedelta

import pytest

from circles.announcement import announcement_for
from circles.database import db
from circles.forgetting import forget
from circles.needs import Opening, take_hands_down
from circles.needs.answering import TO_CHOOSE, chance_draws_at
from circles.needs.drawing import draw
from circles.needs.hand import OVER
from circles.needs.hands_down import CHOOSE
from circles.needs.sign_up import TAKEN
from circles.timetable import TIMETABLE
from tests.needs.hands import coming, facts, hands_down, raised, told, until, up, wave


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_whoever_asked_hears_once_that_they_can_choose(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    hands_down(world, need, seconds=-1)
    take_hands_down()
    assert facts(CHOOSE) == []
    hands_down(world, need)
    for _ in range(3):
        take_hands_down()
    assert told(CHOOSE) == [world.ruth.id]
    words = announcement_for(CHOOSE).words(facts(CHOOSE)[0], world.ruth.id)
    assert str(words.line) == "You can choose now: Dinner for four"
    draw(need.slots[0], world.ruth)
    db.session.commit()
    assert announcement_for(CHOOSE).words(facts(CHOOSE)[0], world.ruth.id) is None


def test_with_no_hand_up_nobody_hears(world):
    hands_down(world, raised(world))
    take_hands_down()
    assert facts(CHOOSE) == []


def test_chance_draws_after_a_night(world):
    need = raised(world)
    assert chance_draws_at(need.slots[0], until(need)) == datetime(2026, 11, 25, 6, tzinfo=UTC)
    wave(world, need, "Ines", "Omar")
    hands_down(world, need, hours=12, seconds=-1)
    take_hands_down()
    assert up(need.slots[0]) == ["Ines", "Omar"]
    hands_down(world, need, hours=12)
    take_hands_down()
    assert len(coming(need.slots[0])) == 1
    assert up(need.slots[0]) == []
    taken = facts(TAKEN)[0]
    assert (taken.actor_id, told(TAKEN)) == (None, [world.ruth.id])


def test_and_half_way_to_the_day_where_that_is_sooner(world):
    need = raised(world, openings=[world.tomorrow(hour=None, days=2)])
    assert chance_draws_at(need.slots[0], until(need)) == datetime(2026, 11, 24, 21, tzinfo=UTC)
    whenever = raised(world, openings=[Opening()])
    assert chance_draws_at(whenever.slots[0], until(whenever)) - until(whenever) == TO_CHOOSE


def test_a_worker_that_was_away_for_two_days_draws_what_is_still_to_come(world):
    need = raised(world, openings=[world.tomorrow(days=1, hour=20), world.tomorrow(days=8)])
    wave(world, need, "Ines")
    wave(world, need, "Ines", "Omar", slot=1)
    hands_down(world, need, hours=48)
    take_hands_down()
    assert coming(need.slots[0]) == []
    assert len(coming(need.slots[1])) == 1
    assert facts(CHOOSE) == []
    forget()
    assert up(need.slots[0]) == []


def test_a_hand_goes_with_its_day_at_the_latest(world):
    need = raised(world)
    wave(world, need, "Ines")
    world.at(need.slots[0].over_at - timedelta(seconds=1))
    forget()
    assert up(need.slots[0]) == ["Ines"]
    world.later(seconds=1)
    forget()
    assert up(need.slots[0]) == []
    assert facts(OVER) == []


def test_the_timetable_does_it():
    assert [job.name for job in TIMETABLE if job.name == "hands"]
