""" "I'll say yes first" and raised hands, by program."""

from datetime import UTC, datetime

import pytest

from circles.needs.answering import YES_FIRST
from tests.api.program import Program
from tests.needs.hands import hands_down, raised, up, wave, yes_first


def slot(answer, number: int = 0):
    return answer.json["slots"][number]


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


DAYS = [{"starts_at": "2026-11-27T18:00"}]


def test_an_ask_says_how_it_is_answered(world):
    ruth = Program(world, "Ruth")
    for said, way, until in (
        ({}, "at_once", None),
        ({"answering": "yes_first"}, "yes_first", None),
        ({"answering": "raise_hands"}, "raise_hands", "2026-11-26T18:00:00+00:00"),
        (
            {"answering": "raise_hands", "hands_until": "2026-11-25T12:00"},
            "raise_hands",
            "2026-11-25T12:00:00+00:00",
        ),
    ):
        asked = ruth.ask(slots=DAYS, **said)
        assert asked.status_code == 201
        listed = ruth.get(f"/needs/{asked.json['id']}")
        on_board = ruth.get(f"/circles/{world.circle.id}/needs").json["items"]
        (same,) = [one for one in on_board if one["id"] == asked.json["id"]]
        for told in (asked.json, listed.json, same):
            assert (told["answering"], told["hands_until"]) == (way, until)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answering": "somehow"}, "answering"),
        ({"answering": 7}, "answering"),
        ({"answering": "yes_first", "hands_until": "2026-11-25T12:00"}, "hands_until"),
        ({"hands_until": "2026-11-25T12:00"}, "hands_until"),
        ({"answering": "raise_hands", "hands_until": "2026-11-27T18:00"}, "hands_until"),
        ({"answering": "raise_hands", "hands_until": "2026-11-22T18:00"}, "hands_until"),
        ({"answering": "raise_hands", "hands_until": "soon"}, "hands_until"),
        ({"answering": "raise_hands", "hands_until": "0001-01-01T00:00"}, "hands_until"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, said, field):
    answer = Program(world, "Ruth").ask(slots=DAYS, **said)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["errors"]] == [field]


def test_i_can_says_that_it_waits_and_a_yes_makes_it_a_promise(world):
    need = yes_first(world, private_details="gate 2284")
    address, ines, ruth = (
        f"/slots/{need.slots[0].id}",
        Program(world, "Ines"),
        Program(world, "Ruth"),
    )
    said = ines.put(f"{address}/sign-up", json={"note": "soup"})
    assert (said.status_code, slot(said)["state"], slot(said)["sign_ups"]) == (200, "waiting", [])
    assert said.json["private_details"] is None
    (hand,) = ruth.get(f"{address}/hands").json["items"]
    assert (hand["person"]["name"], hand["note"]) == ("Ines", "soup")
    yes = ruth.put(f"/hands/{hand['id']}/answer", json={"agrees": True})
    assert [one["person"]["name"] for one in slot(yes)["sign_ups"]] == ["Ines"]
    mine = ines.get(f"/needs/{need.id}")
    assert (slot(mine)["state"], mine.json["private_details"]) == ("promised", "gate 2284")
    assert ruth.put(f"/hands/{hand['id']}/answer", json={"agrees": True}).status_code == 404


def test_not_this_time_and_a_hand_taken_down(world):
    need = yes_first(world)
    address, ines, ruth = (
        f"/slots/{need.slots[0].id}",
        Program(world, "Ines"),
        Program(world, "Ruth"),
    )
    ines.put(f"{address}/sign-up")
    assert ines.delete(f"{address}/sign-up").status_code == 204
    assert ruth.get(f"{address}/hands").json["items"] == []
    ines.put(f"{address}/sign-up")
    (hand,) = ruth.get(f"{address}/hands").json["items"]
    ruth.put(f"/hands/{hand['id']}/answer", json={"agrees": False})
    assert slot(ines.get(f"/needs/{need.id}"))["state"] is None


