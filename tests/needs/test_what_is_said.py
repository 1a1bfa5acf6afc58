"""A page says what holds for whoever reads it, and no more."""

import pytest

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs.hand import OVER
from circles.needs.need import ENDED
from tests.form_page import FormPage
from tests.needs.hands import facts, wave, yes_first

NOTHING_TO_DO = "there is nothing to do"
MORE = "More is shown"


def page(world, need, name: str) -> str:
    return " ".join(FormPage(world.client(name).get(f"/needs/{need.id}")).words.split())


def line(fact: Fact, reader) -> str:
    words = announcement_for(fact.kind).words(fact, reader.id)
    assert words is not None
    return str(words.line)


@pytest.fixture
def days(world):
    """Four days, of which Ines took the first."""
    need = world.ask(openings=[world.tomorrow(days=n) for n in (1, 2, 3, 4)])
    world.promise(need, "Ines")
    return need


def test_while_a_day_is_open_there_is_something_to_do(world, days):
    said = page(world, days, "Ruth")
    assert "Someone is coming on some days; others are open." in said
    assert NOTHING_TO_DO not in said
    world.client("Ruth").post(f"/needs/{days.id}/enough")
    said = page(world, days, "Ruth")
    assert "Someone is coming, and the rest waits." in said
    assert NOTHING_TO_DO not in said


def test_once_every_day_is_taken_there_is_nothing_to_do(world, days):
    for slot in (1, 2, 3):
        world.promise(days, "Omar", slot=slot)
    assert NOTHING_TO_DO in page(world, days, "Ruth")


def test_what_repeats_has_a_way_to_stop_it(world):
    said = page(world, world.repeat(), "Ruth")
    assert "Stop it All its days to come leave the board with one tap." in said
    assert "Stop it" not in page(world, world.ask(), "Ruth")


@pytest.mark.parametrize("how", ["withdraw", "close"])
def test_whoever_promised_need_not_come(world, days, how):
    getattr(days, how)(world.ruth)
    db.session.commit()
    assert line(facts(ENDED)[0], world.ines) == "You need not come: Dinner for four"
    assert "You need not come." in page(world, days, "Ines")
    assert "You need not come." not in page(world, days, "Omar")


def test_whoever_waits_hears_which_ask_is_over(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    need.close(world.ruth)
    db.session.commit()
    assert line(facts(OVER)[0], world.ines) == f"This is no longer needed: {need.title}"


def test_more_is_shown_once_the_yes_has_come(world):
    need = yes_first(world, private_details="gate 2284")
    assert "More is shown to whoever says yes" in page(world, need, "Omar")
    wave(world, need, "Ines")
    assert "More is shown once Ruth says yes." in page(world, need, "Ines")


def test_where_nobody_can_say_yes_nothing_more_is_promised(world):
    need = world.ask(private_details="gate 2284")
    assert MORE in page(world, need, "Omar")
    world.client("Ruth").post(f"/needs/{need.id}/enough")
    assert MORE not in page(world, need, "Omar")


@pytest.mark.parametrize("name", ["Sam", "Ruth"])
def test_before_their_yes_there_is_nothing_to_talk_about(world, name):
    need = world.ask("Sam", address=world.address(for_member="Ruth"))
    for words in ("Enough for now", "This is taken care of", "Write to everyone in this ask"):
        assert words not in page(world, need, name)


def test_what_is_to_know_is_said_once_for_all_days(world):
    openings = [world.tomorrow(days=n) for n in (1, 2, 3)]
    need = world.ask(answers={"eaters": 4}, openings=openings)
    assert page(world, need, "Omar").count("How many eat") == 1


def test_a_series_says_that_it_goes_on(world):
    assert "And so on." in page(world, world.repeat(), "Omar")
    ends = world.repeat(rule="FREQ=DAILY;COUNT=3")
    assert "And so on." not in page(world, ends, "Omar")


def test_a_browser_goes_to_the_first_wrong_field(world):
    typed = {"kind": "meal", "title": "", "when": "days", "at_0": "18:00"}
    answer = world.client("Ruth").post(f"/circles/{world.circle.id}/needs", data=typed)
    wrong = [tag for tag in answer.text.split("<") if " autofocus" in tag]
    assert answer.status_code == 422
    assert wrong
    assert all("aria-invalid" in tag for tag in wrong)
    assert " autofocus" not in world.client("Ruth").get("/ask").text
