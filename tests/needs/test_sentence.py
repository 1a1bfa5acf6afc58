"""The circle in a sentence, of what is open in the next days."""

from datetime import UTC, datetime

import pytest
from babel.support import Translations

from circles import phrase
from circles.database import db
from circles.needs import KINDS, Opening, open_needs
from circles.needs.sentence import MOST, sentence_of
from tests.form_page import FormPage
from tests.world import World

ONE = {
    "meal": "A meal",
    "ride": "A ride",
    "presence": "A time together",
    "childcare": "A time with the children",
    "errand": "An errand",
    "hands": "A pair of hands",
    "lend": "Something to borrow",
    "wisdom": "A question",
    "other": "A wish",
}
TWO = {
    "meal": "Two meals",
    "ride": "Two rides",
    "presence": "Two times together",
    "childcare": "Two times with the children",
    "errand": "Two errands",
    "hands": "Two pairs of hands",
    "lend": "Two things to borrow",
    "wisdom": "Two questions",
    "other": "Two wishes",
}


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def ask(world: World, *kinds: str, days: int = 1, wanted: int = 1) -> None:
    for kind in kinds:
        world.ask(kind=kind, openings=[world.tomorrow(days=days, wanted=wanted)])


def said(world: World) -> str | None:
    found = sentence_of(open_needs(world.circle.id, world.ines.id).needs, world.day(0))
    return str(found) if found else None


def read(world: World) -> str:
    return FormPage(world.client("Omar").get("/")).words


def test_every_kind_has_its_words():
    assert [kind.key for kind in KINDS] == list(ONE) == list(TWO)


@pytest.mark.parametrize("kind", ONE)
def test_one_is_and_two_are(world, kind):
    ask(world, kind)
    assert f"{ONE[kind]} is still open in the next days." in read(world)
    ask(world, kind)
    assert f"{TWO[kind]} are still open in the next days." in read(world)


def test_two_kinds_are_joined_and_so_are_three(world):
    ask(world, "meal", "ride", "meal")
    assert said(world) == "two meals and a ride are still open in the next days."
    ask(world, "errand")
    assert said(world) == "two meals, a ride and an errand are still open in the next days."


def test_a_fourth_kind_is_not_named(world):
    ask(world, "wisdom", "errand", "meal", "ride", "hands")
    assert (
        said(world) == "a meal, a ride, an errand and other things are still open in the next days."
    )


def test_one_other_thing_is_something_else(world):
    ask(world, "errand", "meal", "ride", "hands")
    assert (
        said(world)
        == "a meal, a ride, an errand and something else are still open in the next days."
    )


def test_every_open_day_is_one_thing_however_many_are_wanted_on_it(world):
    days = [world.tomorrow(days=day, wanted=5) for day in (1, 2, 3)]
    need = world.ask(openings=days)
    world.promise(need, "Ines")
    assert said(world) == "three meals are still open in the next days."


def test_what_is_taken_past_ended_far_or_has_no_day_is_not_said(world):
    taken = world.ask()
    world.promise(taken)
    ask(world, "meal", days=7)
    world.ask(openings=[Opening()])
    ended = world.ask()
    ended.close(world.ruth)
    db.session.commit()
    assert said(world) is None
    assert "in the next days" not in read(world)
    ask(world, "ride", days=6)
    assert said(world) == "a ride is still open in the next days."
    world.later(days=6, hours=20)
    assert said(world) == "a meal is still open in the next days.", "its week has come"


def test_beyond_ten_it_says_many_and_no_number(world):
    for _ in range(MOST):
        ask(world, "meal")
    assert said(world) == "ten meals are still open in the next days."
    ask(world, "ride")
    assert said(world) == "Many things are still open in the next days."
    ask(world, *["errand"] * 30)
    assert said(world) == "Many things are still open in the next days."


def test_an_empty_board_says_nothing(world):
    assert said(world) is None


def test_it_stands_on_the_first_page_alone(world):
    ask(world, *["meal"] * 31)
    page = world.client("Omar").get("/").text
    assert "Many things" in page
    more = page.partition("?after=")[2].partition('"')[0]
    assert "Many things" not in world.client("Omar").get(f"/?after={more}").text


class Klingon(Translations):
    """A language that turns every form around, with a word order of its own."""

    def gettext(self, message: str) -> str:
        return {"two": "cha'"}.get(message, message)

    def ngettext(self, one: str, several: str, n: int) -> str:
        if "{things}" in one:
            return "poS {things}" if n == 1 else "poS law' {things}"
        return "Soj wa'" if n == 1 else "Soj {number}"


def test_another_language_has_its_own_forms_and_order(world, monkeypatch):
    monkeypatch.setattr(phrase, "_catalogue", lambda locale: Klingon())
    ask(world, "meal")
    found = sentence_of(open_needs(world.circle.id, world.ines.id).needs, world.day(0))
    assert found.say("de") == "poS Soj wa'"
    ask(world, "meal", "ride")
    found = sentence_of(open_needs(world.circle.id, world.ines.id).needs, world.day(0))
    assert found.say("de") == "poS law' Soj cha' und Soj wa'"
