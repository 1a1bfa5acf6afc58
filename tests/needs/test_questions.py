"""Each kind with its own questions: by form, by program, and changed later."""

import pytest
from sqlalchemy import select

from circles.database import db
from circles.needs import KINDS, Need, kind_of
from circles.needs.kind import Kind
from circles.needs.question import Question, Told
from circles.needs.questionnaire import BY_KEY
from tests.api.program import Program
from tests.form_page import FormPage

ASKING = [kind for kind in KINDS if kind.questions]
EVERY = [(kind.key, question) for kind in KINDS for question in kind.questions]


def example(question: Question) -> Told:
    if question.type == "number":
        return 4
    if question.type == "choice":
        return question.choices[-1].key
    return True if question.type == "flag" else f"Nûts & “{question.key}”"


def examples(kind: Kind) -> dict[str, Told]:
    return {question.key: example(question) for question in kind.questions}


def as_typed(kind: str, answers: dict[str, Told]) -> dict[str, str]:
    return {f"{kind}.{k}": "yes" if v is True else str(v) for k, v in answers.items()}


def kept() -> Need:
    db.session.expire_all()
    return db.session.scalars(select(Need)).one()


def all_of(need: Need) -> dict[str, Told]:
    return need.answers | need.private_answers


@pytest.fixture
def ask(world):
    ruth = world.client("Ruth")
    return lambda form: ruth.post(f"/circles/{world.circle.id}/needs", data=form)


@pytest.fixture
def ruth(world):
    return Program(world, "Ruth")


def test_the_same_question_is_the_same_in_every_kind():
    assert all(BY_KEY[question.key] is question for _, question in EVERY)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_form_asks_every_question_of_every_kind(world, kind):
    page = FormPage(world.client("Ruth").get("/ask")).words
    assert all(str(question.label) in page for question in kind.questions)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_nothing_has_to_be_answered(world, ask, kind):
    form = FormPage(world.client("Ruth").get(f"/ask?kind={kind.key}")).values
    assert ask(form).status_code == 303
    assert all_of(kept()) == {}


@pytest.mark.parametrize("kind", ASKING, ids=lambda kind: kind.key)
def test_answers_are_kept_as_they_were_typed(ask, kind):
    typed = as_typed(kind.key, examples(kind))
    assert ask({"kind": kind.key, "title": "Please"} | typed).status_code == 303
    assert all_of(kept()) == examples(kind)


def test_what_was_typed_for_another_kind_is_not_kept(ask):
    typed = as_typed("meal", examples(kind_of("meal"))) | as_typed("ride", {"to": "The clinic"})
    ask({"kind": "ride", "title": "A ride"} | typed)
    assert all_of(kept()) == {"to": "The clinic"}


@pytest.mark.parametrize("kind", ASKING, ids=lambda kind: kind.key)
def test_they_are_changed_on_the_edit_page(world, kind):
    need = world.ask(kind=kind.key, answers=examples(kind))
    ruth, path = world.client("Ruth"), f"/needs/{need.id}"
    form = FormPage(ruth.get(f"{path}/edit")).values
    assert as_typed(kind.key, examples(kind)).items() <= form.items()
    assert ruth.post(path, data=form).status_code == 303
    assert all_of(kept()) == examples(kind)
    ruth.post(path, data={"title": "Please"})
    assert all_of(kept()) == {}


@pytest.mark.parametrize("kind", ASKING, ids=lambda kind: kind.key)
def test_a_program_asks_and_changes_the_same(ruth, kind):
    made = ruth.ask(kind=kind.key, answers=examples(kind))
    assert made.status_code == 201, made.text
    assert made.json["answers"] == examples(kind)
    path, (first, *others) = f"/needs/{made.json['id']}", examples(kind)
    changed = ruth.patch(path, json={"answers": {first: None}}).json["answers"]
    assert changed == {key: examples(kind)[key] for key in others}
    again = ruth.patch(path, json={"answers": {first: examples(kind)[first]}})
    assert again.json["answers"] == ruth.get(path).json["answers"] == examples(kind)


@pytest.mark.parametrize("nothing", [None, "", False])
def test_an_empty_answer_is_none(ruth, nothing):
    key = {None: "eaters", "": "never", False: "no_reply"}[nothing]
    assert ruth.ask(answers={key: nothing}).json["answers"] == {}


