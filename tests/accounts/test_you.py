"""You: your name, this device, signing out."""

import pytest
from sqlalchemy import func, select

from circles.accounts import Session
from circles.database import db
from tests.form_page import FormPage


@pytest.fixture
def ruth(world):
    return world.client("Ruth")


def test_the_page_knows_your_name(ruth):
    assert FormPage(ruth.get("/you")).values["name"] == "Ruth"


def test_a_new_name_is_known_to_the_circle(world, ruth):
    answer = ruth.post("/you", data={"name": "  Ruth\u200b Miller "})
    assert (answer.status_code, answer.location) == (303, "/you")
    assert "That is what your circles call you now." in ruth.get("/you").text
    assert "Ruth Miller" in world.client("Sam").get("/circle").text


@pytest.mark.parametrize("name", ["", "x" * 61, "x" * 10_000, "\u202eliam", "Ru\0th", "\u3164"])
def test_a_name_that_cannot_be_is_a_sentence_beside_it(world, ruth, name):
    page = FormPage(ruth.post("/you", data={"name": name}))
    assert page.status == 422
    assert list(page.errors) == ["name"] == list(page.described)
    assert page.values["name"] == name
    db.session.expire_all()
    assert world.ruth.name == "Ruth"


def test_ten_thousand_characters_of_any_script_come_back(ruth):
    for letter in ("я", "愛", "🩷"):
        page = FormPage(ruth.post("/you", data={"name": letter * 10_000}))
        assert page.status == 422
        assert page.values["name"] == letter * 10_000


def test_a_form_without_a_name_is_a_sentence(ruth):
    assert FormPage(ruth.post("/you")).errors == {"name": "Please write something here."}


def test_signing_out_closes_this_device_and_no_other(world, ruth):
    other = world.client("Ruth")
    answer = ruth.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")
    assert ruth.get("/you").status_code == 302
    assert other.get("/you").status_code == 200
    assert db.session.scalar(select(func.count(Session.id))) == 1


def test_signing_out_leaves_nothing_on_the_device(ruth, world):
    ruth.get(f"/circles/{world.circle.id}")
    answer = ruth.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    ruth.get("/")  # the word of goodbye has been said
    with ruth.session_transaction() as kept:
        assert {name for name in kept if not name.startswith("_perm")} == set()


def test_after_signing_out_the_page_says_so(ruth):
    ruth.post("/sign-out")
    assert "You are signed out on this device." in ruth.get("/").text


def test_a_page_does_not_sign_out(ruth):
    assert ruth.get("/sign-out").status_code == 405
    assert ruth.get("/you").status_code == 200


def test_who_is_in_several_circles_can_switch(world, ruth):
    assert f'href="/circles/{world.other_circle.id}"' not in ruth.get("/you").text
    world.add("Ruth2", world.other_circle).person = world.ruth
    db.session.commit()
    page = ruth.get("/you").text
    assert f'href="/circles/{world.circle.id}"' in page
    assert f'href="/circles/{world.other_circle.id}"' in page
