"""The board: what would help, the soonest first, thirty at a time."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from circles.accounts import Person
from circles.database import db
from circles.membership import Waiting
from circles.needs import Need, Opening, open_needs
from tests.form_page import FormPage
from tests.statements import statements

MOST_STATEMENTS = 8


@pytest.fixture
def board(world):
    """Titles on the board as this person sees it."""

    def look(name: str = "Omar", path: str = "/") -> list[str]:
        return titles(world.client(name).get(path).text)

    return look


def titles(page: str) -> list[str]:
    return re.findall(r'need-link"[^>]*>([^<]*)</a>', page)


def busy(world, asks: int = 30) -> list[Need]:
    """A full board: three days each, some of them taken."""
    needs = [
        Need.ask(
            world.places["Ruth"],
            kind="meal",
            title=f"Ask {number}",
            openings=[world.tomorrow(days=number % 9 + day, wanted=2) for day in (1, 2, 3)],
        )
        for number in range(asks)
    ]
    db.session.commit()
    for need in needs[::2]:
        world.promise(need, "Ines")
        world.promise(need, "Sam", slot=1)
    return needs


def test_an_empty_board_says_so_and_offers_to_ask(world):
    page = world.client("Ruth").get("/").text
    assert "All quiet here" in page
    assert 'href="/ask"' in page


def test_the_soonest_day_comes_first_and_whenever_last(world, board):
    world.ask(title="whenever", openings=[Opening()])
    world.ask(title="in five days", openings=[world.tomorrow(days=5)])
    world.ask(title="tomorrow at six", openings=[world.tomorrow()])
    world.ask(title="tomorrow", openings=[world.tomorrow(hour=None)])
    assert board() == ["tomorrow", "tomorrow at six", "in five days", "whenever"]


def test_an_ask_of_several_days_stands_where_its_next_day_is(world, board):
    world.at(datetime(2026, 11, 23, 12, tzinfo=UTC))
    world.ask(title="b", openings=[world.tomorrow(days=2)])
    world.ask(title="a", openings=[world.tomorrow(days=9), world.tomorrow(days=1)])
    assert board() == ["a", "b"]
    world.later(days=1, hours=23)
    assert board() == ["b", "a"]


def test_what_is_over_or_ended_leaves_the_board(world, board):
    world.ask(title="over")
    closed = world.ask(title="closed", openings=[world.tomorrow(days=3)])
    world.ask(title="open", openings=[world.tomorrow(), world.tomorrow(days=3)])
    closed.close(world.ruth)
    db.session.commit()
    world.later(days=2)
    assert board() == ["open"]


def test_what_is_taken_care_of_stays_to_be_seen(world, board):
    need = world.ask()
    world.promise(need)
    assert board() == ["Dinner for four"]
    page = FormPage(world.client("Omar").get("/"))
    assert "Ines said yes" in page.words
    assert not [action for action in page.actions if "sign-up" in action]
    assert "You said yes" in world.client("Ines").get("/").text


def test_one_circle_never_sees_anothers_board(world, board):
    world.ask("Clara", title="Elm")
    world.ask("Ruth", title="Maple")
    assert board("Clara") == ["Elm"]
    assert board("Omar") == ["Maple"]


def test_a_person_in_two_circles_sees_one_at_a_time(world, board):
    world.add("Ruth2", world.other_circle).person = world.ruth
    world.ask("Clara", title="Elm")
    world.ask("Ruth", title="Maple")
    assert board("Ruth", f"/circles/{world.circle.id}") == ["Maple"]
    assert board("Ruth", f"/circles/{world.other_circle.id}") == ["Elm"]


def test_everyone_but_the_author_can_say_yes_from_the_board(world):
    need = world.ask()
    yes = f"/slots/{need.slots[0].id}/sign-up"
    assert yes in FormPage(world.client("Omar").get("/")).actions
    assert yes not in FormPage(world.client("Ruth").get("/")).actions


def test_a_tile_stands_for_each_day(world):
    need = world.ask(openings=[world.tomorrow(days=day) for day in (1, 2, 3)])
    world.promise(need, "Ines", slot=1)
    actions = FormPage(world.client("Omar").get("/")).actions
    yes = [action for action in actions if "sign-up" in action]
    assert yes == [f"/slots/{need.slots[slot].id}/sign-up" for slot in (0, 2)]


def test_words_of_people_are_words_and_nothing_else(world):
    world.ask(title='<script>alert("1")</script>', details="<img src=x onerror=alert(1)>")
    page = world.client("Omar").get("/").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("openings", [[Opening()], None])
def test_35_asks_are_two_pages_without_a_gap_or_a_repeat(world, openings):
    for number in range(35):
        ahead = [world.tomorrow(days=number % 3 + 1)]
        world.ask(title=f"Ask {number}", openings=openings or ahead)
    omar = world.client("Omar")
    first = omar.get("/").text
    [more] = re.findall(r'href="([^"]*after=[^"]*)"', first)
    second = omar.get(more.replace("&amp;", "&")).text
    assert (len(titles(first)), len(titles(second))) == (30, 5)
    assert {*titles(first), *titles(second)} == {f"Ask {number}" for number in range(35)}
    assert "after=" not in second


def test_pages_go_on_where_the_last_one_ended(world):
    needs = [world.ask(title=str(number), openings=[world.tomorrow()]) for number in range(7)]
    seen, after = [], None
    for expected in (3, 3, 1):
        page = open_needs(world.circle.id, world.omar.id, after, limit=3)
        assert len(page.needs) == expected
        seen += [need.row.id for need in page.needs]
        after = page.after
    assert after is None
    assert seen == sorted((need.id for need in needs), key=lambda key: key.hex)


def test_a_page_that_is_exactly_full_is_the_last(world):
    for _ in range(3):
        world.ask()
    assert open_needs(world.circle.id, world.omar.id, limit=3).after is None


def test_a_full_board_takes_few_statements(world):
    busy(world)
    omar = world.client("Omar")
    with statements() as sent:
        page = omar.get("/")
    assert len(titles(page.text)) == 30
    assert len(sent) <= MOST_STATEMENTS, sent
    path = f"/circles/{world.circle.id}"
    with statements() as sent:
        omar.get(path)
    assert len(sent) <= MOST_STATEMENTS, sent


def test_the_door_is_on_a_coordinators_board_and_leads_back_there(world):
    waiting = Waiting.knock(world.circle, Person.arrive("Dele"), world.ines.id)
    db.session.commit()
    board = f"/circles/{world.circle.id}"
    for path in ("/", board):
        page = world.client("Sam").get(path).text
        assert page.index("What would help you?") < page.index("Someone would like to join")
        assert "Someone would like to join" not in world.client("Ines").get(path).text
    form = {"next": FormPage(world.client("Sam").get("/")).values["next"]}
    answer = world.client("Sam").post(f"/memberships/{waiting.id}/welcome", data=form)
    assert answer.location == board
    assert "Someone would like to join" not in world.client("Sam").get("/").text


def test_a_coordinators_full_board_takes_few_statements(world):
    busy(world)
    for name in ("Dele", "Lea"):
        Waiting.knock(world.circle, Person.arrive(name), world.ines.id)
    db.session.commit()
    sam = world.client("Sam")
    with statements() as sent:
        assert sam.get("/").text.count("Dele</bdi>") == 1
    assert len(sent) <= MOST_STATEMENTS, sent


def test_the_page_of_an_ask_takes_few_statements(world):
    need = world.ask(openings=[world.tomorrow(days=day, wanted=3) for day in range(1, 31)])
    for slot in range(30):
        world.promise(need, "Ines", slot=slot)
        world.promise(need, "Sam", slot=slot)
    omar, path = world.client("Omar"), f"/needs/{need.id}"
    with statements() as sent:
        assert omar.get(path).status_code == 200
    assert len(sent) <= MOST_STATEMENTS, sent


@pytest.mark.parametrize("path", ["/calendar", "/circle", "/you", "/inbox", "/ask"])
def test_no_page_grows_with_the_circle(world, path):
    omar = world.client("Omar")
    with statements() as few:
        omar.get(path)
    busy(world, asks=9)
    for number in range(9):
        world.add(f"Guest {number}")
    db.session.commit()
    with statements() as many:
        omar.get(path)
    assert len(many) == len(few) <= MOST_STATEMENTS, many


def test_a_full_board_is_small_on_the_wire(world):
    busy(world)
    answer = world.client("Omar").get("/", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 50 * 1024


def test_days_are_said_in_the_circles_own_zone(world):
    day = world.day(1)
    world.ask(openings=[Opening(day)])
    page = FormPage(world.client("Omar").get("/")).words
    assert f"{day:%A} {day.day} {day:%B}" in page
    today = world.day(0)
    assert f"{today:%A} {today.day} {today:%B}" in page
    assert world.day(0) + timedelta(days=1) == day