@pytest.mark.parametrize(
    ("kind", "key", "wrong"),
    [
        ("meal", "eaters", 0),
        ("meal", "eaters", 41),
        ("meal", "eaters", "four"),
        ("meal", "eaters", 4.5),
        ("meal", "eaters", True),
        ("meal", "eaters", [4]),
        ("meal", "never", "x" * 201),
        ("meal", "never", "nu\0ts"),
        ("meal", "never", "\u202enuts"),
        ("meal", "never", 7),
        ("meal", "door", "window"),
        ("meal", "door", ["ring"]),
        ("meal", "from", "Home"),
        ("meal", "points", 3),
        ("ride", "from", "x" * 201),
        ("ride", "may_move", "perhaps"),
        ("ride", "may_move", {}),
        ("errand", "list", "x" * 1001),
        ("wisdom", "no_reply", True),
    ],
)
def test_a_wrong_answer_is_named(world, ruth, kind, key, wrong):
    need = world.ask(kind=kind)
    changed = ruth.patch(f"/needs/{need.id}", json={"answers": {key: wrong}})
    for answer in (ruth.ask(kind=kind, answers={key: wrong}), changed):
        assert answer.status_code == 422, answer.text
        ((error),) = answer.json["errors"]
        assert error["field"].startswith(f"answers.{key}")
        assert len(error["detail"]) > 10


@pytest.mark.parametrize("wrong", [None, [], "four", 4])
def test_answers_are_an_object(world, ruth, wrong):
    path = f"/needs/{world.ask().id}"
    for answer in (ruth.ask(answers=wrong), ruth.patch(path, json={"answers": wrong})):
        assert answer.status_code == 422, answer.text
        assert [error["field"] for error in answer.json["errors"]] == ["answers"]


WRONG = {
    "meal.eaters": "41",
    "meal.never": "x" * 201,
    "meal.rather_not": "so\0up",
    "meal.door": "window",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_of_the_finger_loses_nothing(world, ask, name):
    form = {"kind": "meal", "title": "Soup", "meal.bring_when": "At six", "ride.to": "The clinic"}
    form |= {"meal.no_reply": "yes", name: WRONG[name]}
    need = world.ask()
    pages = FormPage(ask(form)), FormPage(world.client("Ruth").post(f"/needs/{need.id}", data=form))
    for page, typed in zip(pages, (form, without(form, "ride.to", "kind")), strict=True):
        assert page.status == 422
        assert list(page.errors) == [name] == list(page.described)
        assert without(typed, "meal.door").items() <= page.values.items()


def without(form: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in form.items() if name not in names}


@pytest.mark.parametrize("typed", ["0", "41", "-1", "four", "1.5", "9" * 400, "４"])
def test_a_number_of_eaters_that_cannot_be(ask, typed):
    page = FormPage(ask({"kind": "meal", "title": "Soup", "meal.eaters": typed}))
    assert page.errors == {"meal.eaters": "Say a number from 1 to 40."}
    assert page.values["meal.eaters"] == typed


def test_everything_that_is_wrong_is_said_at_once(ask):
    page = FormPage(ask({"kind": "meal", "title": ""} | WRONG))
    assert set(page.errors) == {"title", *WRONG}


def test_answers_stand_on_the_page_in_the_order_of_the_questions(world):
    need = world.ask(answers=examples(kind_of("meal")) | {"door": "leave"})
    words = FormPage(world.client("Omar").get(f"/needs/{need.id}")).words
    places = [words.index(str(question.label)) for question in kind_of("meal").questions]
    assert places == sorted(places)
    assert "Leave it at the door" in words


def test_who_eats_and_what_never_stand_once_on_the_page_and_on_the_board(world):
    days = [world.tomorrow(days=day) for day in (1, 2, 3)]
    need = world.ask(openings=days, answers={"eaters": 4, "never": "nuts"})
    page = world.client("Omar").get(f"/needs/{need.id}").text
    assert page.count("nuts") == 1
    assert "for 4" not in page
    board = " ".join(FormPage(world.client("Omar").get("/")).words.split())
    assert "Asked by Ruth · for 4 · never: nuts" in board


def test_that_the_time_may_move_is_known_before_a_yes(world):
    need = world.ask(kind="ride", answers={"may_move": True})
    for path in ("/", f"/needs/{need.id}"):
        assert "the time may move" in world.client("Omar").get(path).text.lower()


def test_what_is_coming_already_stands_in_one_place(world):
    days = [world.tomorrow(days=day) for day in (1, 2, 3)]
    need = world.ask(openings=days)
    world.promise(need, "Ines", slot=0, note="lentil soup")
    world.promise(need, "Omar", slot=2, note="a pie")
    words = " ".join(FormPage(world.client("Sam").get(f"/needs/{need.id}")).words.split())
    first, last = (f"({day:%a} {day.day})" for day in (world.day(1), world.day(3)))
    assert f"Already coming: lentil soup {first}, a pie {last}" in words
    world.at(need.slots[0].over_at)
    page = FormPage(world.client("Sam").get(f"/needs/{need.id}")).words
    assert f"lentil soup {first}" not in page
