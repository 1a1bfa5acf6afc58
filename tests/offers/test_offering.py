"""Offering something: as easy as asking, and seen before it is sent by whom."""

import pytest
from sqlalchemy import select

from circles.database import db
from circles.fact import Fact
from circles.needs import KINDS
from circles.offers import Offer
from circles.offers.wording import STARTERS, when_phrase
from tests.form_page import FormPage

WORDS = {"kind": "meal", "title": "Lentil soup", "audience": "everyone"}


def only_offer() -> Offer:
    return db.session.scalars(select(Offer)).one()


def send(world, name: str = "Ines", **form):
    path = f"/circles/{world.circle.id}/offers"
    return world.client(name).post(path, data=WORDS | form)


def test_an_offer_is_made_and_seen(world):
    answer = send(world, details="Enough for two", suits="after six", on_TU="1", on_TH="1")
    offer = only_offer()
    assert (answer.status_code, answer.location) == (303, f"/offers/{offer.id}")
    assert (offer.offered_by_id, offer.weekdays, offer.state) == (
        world.ines.id,
        "TU,TH",
        "standing",
    )
    page = FormPage(world.client("Ruth").get(answer.location)).words
    for said in ("Lentil soup", "Enough for two", "Tuesdays and Thursdays, after six", "Ines"):
        assert said in page


def test_nobody_is_rung_by_a_new_offer(world):
    send(world)
    assert not db.session.scalars(select(Fact)).all()


def test_there_are_words_to_start_from_for_every_kind(world):
    assert {kind.key for kind in KINDS} == STARTERS.keys()
    page = FormPage(world.client("Ines").get("/offer?kind=presence"))
    assert (page.values["kind"], page.values["title"]) == ("presence", "An hour to listen")
    assert "title" in FormPage(world.client("Ines").get("/offer?kind=gold")).values


def test_who_will_see_it_is_said_before(world):
    page = FormPage(world.client("Ines").get("/offer")).words
    assert "Omar, Ruth and Sam will see this." in page


@pytest.mark.parametrize(
    ("field", "form", "sentence"),
    [
        ("title", {"title": " "}, "Please write something here."),
        ("kind", {"kind": ""}, "Please choose what you offer."),
        ("until", {"until": "2020-01-01"}, "That day has passed already."),
        ("until", {"until": "2099-01-01"}, "That is more than two years ahead. Is the year right?"),
        ("until", {"until": "soon"}, "Please give a day."),
        ("suits", {"suits": "x" * 121}, "Please keep it to 120 characters."),
        ("audience", {"audience": "all"}, "Please choose who sees it."),
        ("chosen", {"audience": "chosen"}, "Please choose at least one person."),
    ],
)
def test_a_wrong_form_comes_back_as_it_was_typed(world, field, form, sentence):
    answer = send(world, details="Enough for two", **form)
    page = FormPage(answer)
    assert page.status == 422
    assert page.errors == {field: sentence}
    assert page.values["details"] == "Enough for two"
    assert not db.session.scalars(select(Offer)).all()


def test_an_impatient_thumb_offers_once(world):
    ines = world.client("Ines")
    key = FormPage(ines.get("/offer")).key
    for _ in range(2):
        form = WORDS | {"idempotency_key": key}
        assert ines.post(f"/circles/{world.circle.id}/offers", data=form).status_code == 303
    only_offer()


def test_it_is_put_in_other_words_for_other_people(world):
    offer = world.offer(weekdays="TU", until=world.day(9))
    ines, path = world.client("Ines"), f"/offers/{offer.id}"
    page = FormPage(ines.get(f"{path}/edit"))
    assert page.values["title"] == "Lentil soup"
    assert page.values["on_TU"] == "1"
    assert page.values["until"] == world.day(9).isoformat()
    form = {"kind": "meal", "title": "Bread", "audience": "chosen", f"chosen_{world.ruth.id}": "on"}
    assert ines.post(path, data=form).status_code == 303
    db.session.expire_all()
    assert (offer.title, offer.weekdays, offer.until, offer.over_at) == ("Bread", "", None, None)
    assert "Ruth sees this." in FormPage(ines.get(path)).words
    assert FormPage(ines.get(f"{path}/edit")).values[f"chosen_{world.ruth.id}"] == "on"
    assert world.client("Omar").get(path).status_code == 404


def test_a_change_that_cannot_be_changes_nothing(world):
    offer = world.offer()
    form = {"kind": "meal", "title": "Bread", "audience": "chosen"}
    answer = world.client("Ines").post(f"/offers/{offer.id}", data=form)
    assert FormPage(answer).errors == {"chosen": "Please choose at least one person."}
    db.session.expire_all()
    assert offer.title == "Lentil soup"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, None),
        ({"weekdays": "TU"}, "Tuesdays"),
        ({"weekdays": "MO,TU,WE,TH,FR"}, "weekdays"),
        ({"weekdays": "SA,SU"}, "weekends"),
        ({"weekdays": "MO,TU,WE,TH,FR,SA,SU"}, "any day"),
        (
            {"weekdays": "MO,WE,FR", "suits": "early"},
            "Mondays, Wednesdays and Fridays, early",
        ),
        ({"suits": "100% {of} %s"}, "100% {of} %s"),
    ],
)
def test_when_it_suits_is_said_in_words(world, words, said):
    phrase = when_phrase(world.offer(**words))
    assert (phrase and str(phrase)) == said