def test_hands_are_read_once_they_are_down_and_drawn(world):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=2)])
    address, ruth = f"/slots/{need.slots[0].id}", Program(world, "Ruth")
    said = Program(world, "Sam").put(f"{address}/sign-up")
    assert slot(said)["state"] == "raised"
    wave(world, need, "Omar", "Ines")
    for early in (ruth.get(f"{address}/hands"), ruth.post(f"{address}/drawing")):
        assert (early.status_code, early.json["code"]) == (409, "hands_still_up")
    hands_down(world, need)
    hands = ruth.get(f"{address}/hands").json["items"]
    assert [hand["person"]["name"] for hand in hands] == ["Ines", "Omar", "Sam"]
    assert Program(world, "Omar").get(f"{address}/hands").status_code == 403
    chosen = ruth.post(f"{address}/drawing", json={"hands": [hands[0]["id"], hands[2]["id"]]})
    assert [one["person"]["name"] for one in slot(chosen)["sign_ups"]] == ["Ines", "Sam"]
    assert ruth.post(f"{address}/drawing").status_code == 200
    assert up(need.slots[0]) == []


def test_whoever_was_not_drawn_reads_that_it_is_full_and_no_more(world):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    hands_down(world, need)
    drawn = Program(world, "Ruth").post(f"/slots/{need.slots[0].id}/drawing")
    (name,) = (one["person"]["name"] for one in slot(drawn)["sign_ups"])
    other = {"Ines": "Omar", "Omar": "Ines"}[name]
    never = Program(world, "Sam").get(f"/needs/{need.id}")
    theirs = Program(world, other).get(f"/needs/{need.id}")
    assert (slot(theirs)["state"], slot(theirs)["is_full"]) == (None, True)
    assert theirs.data == never.data
    inbox = Program(world, other).get("/notifications").json
    assert inbox == {"items": [], "next": None}


def test_the_way_is_changed(world):
    need = world.ask(openings=[world.tomorrow(days=4)])
    ruth, path = Program(world, "Ruth"), f"/needs/{need.id}"
    assert ruth.patch(path, json={"answering": "yes_first"}).json["answering"] == "yes_first"
    Program(world, "Ines").put(f"/slots/{need.slots[0].id}/sign-up")
    hands = ruth.patch(path, json={"answering": "raise_hands"}).json
    later = ruth.patch(path, json={"hands_until": "2026-11-25T12:00+01:00"}).json
    assert hands["hands_until"] == "2026-11-26T18:00:00+00:00"
    assert later["hands_until"] == "2026-11-25T11:00:00+00:00"
    at_once = ruth.patch(path, json={"answering": "at_once"}).json
    assert [one["person"]["name"] for one in at_once["slots"][0]["sign_ups"]] == ["Ines"]
    no = Program(world, "Ines").patch(path, json={"answering": "yes_first"})
    assert (no.status_code, no.json["code"]) == (403, "not_your_ask")


def test_every_time_is_refused_where_a_yes_comes_first(world):
    series = {"rule": "FREQ=DAILY", "starts_at": "2026-11-27T18:00"}
    asked = Program(world, "Ruth").ask(series=series, answering=YES_FIRST)
    every = Program(world, "Ines").put(f"/series/{asked.json['series']['id']}/sign-up")
    assert (every.status_code, every.json["code"]) == (409, "day_by_day")
    both = Program(world, "Ruth").ask(series=series, answering="raise_hands")
    assert [one["field"] for one in both.json["errors"]] == ["answering"]


def test_while_some_are_up_and_the_time_is_over_i_can_is_refused(world):
    need = raised(world)
    wave(world, need, "Ines")
    hands_down(world, need)
    late = Program(world, "Omar").put(f"/slots/{need.slots[0].id}/sign-up")
    assert (late.status_code, late.json["code"]) == (409, "being_chosen")
