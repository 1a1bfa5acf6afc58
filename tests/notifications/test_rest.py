"""Whoever rests is asked nothing, and nobody can tell."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from circles import clock, forgetting
from circles.database import db
from circles.fact import Fact
from circles.notifications import Delivery, Notification, Rest, fan_out
from circles.notifications.fan_out import hearers_among

KEY = re.compile(r'name="idempotency_key" value="[^"]+"')


def rest(world, name: str = "Ines", **length: float) -> None:
    until = clock.now() + timedelta(**length) if length else None
    Rest.begin(world.people[name], until)
    db.session.commit()


def has_news(world, name: str) -> bool:
    db.session.rollback()
    return Notification.any_unread(world.people[name])


@pytest.mark.parametrize("length", [{}, {"days": 3}])
def test_no_ask_reaches_whoever_rests(world, length):
    rest(world, **length)
    world.ask("Ruth")
    fan_out()
    assert not has_news(world, "Ines")
    assert has_news(world, "Omar")


def test_a_place_that_opens_again_is_an_ask_too(world):
    rest(world)
    need = world.ask("Ruth", openings=[world.tomorrow()])
    world.promise(need, "Omar")
    need.slots[0].sign_ups[0].release()
    db.session.commit()
    fan_out()
    assert not has_news(world, "Ines")
    assert has_news(world, "Sam")


def test_an_answer_to_ones_own_ask_arrives_all_the_same(world):
    need = world.ask("Ruth")
    rest(world, "Ruth")
    world.promise(need, "Ines")
    fan_out()
    assert has_news(world, "Ruth")


def test_a_rest_ends_by_itself_and_asks_come_again(world):
    rest(world, days=3)
    world.later(days=3)
    world.ask("Ruth")
    fan_out()
    assert has_news(world, "Ines")
    assert Rest.of(world.ines) is None


def test_an_ask_on_its_way_does_not_ring_who_has_just_begun_to_rest(world):
    world.ask("Ruth")
    fan_out()
    fact = db.session.scalars(select(Fact)).first()
    rest(world)
    assert world.ines.id not in hearers_among(fact, {world.ines.id, world.omar.id})
    assert db.session.scalars(select(Delivery)).all() == []


def test_beginning_again_is_choosing_another_end(world):
    rest(world, days=3)
    rest(world)
    assert Rest.of(world.ines).until is None
    assert len(db.session.scalars(select(Rest)).all()) == 1


@pytest.mark.parametrize("until", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "soon", 3])
def test_an_end_that_is_none_is_refused_with_a_sentence(world, until):
    answer = world.client("Ines").put("/api/v1/me/rest", json={"until": until})
    assert answer.status_code == 422
    assert len(answer.json["errors"][0]["detail"]) > 10


def test_a_program_rests_and_comes_back(world):
    ines = world.client("Ines")
    assert ines.get("/api/v1/me/rest").status_code == 404
    assert ines.put("/api/v1/me/rest", json={}).json == {"until": None}
    assert ines.get("/api/v1/me/rest").json == {"until": None}
    assert ines.delete("/api/v1/me/rest").status_code == 204
    assert ines.delete("/api/v1/me/rest").status_code == 204
    assert Rest.of(world.ines) is None


@pytest.mark.parametrize(
    ("length", "days"), [("days", 3), ("weeks", 14), ("open", None), ("nonsense", None)]
)
def test_one_tap_on_you_begins_it_and_one_ends_it(world, length, days):
    ines = world.client("Ines")
    assert ines.post("/you/rest", data={"length": length}).status_code == 303
    until = Rest.of(world.ines).until
    if days is None:
        assert until is None
    else:
        assert abs(until - clock.now() - timedelta(days=days)) < timedelta(minutes=1)
    assert "You are resting" in ines.get("/you").text
    assert ines.post("/you/rest/end").status_code == 303
    assert "Rest for a while" in ines.get("/you").text


def test_nobody_else_can_tell(world):
    """Every page and answer reads the same to Sam before and while Ines rests."""
    need = world.ask("Ruth")
    fan_out()
    sam = world.client("Sam")
    places = [
        "/",
        "/circle",
        f"/memberships/{world.places['Ines'].id}",
        f"/needs/{need.id}",
        f"/circles/{world.circle.id}/log",
        f"/api/v1/circles/{world.circle.id}/members",
        "/api/v1/me/rest",
    ]
    before = [told(sam, place) for place in places]
    rest(world)
    assert [told(sam, place) for place in places] == before


def told(browser, place: str) -> str:
    """A page or an answer, without the keys that are new each time."""
    return KEY.sub("", browser.get(place).text)


def test_a_rest_that_is_over_is_forgotten(world):
    rest(world, days=3)
    rest(world, "Omar")
    world.later(days=3)
    forgetting.forget()
    assert [row.person_id for row in db.session.scalars(select(Rest))] == [world.omar.id]
