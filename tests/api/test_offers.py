"""Offering and taking up, for programs."""

import pytest

from circles.needs import kind_of
from tests.api.program import Program

SOUP = {"kind": "meal", "title": "Lentil soup"}


@pytest.fixture
def ines(world) -> Program:
    return Program(world, "Ines")


@pytest.fixture
def ruth(world) -> Program:
    return Program(world, "Ruth")


def offer(world, program: Program, **words):
    return program.post(f"/circles/{world.circle.id}/offers", json=SOUP | words)


def test_an_offer_is_made_and_read(world, ines, ruth):
    until = world.day(30).isoformat()
    made = offer(world, ines, weekdays=["TH", "TU"], suits="after six", until=until)
    assert made.status_code == 201
    read = ruth.get(f"/offers/{made.json['id']}").json
    assert read == {
        "id": made.json["id"],
        "circle_id": str(world.circle.id),
        "offered_by": {"id": str(world.ines.id), "name": "Ines"},
        "kind": "meal",
        "title": "Lentil soup",
        "details": "",
        "suits": "after six",
        "weekdays": ["TU", "TH"],
        "until": until,
        "audience": "everyone",
        "chosen": None,
        "paused": False,
        "is_asked": False,
    }


def test_offers_come_in_pages_by_title(world, ines, ruth):
    for number in range(63):
        world.offer("Ines", title=f"Offer {number:02}")
    path, titles = f"/circles/{world.circle.id}/offers", []
    first = ruth.get(path).json
    second = ruth.get(path, query_string={"after": first["next"]}).json
    titles = [one["title"] for page in (first, second) for one in page["items"]]
    assert titles == [f"Offer {number:02}" for number in range(63)]
    assert second["next"] is None
    assert ruth.get(path, query_string={"after": "nowhere"}).status_code == 422


def test_what_is_left_out_stays_as_it_is(world, ines):
    path = f"/offers/{offer(world, ines, suits='after six', weekdays=['TU']).json['id']}"
    changed = ines.patch(path, json={"title": "Bread"}).json
    assert (changed["title"], changed["suits"], changed["weekdays"]) == (
        "Bread",
        "after six",
        ["TU"],
    )
    changed = ines.patch(path, json={"weekdays": [], "chosen": [str(world.ruth.id)]}).json
    assert (changed["weekdays"], changed["audience"]) == ([], "chosen")
    assert ines.patch(path, json={"audience": "everyone"}).json["chosen"] is None


def test_it_is_paused_and_stands_again(world, ines, ruth):
    path = f"/offers/{offer(world, ines).json['id']}"
    assert ines.patch(path, json={"paused": True}).json["paused"]
    assert ruth.get(path).status_code == 404
    listed = f"/circles/{world.circle.id}/offers"
    assert [one["paused"] for one in ines.get(listed).json["items"]] == [True]
    assert ruth.get(listed).json["items"] == []
    assert not ines.patch(path, json={"paused": False}).json["paused"]
    assert ruth.get(path).status_code == 200


def test_it_is_taken_back(world, ines):
    path = f"/offers/{offer(world, ines).json['id']}"
    assert ines.delete(path).status_code == 204
    assert ines.get(path).status_code == 404


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "gold"}, "kind"),
        ({"title": ""}, "title"),
        ({"weekdays": ["XX"]}, "weekdays.0"),
        ({"weekdays": "TU"}, "weekdays"),
        ({"weekdays": None}, "weekdays"),
        ({"until": "soon"}, "until"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"audience": "all"}, "audience"),
        ({"chosen": []}, "chosen"),
        ({"paused": True}, "paused"),
        ({"state": "paused"}, "state"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(world, ines, words, field):
    answer = offer(world, ines, **words)
    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert error["field"] == field
    assert len(error["detail"]) > 10


def test_yes_please_makes_an_ask_for_its_author_alone(world, ines, ruth):
    path = f"/offers/{offer(world, ines).json['id']}/requests"
    asked = ruth.post(path, json={"private_details": "gate 2284", "answers": {"eaters": 2}})
    assert asked.status_code == 201
    need = asked.json
    assert (need["kind"], need["title"], need["audience"]) == ("meal", "Lentil soup", "chosen")
    assert need["chosen"] == [str(world.ines.id)]
    assert need["answers"] == {"eaters": 2}
    assert (need["takes_up"], need["not_this_time"]) == (path.split("/")[2], False)
    assert [slot["starts_at"] for slot in need["slots"]] == [None]
    yes = ines.put(f"/slots/{need['slots'][0]['id']}/sign-up")
    assert yes.json["private_details"] == "gate 2284"


def test_days_and_words_of_ones_own_are_possible(world, ines, ruth):
    path = f"/offers/{offer(world, ines).json['id']}/requests"
    day = world.day(3).isoformat()
    need = ruth.post(path, json={"title": "Soup", "slots": [{"starts_at": day}]}).json
    assert need["title"] == "Soup"
    assert [slot["starts_at"] for slot in need["slots"]] == [day]


def test_why_it_is_no_is_said(world, ines, ruth):
    path = f"/offers/{offer(world, ines).json['id']}"
    own = ines.post(f"{path}/requests", json={})
    assert (own.status_code, own.json["code"]) == (409, "own_offer")
    need = ruth.post(f"{path}/requests", json={}).json
    again = ruth.post(f"{path}/requests", json={})
    assert (again.status_code, again.json["code"]) == (409, "asked_already")
    assert again.json["need_id"] == need["id"]
    wrong = ruth.post(f"{path}/requests", json={"answers": {"colour": "red"}})
    assert wrong.status_code == 422
    stranger = ruth.patch(path, json={"title": "Mine"})
    assert (stranger.status_code, stranger.json["code"]) == (403, "not_your_offer")


def test_every_kind_can_be_offered(world, ines):
    for kind in ("ride", "presence", "childcare", "errand", "hands", "lend", "wisdom", "other"):
        assert kind_of(offer(world, ines, kind=kind).json["kind"]).key == kind
