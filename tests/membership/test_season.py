"""Seasons: nobody looks after a circle for ever without being asked."""

from datetime import timedelta

import pytest

from circles import clock
from circles.database import db
from circles.fact import Fact
from circles.membership import Season, turn_seasons
from circles.membership.season import SEASON_ENDED, NoSeason, Willing, whose_season_is_over


def later(world, **ahead: float) -> None:
    world.at(clock.now() + timedelta(**ahead))


def asked() -> int:
    return db.session.query(Fact).filter_by(kind=SEASON_ENDED).count()


def names(places) -> list[str]:
    return [place.person.name for place in places]


@pytest.fixture
def begun(world):
    turn_seasons()
    return world


def test_a_season_lasts_three_months(begun):
    assert names(Season.over_in(begun.circle)) == []
    later(begun, days=92)
    assert names(Season.over_in(begun.circle)) == ["Sam"]


def test_the_circle_is_asked_once(begun):
    later(begun, days=92)
    turn_seasons()
    turn_seasons()
    later(begun, days=10)
    turn_seasons()
    assert asked() == 2, "once in Maple Street and once in Elm Road"


def test_nobody_is_asked_before(begun):
    later(begun, days=90)
    turn_seasons()
    assert asked() == 0


def test_another_season_begins_anew(begun):
    later(begun, days=92)
    turn_seasons()
    Season.begin(begun.places["Sam"])
    db.session.commit()
    assert names(Season.over_in(begun.circle)) == []
    later(begun, days=92)
    assert names(Season.over_in(begun.circle)) == ["Sam"]
    turn_seasons()
    assert asked() == 3, "Maple Street again"


def test_a_member_has_no_season(world):
    with pytest.raises(NoSeason):
        Season.begin(world.places["Ines"])


def test_who_stepped_down_is_not_asked_about(begun):
    begun.places["Ines"].role = "coordinator"
    begun.places["Sam"].role = "member"
    db.session.commit()
    later(begun, days=92)
    assert names(Season.over_in(begun.circle)) == []
    turn_seasons()
    assert whose_season_is_over(begun.places["Sam"].id) is None
    assert db.session.query(Season).filter_by(membership_id=begun.places["Sam"].id).count() == 0


def test_who_would_like_a_turn_is_listed_by_name(world):
    for name in ("Omar", "Ines", "Omar"):
        Willing.say(world.places[name])
        db.session.commit()
    assert names(Willing.in_circle(world.circle)) == ["Ines", "Omar"]
    Willing.take_back(world.places["Omar"])
    assert names(Willing.in_circle(world.circle)) == ["Ines"]
    later(world, days=31)
    assert names(Willing.in_circle(world.circle)) == []
