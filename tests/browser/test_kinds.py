"""The form that adapts to what would help, with JavaScript and without, and enough for now."""

import pytest

from circles.database import db
from tests.browser.journey import MOST_TAPS
from tests.browser.journey_ways import JAVASCRIPT
from tests.browser.member import Member
from tests.browser.signed_in import furnished, signed_in

FIRST = {
    "Meal": "How many eat",
    "Ride": "From where",
    "Errand": "The list",
    "Hands": "How long it takes",
}


@pytest.fixture
def world(server):
    with furnished(server) as world:
        yield world


@pytest.fixture(params=JAVASCRIPT, ids=["javascript", "no javascript"])
def ruth(request, chromium, server, world):
    with signed_in(chromium, server, world, "Ruth", javascript=request.param) as page:
        yield Member(page, "Ruth")


def choose(member: Member, kind: str) -> None:
    named = member.page.get_by_text(kind, exact=True)
    member.tap(member.page.locator("label.chip").filter(has=named))


def question(member: Member, label: str):
    return member.page.get_by_label(label, exact=True).locator("visible=true")


@pytest.mark.looked_at_once
def test_the_form_asks_what_the_kind_needs_and_nothing_else(ruth):
    ruth.page.goto("/ask")
    for kind in FIRST:
        choose(ruth, kind)
        shown = {label for label in FIRST.values() if question(ruth, label).count()}
        assert shown == {FIRST[kind]}
    choose(ruth, "Wisdom")
    assert not [label for label in FIRST.values() if question(ruth, label).count()]
    assert ruth.page.locator(".questions:visible").count() == 0


@pytest.mark.looked_at_once
def test_when_is_in_sight_before_anything_is_asked(ruth):
    ruth.page.goto("/ask?kind=meal")
    foot = ruth.page.locator(".form-foot").bounding_box()
    day = ruth.page.locator("label.chip").filter(has_text="Tomorrow").bounding_box()
    assert day["y"] + day["height"] <= foot["y"]


def test_four_taps_and_the_answers_are_there_to_change(ruth):
    ruth.page.goto("/")
    ruth.ask("Ride", "Tomorrow")
    assert ruth.taps <= MOST_TAPS
    ruth.tap(ruth.page.get_by_role("link", name="Change this"))
    ruth.type("From where", "14 Maple Street")
    ruth.tap(ruth.page.get_by_label("The time may move"))
    ruth.tap(ruth.button("Save"))
    ruth.reads("Changed.")
    ruth.reads("14 Maple Street")
    ruth.reads("the time may move")


@pytest.mark.looked_at_once
def test_a_wrong_answer_comes_back_open_and_in_its_place(ruth):
    ruth.page.goto("/ask?kind=meal")
    ruth.type("How many eat", "400")
    ruth.tap(ruth.page.get_by_text("Add more, if it helps"))
    ruth.type("Rather not", "Fish")
    ruth.tap(ruth.button("Ask"))
    ruth.reads("Say a number from 1 to 40.")
    assert question(ruth, "How many eat").input_value() == "400"
    assert question(ruth, "Rather not").input_value() == "Fish"


def test_enough_for_now_closes_what_is_open_until_more_would_help(chromium, server, world, ruth):
    need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
    world.promise(need, "Ines")
    path = f"/needs/{need.id}"
    db.session.rollback()  # the test's own transaction must not stand in the way
    ruth.page.goto(path)
    ruth.tap(ruth.button("Enough for now"))
    ruth.reads("Good. Nobody else can say yes for now.")
    with signed_in(chromium, server, world, "Omar") as page:
        omar = Member(page, "Omar")
        page.goto("/")
        omar.reads("enough for now")
        omar.does_not_read("I can")
        ruth.tap(ruth.button("More would help after all"))
        ruth.reads("It is open again.")
        page.goto(path)
        omar.tap(omar.button("I can"))
        omar.reads("Thank you. Ruth hears of it.")
