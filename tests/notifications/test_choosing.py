"""Someone chooses what rings; the inbox has everything all the same."""

import uuid
from datetime import time

import pytest
from sqlalchemy import select

from circles import clock, fact
from circles.announcement import topics
from circles.database import db
from circles.membership.season import SEASON_ENDED
from circles.notifications import Delivery, Notification, Preference, QuietTime, fan_out
from circles.notifications.own_choices import choices_of
from tests.notifications.phones import add_phone
from tests.push_service import PushService
from tests.world import World


def choose(world: World, name: str, **chosen: object) -> None:
    Preference.change(world.places[name], **chosen)
    db.session.commit()


def rung(world: World) -> set[str]:
    """Whose phones get something on their way, once what is told is spread."""
    db.session.rollback()
    fan_out()
    people = set(db.session.scalars(select(Delivery.person_id)))
    return {name for name, person in world.people.items() if person.id in people}


def in_inbox(world: World, name: str) -> bool:
    db.session.rollback()
    return Notification.any_unread(world.people[name])


@pytest.fixture
def phones(world: World, phone) -> World:
    for name in ("Ruth", "Sam", "Ines", "Omar"):
        phone(name)
    return world


@pytest.mark.parametrize(
    ("chosen", "rings"),
    [
        ({}, True),
        ({"kinds": ["meal", "ride"]}, True),
        ({"kinds": ["ride"]}, False),
        ({"kinds": []}, False),
        ({"news": "mine"}, False),
        ({"news": "nothing"}, False),
    ],
)
def test_a_meal_rings_who_wants_to_hear_of_meals(phones, chosen, rings):
    choose(phones, "Ines", **chosen)
    phones.ask("Ruth")
    assert rung(phones) == {"Sam", "Omar"} | ({"Ines"} if rings else set())
    assert in_inbox(phones, "Ines"), "the inbox is the truth"


@pytest.mark.parametrize(("news", "rings"), [("mine", True), ("nothing", False)])
def test_an_answer_is_ones_own_matter(phones, news, rings):
    choose(phones, "Ruth", news=news, kinds=[])
    phones.promise(phones.ask("Ruth"), "Ines")
    assert ("Ruth" in rung(phones)) is rings


def test_a_place_that_opens_in_ones_own_ask_is_ones_own_matter(phones):
    for name in ("Ruth", "Omar"):
        choose(phones, name, news="mine")
    need = phones.ask("Ruth")
    phones.promise(need, "Ines")
    fan_out()
    db.session.query(Delivery).delete()
    need.slots[0].sign_ups[0].release()
    db.session.commit()
    assert rung(phones) == {"Ruth", "Sam"}


def test_a_turn_at_looking_after_is_a_topic_too(phones):
    choose(phones, "Omar", kinds=[topic for topic in topics() if topic != "circle"])
    fact.record(SEASON_ENDED, phones.circle.id, None, uuid.uuid4())
    db.session.commit()
    assert rung(phones) == {"Ruth", "Sam", "Ines"}


def test_a_choice_made_later_holds_for_what_is_on_its_way(phones, service: PushService, deliver):
    phones.ask("Ruth")
    fan_out()
    for name in ("Ines", "Omar"):
        choose(phones, name, news="nothing")
    deliver()
    assert len(service.received) == 1


def test_a_phone_is_tried_whatever_was_chosen(phones, service: PushService, deliver):
    choose(phones, "Ines", news="nothing", lock_screen="nothing")
    phones.nights("Ines")
    phones.at(clock.now().replace(hour=2))
    add_phone(phones, "Ines", service.device())
    deliver()
    (push,) = service.received
    assert push.json["notification"]["title"] == "Notifications are on"


@pytest.mark.parametrize(
    ("level", "title", "body"),
    [
        ("nothing", "Something new in your circle", ""),
        ("kind_and_day", "A new ask in your circle", "A meal"),
        ("words", "A new ask in your circle", "Ruth asks: Dinner for four"),
    ],
)
def test_a_lock_screen_tells_as_much_as_was_chosen(
    world, phone, service: PushService, deliver, level, title, body
):
    phone("Ines")
    choose(world, "Ines", lock_screen=level)
    world.ask("Ruth")
    deliver()
    told = service.received[0].json["notification"]
    assert told["title"] == title
    assert told["body"] == body if level != "kind_and_day" else told["body"].startswith(body)


