"""The page of one ask: saying yes, stepping back, changing, ending."""

import uuid

import pytest
from sqlalchemy import select

from circles.database import db
from circles.needs import Need, SignUp
from tests.form_page import FormPage


@pytest.fixture
def need(world):
    return world.ask(
        title="Dinner <for> four",
        details="Anything warm.",
        openings=[world.tomorrow(), world.tomorrow(days=2, wanted=2)],
    )


@pytest.fixture
def page(world, need):
    """The page of the ask as this person sees it."""
    return lambda name: FormPage(world.client(name).get(f"/needs/{need.id}"))


def yes(need: Need, slot: int = 0) -> str:
    return f"/slots/{need.slots[slot].id}/sign-up"


def release(need: Need, slot: int = 0) -> str:
    return f"/slots/{need.slots[slot].id}/release"


def helpers(need: Need) -> list[str]:
    db.session.expire_all()
    return sorted(s.person.name for slot in need.slots for s in slot.sign_ups)


def test_the_page_says_what_is_asked_and_by_whom(page):
    seen = page("Omar")
    for words in ("Dinner <for> four", "Anything warm.", "Asked by Ruth", "Meal", "18:00"):
        assert words in seen.words


def test_everyone_but_the_author_can_say_yes_to_every_open_day(page, need):
    assert page("Omar").actions.count(yes(need)) == 1
    assert page("Omar").actions.count(yes(need, 1)) == 1
    assert not [action for action in page("Ruth").actions if "sign-up" in action]


def test_one_tap_takes_the_place(world, need, page):
    answer = world.client("Ines").post(yes(need))
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert helpers(need) == ["Ines"]
    assert "Ines" in page("Omar").words
    assert yes(need) not in page("Omar").actions
    assert release(need) in page("Ines").actions


def test_a_note_may_come_with_it(world, need, page):
    world.client("Ines").post(yes(need), data={"note": " bringing the lentil one "})
    assert "bringing the lentil one" in page("Ruth").words


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("x" * 201, "Please keep it to 200 characters."),
        ("x" * 10_000, "Please keep it to 200 characters."),
        ("\u202eliam", "There is a hidden character in it that turns the text around."),
        ("so\0up", "There is a character in it that cannot be kept."),
    ],
)
def test_a_note_that_cannot_be_comes_back_with_a_sentence(world, note, sentence):
    need = world.ask()
    answer = FormPage(world.client("Ines").post(yes(need), data={"note": note}))
    assert answer.status == 422
    assert answer.values["note"] == note
    assert sentence in answer.words
    assert helpers(need) == []


def test_a_note_comes_back_beside_the_day_it_was_for(world, need):
    page = world.client("Ines").post(yes(need, 1), data={"note": "x" * 201}).text
    before, _, after = page.partition(f'action="{yes(need, 1)}"')
    assert "x" * 201 not in before
    assert "x" * 201 in after


def test_who_comes_second_is_told_kindly_what_is_still_open(world, need):
    world.promise(need, "Ines")
    answer = FormPage(world.client("Omar").post(yes(need), data={"note": "soup"}))
    assert answer.status == 409
    assert "Thank you!" in answer.words
    assert "There is still room on another day." in answer.words
    assert yes(need, 1) in answer.actions
    assert helpers(need) == ["Ines"]


def test_the_author_cannot_say_yes(world, need):
    answer = world.client("Ruth").post(yes(need))
    assert answer.status_code == 409
    assert "This is your own ask. Someone else will say yes." in answer.text


def test_a_day_that_is_over_is_too_late(world, need):
    world.at(need.slots[0].over_at)
    answer = world.client("Ines").post(yes(need))
    assert answer.status_code == 409
    assert "That day has passed. Thank you all the same." in answer.text


def test_an_ask_that_has_ended_is_too_late(world, need):
    world.client("Ruth").post(f"/needs/{need.id}/closing")
    answer = FormPage(world.client("Ines").post(yes(need)))
    assert answer.status == 409
    assert "This is no longer asked for. Thank you all the same." in answer.words
    assert not [action for action in answer.actions if "sign-up" in action]


def test_stepping_back_is_one_tap_and_asks_no_reason(world, need):
    world.promise(need, "Ines")
    ines = world.client("Ines")
    answer = ines.post(release(need))
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert "Thank you for saying so early." in ines.get(answer.location).text
    assert helpers(need) == []


