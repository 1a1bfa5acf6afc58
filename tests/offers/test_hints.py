"""While an ask is written, a hint that somebody offers just that; never an assignment."""

from tests.form_page import FormPage


def test_what_is_offered_stands_beside_its_kind(world):
    soup = world.offer("Ines", weekdays="TU")
    world.offer("Omar", kind="ride", title="A seat in my car")
    page = world.client("Ruth").get("/ask?kind=meal").text
    hint = page[page.index("questions--meal") :].partition("</div>")[0]
    assert "Tuesdays" in hint
    assert f'href="/offers/{soup.id}"' in hint
    assert "A seat in my car" not in hint
    assert "A seat in my car" in page, "without a script the kind is chosen later"


def test_a_hint_says_who_and_what_and_asks_nothing(world):
    world.offer("Ines", weekdays="TU")
    words = FormPage(world.client("Ruth").get("/ask")).words
    assert "Ines offers this:" in words
    assert "Yes, please: Lentil soup" in " ".join(words.split())


def test_ones_own_and_what_one_may_not_see_is_no_hint(world):
    world.offer("Ruth", title="Own")
    world.offer("Ines", title="To Omar", chosen=[world.omar.id])
    world.offer("Clara", title="Elm")
    paused = world.offer("Ines", title="Paused")
    paused.pause(world.ines)
    page = world.client("Ruth").get("/ask?kind=meal").text
    for title in ("Own", "To Omar", "Elm", "Paused"):
        assert f">{title}<" not in page
    assert "offers this" not in page


def test_a_hint_is_no_list(world):
    for number in range(9):
        world.offer("Ines", title=f"Soup {number}")
    page = world.client("Ruth").get("/ask?kind=meal").text
    assert page.count("offers this") == 2


def test_hints_stand_beside_a_form_that_needs_another_look(world):
    world.offer("Ines")
    form = {"kind": "meal", "title": "", "when": "whenever"}
    answer = world.client("Ruth").post(f"/circles/{world.circle.id}/needs", data=form)
    assert answer.status_code == 422
    assert "Ines</bdi> offers this" in answer.text
