"""What repeats, and days that change, for programs."""

from datetime import UTC, datetime

import pytest

from tests.api.program import Program

DINNERS = {
    "kind": "meal",
    "title": "Dinners",
    "series": {
        "rule": "FREQ=WEEKLY;BYDAY=TU",
        "starts_at": "2026-11-24T18:00",
        "ends_at": "2026-11-24T20:00",
        "until": "2027-03-30",
        "wanted": 2,
    },
}


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, noon."""
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
def ruth(world):
    return Program(world, "Ruth")


@pytest.fixture
def ines(world):
    return Program(world, "Ines")


def wrong(answer) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json["errors"]]


def test_what_repeats_is_asked_by_a_rule(world, ruth):
    need = ruth.ask(**DINNERS).json
    series = need["series"]
    assert series["rule"] == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270330"
    assert series["sentence"] == "every Tuesday from 18:00 to 20:00 until 30 March"
    assert series["starts_at"] == "2026-11-24T18:00:00+00:00"
    assert series["ends_at"] == "2026-11-24T20:00:00+00:00"
    assert (series["until"], series["wanted"]) == ("2027-03-30", 2)
    assert series["standing_sign_ups"] == []
    assert [slot["starts_at"][:10] for slot in need["slots"]][:2] == ["2026-11-24", "2026-12-01"]
    assert ruth.get(f"/needs/{need['id']}").json == need
    (listed,) = ruth.get(f"/circles/{world.circle.id}/needs").json["items"]
    assert listed["series"] == series


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rule": "FREQ=YEARLY"}, "series.rule"),
        ({"rule": "FREQ=DAILY;INTERVAL=3"}, "series.rule"),
        ({"rule": "x" * 201}, "series.rule"),
        ({"rule": 5}, "series.rule"),
        ({"rule": "FREQ=DAILY;UNTIL=20270101"}, "series.until"),
        ({"starts_at": None}, "series.starts_at"),
        ({"starts_at": "2020-01-01", "ends_at": None}, "series.starts_at"),
        ({"ends_at": "2026-11-26T18:00"}, "series.ends_at"),
        ({"until": "2026-01-01"}, "series.until"),
        ({"until": "x"}, "series.until"),
        ({"wanted": 21}, "series.wanted"),
        ({"every": "week"}, "series.every"),
    ],
)
def test_what_cannot_be_names_its_field(ruth, changed, field):
    assert wrong(ruth.ask(**(DINNERS | {"series": DINNERS["series"] | changed}))) == [field]


def test_days_and_a_rule_are_not_asked_together(ruth):
    assert wrong(ruth.ask(**DINNERS, slots=[{}])) == ["series.rule"]


def test_any_offset_is_the_wall_clock_of_the_circle(ruth):
    series = {"rule": "FREQ=DAILY", "starts_at": "2026-11-24T13:00-05:00"}
    assert ruth.ask(series=series).json["series"]["starts_at"] == "2026-11-24T18:00:00+00:00"


def test_every_time_is_promised_and_let_go_of(ruth, ines, world):
    need = ruth.ask(**DINNERS).json
    path = f"/series/{need['series']['id']}/sign-up"
    told = ines.put(path, json={"note": "soup"})
    assert told.status_code == 200
    me = {"person": {"id": str(world.ines.id), "name": "Ines"}, "note": "soup", "is_yours": True}
    assert told.json["series"]["standing_sign_ups"] == [me]
    assert all(slot["sign_ups"] == [{**me, "note": ""}] for slot in told.json["slots"])
    assert ines.delete(f"/slots/{need['slots'][1]['id']}/sign-up").status_code == 204
    assert [bool(slot["sign_ups"]) for slot in ines.get(f"/needs/{need['id']}").json["slots"]][
        :3
    ] == [True, False, True]
    assert [ines.delete(path).status_code for _ in range(2)] == [204, 204]
    left = ines.get(f"/needs/{need['id']}").json
    assert left["series"]["standing_sign_ups"] == []
    assert not any(slot["sign_ups"] for slot in left["slots"])


def test_no_more_standing_places_than_are_wanted(ruth, world):
    path = f"/series/{ruth.ask(**DINNERS).json['series']['id']}/sign-up"
    told = [Program(world, name).put(path) for name in ("Ines", "Omar", "Sam")]
    assert [answer.status_code for answer in told] == [200, 200, 409]
    assert told[2].json["code"] == "series_full"
    assert ruth.put(path).json["code"] == "own_ask"


def test_one_day_is_moved_with_its_length(ruth, ines, world):
    need = ruth.ask(**DINNERS).json
    slot = f"/slots/{need['slots'][1]['id']}"
    moved = ruth.patch(slot, json={"starts_at": "2026-12-02T19:00", "wanted": 3}).json["slots"][1]
    assert moved["starts_at"] == "2026-12-02T19:00:00+00:00"
    assert moved["ends_at"] == "2026-12-02T21:00:00+00:00"
    assert moved["wanted"] == 3
    later = ruth.patch(slot, json={"ends_at": "2026-12-02T22:00"}).json["slots"][1]
    assert later["ends_at"] == "2026-12-02T22:00:00+00:00"
    assert ruth.patch(slot, json={"starts_at": "2026-12-02"}).json["slots"][1]["ends_at"] is None
    assert wrong(ruth.patch(slot, json={"starts_at": "2020-01-01"})) == ["starts_at"]
    assert wrong(ruth.patch(slot, json={"wanted": 0})) == ["wanted"]


def test_nobody_who_said_yes_is_put_out(ruth, ines, world):
    need = ruth.ask(**DINNERS).json
    slot = f"/slots/{need['slots'][0]['id']}"
    for name in ("Ines", "Omar"):
        Program(world, name).put(f"{slot}/sign-up")
    answer = ruth.patch(slot, json={"wanted": 1})
    assert wrong(answer) == ["wanted"]
    assert answer.json["code"] == "places_taken"


def test_one_day_is_called_off_and_one_is_added(ruth, ines):
    need = ruth.ask(**DINNERS).json
    slot = f"/slots/{need['slots'][0]['id']}"
    ines.put(f"{slot}/sign-up")
    assert ruth.delete(slot).status_code == 204
    called_off = ines.get(f"/needs/{need['id']}").json["slots"][0]
    assert (called_off["is_called_off"], called_off["is_over"]) == (True, True)
    assert ines.put(f"{slot}/sign-up").json["code"] == "slot_over"
    added = ruth.post(f"/needs/{need['id']}/slots", json={"starts_at": "2026-12-03"})
    assert added.status_code == 201
    assert "2026-12-03" in [day["starts_at"] for day in added.json["slots"]]
    assert wrong(ruth.post(f"/needs/{need['id']}/slots", json={"starts_at": "2020-12-03"})) == [
        "starts_at"
    ]


def test_the_last_day_is_not_called_off(ruth):
    need = ruth.ask().json
    answer = ruth.delete(f"/slots/{need['slots'][0]['id']}")
    assert (answer.status_code, answer.json["code"]) == (409, "last_day")