def test_a_program_reads_and_changes_choices(world):
    ines, at = world.client("Ines"), f"/api/v1/circles/{world.circle.id}/preferences"
    found = ines.get(at).json
    assert found == {
        "news": "all",
        "kinds": list(topics()),
        "lock_screen": "kind_and_day",
        "evening_at": "18:00",
        "minutes_before": 60,
    }
    changed = ines.patch(at, json={"kinds": ["ride"], "evening_at": None}).json
    assert changed == found | {"kinds": ["ride"], "evening_at": None}
    assert ines.patch(at, json={"evening_at": "20:00"}).json["evening_at"] == "20:00"
    assert world.client("Omar").get(at).json == found, "it is hers alone"


@pytest.mark.parametrize(
    "wrong",
    [
        {"news": "some"},
        {"kinds": ["gossip"]},
        {"kinds": ["meal"] * 51},
        {"kinds": "meal"},
        {"lock_screen": ""},
        {"evening_at": "03:00"},
        {"evening_at": "soon"},
        {"minutes_before": 7},
        {"minutes_before": None},
        {"more": 1},
    ],
)
def test_a_choice_that_is_none_is_refused_with_a_sentence(world, wrong):
    at = f"/api/v1/circles/{world.circle.id}/preferences"
    answer = world.client("Ines").patch(at, json=wrong)
    assert answer.status_code == 422
    assert len(answer.json["errors"][0]["detail"]) > 10


def test_three_taps_lead_from_news_to_silence(world):
    """The notification opens the ask; its link opens the choices; one button is the choice."""
    need = world.ask("Ruth")
    ines = world.client("Ines")
    link = f"/circles/{world.circle.id}/news?of=meal"
    assert link.replace("&", "&amp;") in ines.get(f"/needs/{need.id}").text
    assert "No rings for: Meal" in ines.get(link).text
    assert ines.post(f"/circles/{world.circle.id}/news/less", data={"less": "meal"}).location
    assert "meal" not in Preference.of(world.places["Ines"]).kinds
    assert "No rings for" not in ines.get(link).text
    assert "/you/news" in ines.get("/inbox").text
    assert "Only what is mine" in ines.get("/you/news").text


def test_the_page_keeps_what_was_chosen(world):
    ines, at = world.client("Ines"), f"/circles/{world.circle.id}/news"
    typed = {"news": "mine", "kinds": ["meal", "wisdom"], "lock_screen": "words"}
    typed |= {"evening_at": "", "minutes_before": "180"}
    assert ines.post(at, data=typed).status_code == 303
    kept = Preference.of(world.places["Ines"])
    assert (kept.news, kept.kinds, kept.lock_screen) == ("mine", ["meal", "wisdom"], "words")
    assert (kept.evening_at, kept.minutes_before) == (None, 180)
    answer = ines.post(at, data=typed | {"news": "rumours"})
    assert answer.status_code == 422
    assert "Please choose one of these." in answer.text


def test_quiet_time_is_chosen_on_a_page_and_by_a_program(world):
    ines = world.client("Ines")
    typed = {"is_on": "yes", "begins": "22:30", "ends": "06:45", "time_zone": "Asia/Tokyo"}
    assert ines.post("/you/news/quiet-time", data=typed).status_code == 303
    found = ines.get("/api/v1/me/quiet-time").json
    assert found == {"is_on": True, "begins": "22:30", "ends": "06:45", "time_zone": "Asia/Tokyo"}
    assert ines.patch("/api/v1/me/quiet-time", json={"is_on": False}).json["is_on"] is False
    assert QuietTime.of(world.ines).begins == time(22, 30)
    for wrong in ({"begins": "late"}, {"ends": "22:30"}, {"time_zone": "Mars/Base"}):
        assert ines.post("/you/news/quiet-time", data=typed | wrong).status_code == 422
        assert ines.patch("/api/v1/me/quiet-time", json=wrong).status_code == 422


def test_choices_go_with_the_place_and_with_the_person(world):
    choose(world, "Ines", news="mine")
    assert choices_of(world.ines)["news"][0]["news"] == "mine"
    db.session.delete(world.places["Ines"])
    db.session.commit()
    assert db.session.scalars(select(Preference)).all() == []
    assert choices_of(world.ines)["quiet_time"]["is_on"] is False
    assert choices_of(world.omar)["news"] == []
    db.session.delete(world.ines)
    db.session.commit()
    assert QuietTime.among([world.ines.id]) == {}
