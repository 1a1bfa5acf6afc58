"""What repeats, on pages: asked in a form, promised with one tap, changed day by day."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from circles.database import db
from circles.needs import Need, Series, SignUp, sign_up_for_all
from tests.form_page import FormPage
from tests.statements import statements

DINNERS = {
    "kind": "meal",
    "title": "Dinners",
    "when": "repeating",
    "rhythm": "week",
    "on_TU": "1",
    "on_TH": "1",
    "each_at": "18:00",
    "each_until": "20:00",
    "first": "2026-11-24",
    "last": "2027-03-30",
    "wanted": "2",
}
SENTENCE = "Every Tuesday and Thursday from 18:00 to 20:00 until 30 March"


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, noon."""
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
def ask(world):
    ruth = world.client("Ruth")
    return lambda **typed: ruth.post(f"/circles/{world.circle.id}/needs", data=DINNERS | typed)


def words(world, name: str, path: str) -> str:
    return " ".join(FormPage(world.client(name).get(path)).words.split())


def asked() -> Need:
    return db.session.scalars(select(Need)).one()


def names(need: Need) -> list[str]:
    db.session.expire_all()
    return ["+".join(sorted(s.person.name for s in slot.sign_ups)) for slot in need.slots]


def test_dinners_are_asked_for_again_and_again(world, ask):
    answer = ask()
    series = Series.of(asked().id)
    assert answer.location == f"/needs/{asked().id}"
    assert series.rule == "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270330"
    assert (series.starts, series.ends, series.wanted) == (time(18), time(20), 2)
    for path in ("/", answer.location):
        assert SENTENCE in words(world, "Omar", path)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"on_TU": "", "on_TH": ""}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"rhythm": "two_weeks"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ({"rhythm": "day"}, "FREQ=DAILY"),
        ({"rhythm": "month"}, "FREQ=MONTHLY;BYMONTHDAY=24"),
        ({"rhythm": "month_weekday"}, "FREQ=MONTHLY;BYDAY=4TU"),
    ],
)
def test_each_rhythm_is_a_rule(ask, typed, rule):
    assert ask(**typed, last="").status_code == 303
    assert Series.of(asked().id).rule == rule


def test_a_night_ends_in_the_morning(ask):
    ask(each_at="22:00", each_until="07:00")
    assert asked().slots[0].ends == datetime(2026, 11, 25, 7)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"first": ""}, "first", "Please say on which day it begins."),
        ({"first": "2026-11-16"}, "first", "That day has passed already."),
        ({"first": "26"}, "first", "Please give a day, or a day and a time."),
        ({"each_at": "25:00"}, "each_at", "Please give a day, or a day and a time."),
        ({"each_at": ""}, "each_until", "Please say from when, too."),
        ({"each_until": "17:00"}, "each_until", "Please let it end within a day."),
        ({"last": "2026-11-01"}, "last", "It ends before it starts."),
        ({"last": "2029-11-01"}, "last", "Please keep it to one year."),
        ({"last": "soon"}, "last", "Please give a day."),
        ({"rhythm": "hourly"}, "rhythm", "It can repeat every day,"),
        ({"wanted": "21"}, "wanted", "Ask for 1 to 20 people."),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(ask, typed, field, sentence):
    page = FormPage(ask(**typed))
    assert page.status == 422
    assert list(page.errors) == [field]
    assert page.errors[field].startswith(sentence)
    kept = DINNERS | typed
    assert {name: page.values.get(name) for name in ("title", "each_at", "first", "last")} == {
        name: kept[name] for name in ("title", "each_at", "first", "last")
    }
    assert db.session.scalar(select(Need.id)) is None


def test_before_it_is_sent_it_is_said_in_a_sentence(world):
    ruth = world.client("Ruth")
    assert ruth.get("/ask/sentence", query_string=DINNERS).json == {"sentence": SENTENCE}
    wrong = ruth.get("/ask/sentence", query_string=DINNERS | {"first": "soon"})
    assert wrong.json == {"sentence": ""}
    assert world.client().get("/ask/sentence").status_code == 302


def test_one_tap_promises_every_time_and_one_skips_a_day(world):
    need = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU")
    series_id, ines = need.slots[0].series_id, world.client("Ines")
    page = f"/needs/{need.id}"
    assert "I can, every time" in words(world, "Ines", page)
    assert "I can, every time" not in words(world, "Ruth", page)
    answer = ines.post(f"/series/{series_id}/sign-up", data={"note": "soup"})
    assert (answer.status_code, answer.location) == (303, page)
    assert names(need) == ["Ines"] * 6
    assert "Every time IInes" in words(world, "Omar", page)
    assert "I can, every time" not in words(world, "Omar", page)
    ines.post(f"/slots/{need.slots[1].id}/release")
    assert names(need)[:3] == ["Ines", "", "Ines"]
    for _ in range(2):
        assert ines.post(f"/series/{series_id}/release").status_code == 303
    assert names(need) == [""] * 6


def test_whoever_comes_second_is_told_kindly_and_keeps_their_words(world):
    need = world.repeat()
    sign_up_for_all(Series.of(need.id), world.omar)
    db.session.commit()
    path = f"/series/{need.slots[0].series_id}/sign-up"
    answer = FormPage(world.client("Ines").post(path, data={"note": "soup"}))
    assert answer.status == 409
    assert "Someone has said yes to every time already." in answer.words
    wrong = FormPage(world.client("Sam").post(path, data={"note": "x" * 201}))
    assert wrong.status == 422


