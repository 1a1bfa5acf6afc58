"""Yeses that wait and hands that are up, as pages show them."""

from datetime import UTC, datetime

import pytest

from circles.accounts import export_of
from circles.database import db
from circles.needs import Need
from tests.form_page import FormPage
from tests.needs.hands import coming, hand_of, hands_down, raised, up, wave, yes_first
from tests.needs.test_board import MOST_STATEMENTS
from tests.statements import statements


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def page(world):
    """A page as this person sees it."""
    return lambda name, path="/": FormPage(world.client(name).get(path))


def path_of(need: Need) -> str:
    return f"/needs/{need.id}"


def tap(world, name: str, path: str, **form) -> FormPage:
    client = world.client(name)
    answer = client.post(path, data=form)
    return FormPage(client.get(answer.location) if answer.status_code == 303 else answer)


def test_an_ask_is_sent_with_a_way_to_say_yes(world):
    ruth = world.client("Ruth")
    form = FormPage(ruth.get("/ask?kind=meal")).values
    assert (form["answering"], form["hands_until"]) == ("at_once", "")
    asked = {"kind": "meal", "title": "Soup", "when": "2026-11-27", "at": "18:00"}
    for way, until in (("yes_first", ""), ("raise_hands", "2026-11-25T12:00")):
        sent = asked | {"answering": way, "hands_until": until, "title": way}
        answer = ruth.post(f"/circles/{world.circle.id}/needs", data=sent)
        assert answer.status_code == 303
        need = db.session.scalar(db.select(Need).where(Need.title == way))
        assert need.answering.way == way


def test_a_time_beside_another_way_says_nothing(world):
    sent = {"kind": "meal", "title": "Soup", "when": "2026-11-27", "at": "18:00"}
    sent |= {"answering": "at_once", "hands_until": "2026-11-25T12:00"}
    path = f"/circles/{world.circle.id}/needs"
    assert world.client("Ruth").post(path, data=sent).status_code == 303


def test_a_wrong_time_comes_back_beside_its_field(world):
    sent = {"kind": "meal", "title": "Soup", "when": "2026-11-27", "at": "18:00"}
    sent |= {"answering": "raise_hands", "hands_until": "2026-11-28T12:00"}
    again = tap(world, "Ruth", f"/circles/{world.circle.id}/needs", **sent)
    assert again.status == 422
    assert again.errors == {"hands_until": "Please choose a time before the first day begins."}
    assert again.values["hands_until"] == "2026-11-28T12:00"


def test_one_tap_waits_and_one_takes_it_back(world, page):
    need = yes_first(world)
    assert "Ruth says yes to each first." in page("Ines").words
    said = tap(world, "Ines", f"/slots/{need.slots[0].id}/sign-up")
    assert "Thank you. Ruth will say yes first." in said.words
    assert "Waiting for Ruth" in said.words
    assert "Waiting for Ruth" in page("Ines").words
    assert not [one for one in page("Ines").actions if "sign-up" in one]
    back = tap(world, "Ines", f"/slots/{need.slots[0].id}/release")
    assert "It is taken back. Nobody is told." in back.words
    assert up(need.slots[0]) == []


def test_whoever_asked_says_yes_or_not_this_time(world, page):
    need = yes_first(world, openings=[world.tomorrow(wanted=2)])
    wave(world, need, "Ines", "Omar", note="soup")
    assert "Ines, Omar can. Is that all right?" in page("Ruth").words
    assert "soup" in page("Ruth", path_of(need)).words
    day = need.slots[0]
    for name, agrees, said in (
        ("Ines", "true", "Good. Ines hears that you would love it."),
        ("Omar", "false", "It waits no longer. No reason is given."),
    ):
        path = f"/slots/{day.id}/hands/{hand_of(day, world.people[name]).id}/answer"
        assert path in page("Ruth", path_of(need)).actions
        assert said in tap(world, "Ruth", path, agrees=agrees).words
    assert coming(day) == ["Ines"]
    assert "You said yes" in page("Ines").words
    theirs = page("Omar", path_of(need))
    assert "Waiting" not in theirs.words
    assert f"/slots/{day.id}/sign-up" in theirs.actions


