"""Asking and answering, by program."""

from datetime import datetime, timedelta

import pytest

from circles import clock
from tests.api.program import Program


@pytest.fixture
def ruth(world):
    return Program(world, "Ruth")


@pytest.fixture
def ines(world):
    return Program(world, "Ines")


def wrong_field(answer):
    assert answer.status_code == 422, answer.text
    ((wrong),) = answer.json["errors"]
    assert wrong["detail"]
    return wrong["field"]


def test_an_ask_is_answered_as_it_stands(world, ruth):
    day = world.day(1).isoformat()
    made = ruth.ask(
        details="Two children.",
        private_details="Door code 1234",
        slots=[{"starts_at": f"{day}T18:00", "ends_at": f"{day}T19:30", "wanted": 2}],
    )
    assert made.status_code == 201
    need = made.json
    assert need["posted_by"] == {"id": str(world.ruth.id), "name": "Ruth"}
    assert need["circle_id"] == str(world.circle.id)
    assert need["private_details"] == "Door code 1234"
    assert need["ended_as"] is None
    (slot,) = need["slots"]
    assert slot["wanted"] == 2
    assert slot["time_zone"] == "Europe/London"
    assert (slot["is_full"], slot["is_over"], slot["sign_ups"]) == (False, False, [])
    starts = datetime.fromisoformat(slot["starts_at"])
    assert starts.utcoffset() is not None
    assert starts.strftime("%Y-%m-%dT%H:%M") == f"{day}T18:00"
    assert ruth.get(f"/needs/{need['id']}").json == need


def test_times_come_with_the_offset_of_their_day(world, ruth):
    world.at(datetime.fromisoformat("2026-03-01T12:00+00:00"))
    made = ruth.ask(slots=[{"starts_at": "2026-03-29T20:00+02:00"}])
    assert made.json["slots"][0]["starts_at"] == "2026-03-29T19:00:00+01:00"


def test_a_day_stays_a_day_and_whenever_stays_open(world, ruth):
    day = world.day(3).isoformat()
    made = ruth.ask(slots=[{"starts_at": day}, {"starts_at": None}]).json
    assert [slot["starts_at"] for slot in made["slots"]] == [day, None]
    assert ruth.ask().json["slots"][0]["starts_at"] is None


@pytest.mark.parametrize(
    ("slot", "field"),
    [
        ({"starts_at": "2001-01-01"}, "starts_at"),
        ({"starts_at": "9999-12-31"}, "starts_at"),
        ({"starts_at": "0001-01-01T00:00+14:00"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59-12:00"}, "starts_at"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": 7}, "starts_at"),
        ({"ends_at": "DAY1"}, "starts_at"),
        ({"starts_at": "DAY1", "ends_at": "DAY2"}, "ends_at"),
        ({"starts_at": "DAY2T18:00", "ends_at": "DAY1T19:00"}, "ends_at"),
        ({"starts_at": "DAY1T18:00", "ends_at": "DAY1T18:00"}, "ends_at"),
        ({"starts_at": "DAY1T18:00", "ends_at": "9999-12-31T23:59"}, "ends_at"),
        ({"starts_at": "DAY1T18:00", "ends_at": "0001-01-01T00:00+14:00"}, "ends_at"),
        ({"wanted": 0}, "wanted"),
        ({"wanted": 21}, "wanted"),
        ({"wanted": -1}, "wanted"),
        ({"wanted": 1e30}, "wanted"),
        ({"wanted": "many"}, "wanted"),
        ({"wanted": None}, "wanted"),
        ({"who": "Ines"}, "who"),
    ],
)
def test_a_day_that_cannot_be_is_named(world, ruth, slot, field):
    days = {f"DAY{ahead}": world.day(ahead).isoformat() for ahead in (1, 2)}
    for mark, day in days.items():
        slot = {k: v.replace(mark, day) if isinstance(v, str) else v for k, v in slot.items()}
    assert wrong_field(ruth.ask(slots=[{}, slot])) == f"slots.1.{field}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "money"),
        ("kind", None),
        ("kind", ["meal"]),
        ("title", ""),
        ("title", "x" * 121),
        ("title", "x" * 10_000),
        ("title", "a\0b"),
        ("title", "\u202eabc"),
        ("details", "x" * 2001),
        ("details", None),
        ("private_details", "x" * 1001),
        ("private_details", "\0"),
        ("slots", [{}] * 32),
        ("slots", {}),
        ("id", "7"),
        ("points", 3),
    ],
)
def test_a_wrong_word_is_named(ruth, field, value):
    assert wrong_field(ruth.ask(**{field: value})) == field


def test_what_is_asked_comes_in_pages_the_soonest_first(world, ruth):
    for ahead in range(40, 0, -1):
        world.ask(title=f"Day {ahead}", openings=[world.tomorrow(days=ahead)])
    path, titles = f"/circles/{world.circle.id}/needs", []
    after = ""
    while after is not None:
        page = ruth.get(f"{path}?after={after}").json
        titles += [need["title"] for need in page["items"]]
        after = page["next"]
    assert titles == [f"Day {ahead}" for ahead in range(1, 41)]