def test_a_word_that_cannot_be_comes_back(world):
    need = world.repeat()
    path = f"/series/{need.slots[0].series_id}/sign-up"
    page = FormPage(world.client("Ines").post(path, data={"note": "x" * 201}))
    assert page.errors == {"standing_note": "Please keep it to 200 characters."}
    assert "x" * 201 in world.client("Ines").post(path, data={"note": "x" * 201}).text


def test_whoever_asked_moves_one_day(world):
    need = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU", ends=time(20))
    ruth, slot = world.client("Ruth"), need.slots[1]
    assert f'href="/slots/{slot.id}/day"' in ruth.get(f"/needs/{need.id}/days").text
    form = FormPage(ruth.get(f"/slots/{slot.id}/day")).values
    assert form == {"day_0": "2026-12-01", "at_0": "18:00", "until_0": "20:00", "wanted_0": "1"}
    answer = ruth.post(f"/slots/{slot.id}/day", data=form | {"day_0": "2026-12-02"})
    assert answer.status_code == 303
    assert "Wednesday 2 December" in words(world, "Omar", f"/needs/{need.id}")
    assert "Tuesday 1 December" not in words(world, "Omar", f"/needs/{need.id}")


def test_a_day_that_cannot_be_comes_back_beside_its_field(world):
    need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
    ruth = world.client("Ruth")
    for path in (f"/slots/{need.slots[0].id}/day", f"/needs/{need.id}/days"):
        for field, typed in (("day_0", "2020-01-01"), ("wanted_0", "99"), ("until_0", "x")):
            form = {"day_0": "2026-12-02", "at_0": "", "until_0": "", "wanted_0": "1"}
            page = FormPage(ruth.post(path, data=form | {field: typed}))
            assert (page.status, list(page.errors)) == (422, [field]), path
            assert page.values[field] == typed


def test_what_has_no_day_may_get_one_or_stay_without(world):
    need = world.ask(openings=[world.tomorrow(), *[type(world.tomorrow())()]])
    ruth, path = world.client("Ruth"), f"/slots/{need.slots[1].id}/day"
    assert ruth.post(path, data={"wanted_0": "3"}).status_code == 303
    assert ruth.post(path, data={"day_0": "2026-12-02"}).status_code == 303
    db.session.expire_all()
    assert (need.slots[1].day.day, need.slots[1].wanted) == (2, 1)


def test_a_day_called_off_is_said_to_whoever_promised_and_to_nobody_else(world):
    need = world.repeat(rule="FREQ=WEEKLY;BYDAY=TU")
    world.promise(need, "Ines", slot=1)
    page, called = f"/needs/{need.id}", f"/slots/{need.slots[1].id}/calling-off"
    answer = world.client("Ruth").post(called)
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}/days")
    assert "Not needed on this day." in words(world, "Ines", page)
    assert "Not needed on this day." not in words(world, "Omar", page)
    for path in (page, "/", "/calendar"):
        assert "1 December" not in words(world, "Omar", path)
        assert f"/slots/{need.slots[1].id}/sign-up" not in world.client("Omar").get(path).text
    assert db.session.scalar(select(SignUp.id)) is not None


def test_the_last_day_is_not_called_off(world):
    need = world.ask()
    answer = world.client("Ruth").post(f"/slots/{need.slots[0].id}/calling-off")
    assert answer.status_code == 409
    assert "It is the only day left." in answer.text


def test_one_more_day_can_be_asked_for(world):
    need = world.ask()
    form = {"day_0": "2026-12-02", "at_0": "18:00", "until_0": "", "wanted_0": ""}
    answer = world.client("Ruth").post(f"/needs/{need.id}/days", data=form)
    assert answer.status_code == 303
    assert "Wednesday 2 December" in words(world, "Omar", f"/needs/{need.id}")


def test_a_card_shows_the_next_days_only(world):
    need = world.repeat(rule="FREQ=DAILY")
    page = FormPage(world.client("Omar").get("/"))
    assert len([action for action in page.actions if "sign-up" in action]) == 4
    assert str(need.slots[0].id) in "".join(page.actions)


def test_the_zone_is_told_without_a_script_only_where_it_is_not_the_circles(world):
    need = world.repeat()
    path = f"/needs/{need.id}"
    hidden = 'data-zone="Europe/London" data-at="2026-11-24T18:00:00+00:00" hidden>'
    assert hidden in world.client("Omar").get(path).text
    world.circle.time_zone = "America/New_York"
    db.session.commit()
    page = world.client("Omar").get(path).text
    assert hidden not in page
    assert "(London time)" in page


def test_pages_of_many_series_take_few_statements(world):
    needs = [world.repeat(title=f"Soup {n}", wanted=4) for n in range(30)]
    for need in needs[::3]:
        for name in ("Ines", "Sam"):
            sign_up_for_all(Series.of(need.id), world.people[name])
    db.session.commit()
    omar = world.client("Omar")
    for path in ("/", f"/needs/{needs[0].id}"):
        with statements() as sent:
            assert omar.get(path).status_code == 200
        assert len(sent) <= 8, sent