def test_a_hand_that_went_down_meanwhile_is_said_kindly(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    path = f"/slots/{need.slots[0].id}/hands/{hand_of(need.slots[0], world.ines).id}/answer"
    world.client("Ines").post(f"/slots/{need.slots[0].id}/release")
    said = tap(world, "Ruth", path, agrees="true")
    assert said.status == 409
    assert "Something changed a moment ago." in said.words
    assert tap(world, "Ruth", path, agrees="").status == 422


def test_nobody_else_sees_who_waits(world, page):
    need = yes_first(world)
    wave(world, need, "Ines", note="Xnote")
    for path in ("/", path_of(need), "/calendar"):
        words = page("Omar", path).words
        assert "Ines" not in words
        assert "Xnote" not in words


def test_an_address_is_not_told_for_a_hand(world, page):
    need = yes_first(world, private_details="gate 2284")
    wave(world, need, "Ines")
    assert "gate 2284" not in page("Ines", path_of(need)).words


def test_until_its_time_a_hand_is_up_and_nobody_sees_whose(world, page):
    need = raised(world)
    line = "Hands are raised until tomorrow, 18:00. Then Ruth chooses, or chance draws."
    assert line in page("Ines", path_of(need)).words
    said = tap(world, "Ines", f"/slots/{need.slots[0].id}/sign-up")
    assert "Your hand is up until tomorrow, 18:00." in said.words
    assert "Lower my hand" in said.words
    assert "Your hand is up" in page("Ines").words
    for path in ("/", path_of(need)):
        assert "Ines" not in page("Ruth", path).words
    assert "Then you choose, or let chance draw." in page("Ruth", path_of(need)).words
    assert not [one for one in page("Ruth", path_of(need)).actions if "drawing" in one]


def test_then_whoever_asked_chooses(world, page):
    need = raised(world, openings=[world.tomorrow(days=2, wanted=2)])
    wave(world, need, "Ines", "Omar")
    hands_down(world, need)
    path = f"/slots/{need.slots[0].id}/drawing"
    assert "You can choose now" in page("Ruth").words
    assert "You can choose until tomorrow, 06:00. Then chance draws." in _words(page, "Ruth", need)
    assert path in page("Ruth", path_of(need)).actions
    assert "Your hand is up. Ruth chooses now" in page("Ines").words
    assert "Ruth chooses now" in page("Sam").words
    again = tap(world, "Ruth", path, by="choice")
    assert (again.status, again.errors) == (
        422,
        {"hands": "Please choose at least one person."},
    )
    chosen = tap(world, "Ruth", path, by="choice", hand=hand_of(need.slots[0], world.omar).id)
    assert "Good. Whoever comes hears of it." in chosen.words
    assert coming(need.slots[0]) == ["Omar"]


def test_or_lets_chance_draw_and_the_others_read_that_it_is_taken_care_of(world, page):
    need = raised(world)
    wave(world, need, "Ines", "Omar")
    hands_down(world, need)
    tap(world, "Ruth", f"/slots/{need.slots[0].id}/drawing", by="chance")
    (name,) = coming(need.slots[0])
    (other,) = {"Ines", "Omar"} - {name}
    theirs, never = page(other, path_of(need)).words, page("Sam", path_of(need)).words
    assert theirs == never
    assert "hand" not in theirs
    said = tap(world, other, f"/slots/{need.slots[0].id}/sign-up")
    assert "Everything here is taken care of now." in said.words


def _words(page, name: str, need: Need) -> str:
    return page(name, path_of(need)).words


def test_the_way_is_changed_with_the_words(world):
    need = yes_first(world, openings=[world.tomorrow(days=4)])
    wave(world, need, "Ines")
    form = FormPage(world.client("Ruth").get(f"{path_of(need)}/edit")).values
    assert form["answering"] == "yes_first"
    tap(world, "Ruth", path_of(need), **(form | {"title": "Soup"}))
    assert up(need.slots[0]) == ["Ines"]
    tap(world, "Ruth", path_of(need), **(form | {"answering": "raise_hands"}))
    form = FormPage(world.client("Ruth").get(f"{path_of(need)}/edit")).values
    assert form["hands_until"] == "2026-11-26T18:00"
    hands_down(world, need)
    words = tap(world, "Ruth", path_of(need), **(form | {"title": "Broth"})).words
    assert "Changed." in words, "what is past and stays as it is needs no other time"
    tap(world, "Ruth", path_of(need), **(form | {"answering": "at_once"}))
    assert coming(need.slots[0]) == ["Ines"]


def test_every_time_is_not_offered_where_a_yes_comes_first(world, page):
    need = world.repeat()
    assert "I can, every time" in _words(page, "Ines", need)
    form = FormPage(world.client("Ruth").get(f"{path_of(need)}/edit")).values
    tap(world, "Ruth", path_of(need), **(form | {"answering": "yes_first"}))
    assert "I can, every time" not in _words(page, "Ines", need)


def test_the_calendar_says_that_nothing_is_settled(world, page):
    need = yes_first(world)
    wave(world, need, "Ines")
    calendar = page("Ines", "/calendar")
    assert "You said you could; nothing is settled yet" in calendar.words
    assert not [one for one in calendar.actions if "sign-up" in one or "release" in one]


def test_leaving_lowers_hands(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    leaving = f"/circles/{world.circle.id}/leaving"
    ines = world.client("Ines")
    assert "Hands that are up here go down. Nobody is told." in FormPage(ines.get(leaving)).words
    assert ines.post(leaving).status_code == 303
    assert up(need.slots[0]) == []


def test_own_words_beside_a_hand_are_taken_along(world):
    need = yes_first(world)
    wave(world, need, "Ines", note="the lentil one")
    assert export_of(world.ines)["notes_beside_raised_hands"] == ["the lentil one"]


@pytest.mark.parametrize(("name", "more"), [("Ruth", 0), ("Omar", 0), ("Sam", 1)])
def test_a_board_full_of_hands_takes_no_more_statements(world, name, more):
    for _ in range(6):
        wave(world, yes_first(world, openings=[world.tomorrow(wanted=3)]), "Ines", "Omar")
        wave(world, raised(world), "Ines", "Omar")
    client = world.client(name)
    with statements() as sent:
        client.get("/")
    assert len(sent) <= MOST_STATEMENTS + more, sent
    need = yes_first(world, openings=[world.tomorrow(days=day, wanted=3) for day in range(1, 9)])
    for slot in range(8):
        wave(world, need, "Ines", "Omar", slot=slot)
    with statements() as sent:
        client.get(path_of(need))
    assert len(sent) <= MOST_STATEMENTS, sent