def test_stepping_back_twice_is_stepping_back_once(world, need):
    world.promise(need, "Ines")
    ines = world.client("Ines")
    assert [ines.post(release(need)).status_code for _ in range(2)] == [303, 303]


def test_nobody_steps_back_for_someone_else(world, need):
    world.promise(need, "Ines")
    world.client("Omar").post(release(need))
    world.client("Ruth").post(release(need))
    assert helpers(need) == ["Ines"]


@pytest.mark.parametrize(
    ("end", "sentence"),
    [("closing", "This is taken care of."), ("withdrawal", "This is no longer needed.")],
)
def test_the_author_ends_it_in_one_tap(world, need, page, end, sentence):
    world.promise(need, "Ines")
    answer = world.client("Ruth").post(f"/needs/{need.id}/{end}")
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert sentence in page("Ines").words
    assert "Dinner" not in world.client("Omar").get("/").text


@pytest.mark.parametrize("deed", ["closing", "withdrawal", ""])
@pytest.mark.parametrize("name", ["Ines", "Sam"])
def test_only_the_author_ends_or_changes_it(world, need, deed, name):
    form = {"title": "Mine now", "details": "", "private_details": ""}
    answer = world.client(name).post(f"/needs/{need.id}/{deed}".rstrip("/"), data=form)
    assert answer.status_code == 403
    assert "Only the person who asked can do this." in answer.text
    db.session.expire_all()
    assert need.is_open
    assert need.title == "Dinner <for> four"


def test_only_the_author_sees_the_form_to_change_it(world, need, page):
    edit = f"/needs/{need.id}/edit"
    assert world.client("Ruth").get(edit).status_code == 200
    assert world.client("Ines").get(edit).status_code == 403
    assert f'href="{edit}"' in world.client("Ruth").get(f"/needs/{need.id}").text
    assert f'href="{edit}"' not in world.client("Ines").get(f"/needs/{need.id}").text


def test_the_author_puts_it_in_other_words(world, need, page):
    ruth = world.client("Ruth")
    form = FormPage(ruth.get(f"/needs/{need.id}/edit")).values
    assert form["title"] == "Dinner <for> four"
    answer = ruth.post(f"/needs/{need.id}", data=form | {"title": "Supper", "details": ""})
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert "Supper" in page("Omar").words
    assert "Anything warm." not in page("Omar").words


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 10_000),
        ("title", "\u202eliam"),
        ("details", "x" * 2001),
        ("private_details", "x" * 1001),
        ("private_details", "a\0"),
    ],
)
def test_words_that_cannot_be_come_back_with_a_sentence(world, need, field, typed):
    form = {"title": "Supper", "details": "Warm", "private_details": "gate"} | {field: typed}
    page = FormPage(world.client("Ruth").post(f"/needs/{need.id}", data=form))
    assert page.status == 422
    assert list(page.errors) == [field] == list(page.described)
    assert form.items() <= page.values.items()
    db.session.expire_all()
    assert need.title == "Dinner <for> four"


def test_what_has_ended_cannot_be_changed_or_ended_again(world, need):
    ruth = world.client("Ruth")
    ruth.post(f"/needs/{need.id}/closing")
    assert ruth.get(f"/needs/{need.id}/edit").status_code == 409
    for path in ("", "/closing", "/withdrawal"):
        answer = ruth.post(f"/needs/{need.id}{path}", data={"title": "Supper"})
        assert answer.status_code == 409, path
    db.session.expire_all()
    assert (need.title, need.ended_as) == ("Dinner <for> four", "closed")


@pytest.mark.parametrize("path", ["", "/edit", "/closing", "/withdrawal"])
def test_what_faded_is_not_there(world, path):
    ruth = world.client("Ruth")
    method = "POST" if path in ("/closing", "/withdrawal") else "GET"
    answer = ruth.open(f"/needs/{uuid.uuid4()}{path}", method=method)
    assert answer.status_code == 404


def test_helpers_are_listed_by_name(world, need):
    for name in ("Omar", "Ines"):
        world.promise(need, name, slot=1)
    words = FormPage(world.client("Sam").get(f"/needs/{need.id}")).words
    assert words.index("Ines") < words.index("Omar")
    assert db.session.scalar(select(SignUp.id)) is not None