@pytest.mark.parametrize("after", ["nonsense", "x" * 5000, "%00", "ÿ", "MTk3MA"])
def test_a_page_that_is_not_there_is_said_so(world, ruth, after):
    assert wrong_field(ruth.get(f"/circles/{world.circle.id}/needs?after={after}")) == "after"


def test_the_list_holds_no_private_details(world, ruth):
    ruth.ask(private_details="Door code 1234")
    answer = ruth.get(f"/circles/{world.circle.id}/needs")
    assert "1234" not in answer.text
    assert answer.json["items"][0]["title"] == "Dinner for four"


def test_whoever_says_yes_sees_where_until_it_is_past(world, ines):
    need = world.ask(private_details="Door code 1234")
    path = f"/needs/{need.id}"
    assert ines.get(path).json["private_details"] is None
    yes = ines.put(f"/slots/{need.slots[0].id}/sign-up", json={"note": "the lentil one"})
    assert yes.status_code == 200
    assert yes.json["private_details"] == "Door code 1234"
    assert yes.json["slots"][0]["sign_ups"] == [
        {
            "person": {"id": str(world.ines.id), "name": "Ines"},
            "note": "the lentil one",
            "is_yours": True,
        }
    ]
    assert Program(world, "Omar").get(path).json["private_details"] is None
    world.at(need.slots[0].over_at + timedelta(hours=2))
    assert ines.get(path).json["private_details"] is None


def test_helpers_stand_in_the_order_of_their_names(world, ines):
    need = world.ask(openings=[world.tomorrow(wanted=3)])
    for name in ("Sam", "Ines", "Omar"):
        world.promise(need, name)
    (slot,) = ines.get(f"/needs/{need.id}").json["slots"]
    assert [yes["person"]["name"] for yes in slot["sign_ups"]] == ["Ines", "Omar", "Sam"]
    assert slot["is_full"]


def test_a_yes_without_a_body_and_another_note(world, ines):
    path = f"/slots/{world.ask().slots[0].id}/sign-up"
    assert ines.put(path).status_code == 200
    again = ines.put(path, json={"note": "with bread"})
    assert [yes["note"] for yes in again.json["slots"][0]["sign_ups"]] == ["with bread"]
    assert wrong_field(ines.put(path, json={"note": "x" * 201})) == "note"


def test_who_comes_second_is_told_what_is_still_open(world, ines):
    need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
    first, second = (str(slot.id) for slot in need.slots)
    world.promise(need, "Omar")
    answer = ines.put(f"/slots/{first}/sign-up")
    assert (answer.status_code, answer.json["code"]) == (409, "slot_full")
    (open_day,) = answer.json["still_open"]
    assert open_day["id"] == second
    assert open_day["starts_at"].startswith(world.day(2).isoformat())


def test_one_does_not_answer_oneself(world, ruth):
    answer = ruth.put(f"/slots/{world.ask().slots[0].id}/sign-up")
    assert (answer.status_code, answer.json["code"]) == (409, "own_ask")


def test_a_day_that_has_passed_cannot_be_taken(world, ines):
    need = world.ask()
    world.at(clock.now() + timedelta(days=3))
    answer = ines.put(f"/slots/{need.slots[0].id}/sign-up")
    assert (answer.status_code, answer.json["code"]) == (409, "slot_over")


def test_stepping_back_opens_the_place_and_may_be_said_twice(world, ines):
    need = world.ask()
    path = f"/slots/{need.slots[0].id}/sign-up"
    ines.put(path)
    assert [ines.delete(path).status_code for _ in range(2)] == [204, 204]
    assert ines.get(f"/needs/{need.id}").json["slots"][0]["sign_ups"] == []


def test_other_words(ruth):
    need = ruth.ask(details="Two children.", private_details="Door code 1234").json
    path = f"/needs/{need['id']}"
    changed = ruth.patch(path, json={"title": "Dinner for five"}).json
    assert changed == need | {"title": "Dinner for five"}
    assert ruth.patch(path, json={"private_details": None}).json["private_details"] is None
    assert wrong_field(ruth.patch(path, json={"title": ""})) == "title"
    assert wrong_field(ruth.patch(path, json={"kind": "ride"})) == "kind"


@pytest.mark.parametrize(("deed", "ended"), [("withdrawal", "withdrawn"), ("closing", "closed")])
def test_an_ask_ends_once_and_only_by_whoever_asked(world, ruth, ines, deed, ended):
    need = world.ask()
    path = f"/needs/{need.id}/{deed}"
    stranger_to_it = ines.post(path)
    assert (stranger_to_it.status_code, stranger_to_it.json["code"]) == (403, "not_your_ask")
    assert ruth.post(path).json["ended_as"] == ended
    assert ruth.post(path).json["code"] == "need_ended"
    assert ruth.patch(f"/needs/{need.id}", json={"title": "x"}).json["code"] == "need_ended"
    assert ines.put(f"/slots/{need.slots[0].id}/sign-up").json["code"] == "need_ended"
    assert ruth.get(f"/circles/{world.circle.id}/needs").json["items"] == []
