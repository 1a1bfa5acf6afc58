"""Closing well: proposed, fourteen days, own words, nothing left but a receipt."""

import sqlite3
from datetime import timedelta

import pytest

from circles import clock, forgetting
from circles.accounts import Person
from circles.database import db
from circles.membership import Circle, Membership, destroy_closed_circles
from circles.membership.closing import (
    ClosingAlready,
    ClosingReceipt,
    propose_closing,
    withdraw_closing,
)
from circles.membership.permissions import CoordinatorsOnly
from circles.needs import Need


@pytest.fixture
def sam(world):
    return world.places["Sam"]


def proposed(world, sam):
    propose_closing(sam)
    db.session.commit()


def days_later(world, days: float) -> None:
    world.at(clock.now() + timedelta(days=days))


def test_a_member_cannot_propose_it(world):
    with pytest.raises(CoordinatorsOnly):
        propose_closing(world.places["Ines"])


def test_it_is_proposed_once(world, sam):
    proposed(world, sam)
    with pytest.raises(ClosingAlready):
        propose_closing(sam)


def test_nothing_goes_before_fourteen_days(world, sam):
    proposed(world, sam)
    days_later(world, 13.9)
    assert destroy_closed_circles() == 0
    assert db.session.get(Circle, world.circle.id)


def test_after_fourteen_days_everything_of_it_is_gone(world, sam):
    circle_id, ruth_id = world.circle.id, world.ruth.id
    world.promise(world.ask("Ruth"), "Ines")
    proposed(world, sam)
    days_later(world, 14.1)
    assert destroy_closed_circles() == 1
    db.session.expunge_all()
    assert db.session.get(Circle, circle_id) is None
    assert db.session.get(Person, ruth_id) is None
    assert not db.session.query(Need).filter_by(circle_id=circle_id).count()
    assert not db.session.query(Membership).filter_by(circle_id=circle_id).count()


def test_another_circle_keeps_everything(world, sam):
    clara = world.client("Clara")
    proposed(world, sam)
    days_later(world, 15)
    destroy_closed_circles()
    assert b"Elm Road" in clara.get("/circle").data


def test_whoever_is_in_another_circle_stays(world, sam):
    Membership.admit(world.other_circle, world.ines)
    ines_id = world.ines.id
    proposed(world, sam)
    days_later(world, 15)
    destroy_closed_circles()
    db.session.expunge_all()
    assert db.session.get(Person, ines_id)


def test_whoever_is_in_no_other_circle_is_signed_out(world, sam):
    ruth = world.client("Ruth")
    proposed(world, sam)
    days_later(world, 15)
    destroy_closed_circles()
    assert "I was invited" in ruth.get("/").get_data(as_text=True)


def test_taken_back_it_stays(world, sam):
    proposed(world, sam)
    withdraw_closing(sam)
    db.session.commit()
    days_later(world, 20)
    assert destroy_closed_circles() == 0


def test_the_receipt_names_no_one(world, sam):
    circle_id = world.circle.id
    proposed(world, sam)
    assert world.client().get(f"/closed/{circle_id}").status_code == 404
    days_later(world, 15)
    destroy_closed_circles()
    answer = world.client().get(f"/closed/{circle_id}")
    said = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "everything of it was destroyed" in said
    for name in ("Maple", "Ruth", "Sam", "Ines", "Omar"):
        assert name not in said


def test_the_receipt_goes_after_a_month(world, sam):
    proposed(world, sam)
    days_later(world, 15)
    destroy_closed_circles()
    days_later(world, 31)
    forgetting.forget()
    assert not db.session.query(ClosingReceipt).count()


def test_the_bytes_leave_the_file(world, sam, database_kind, tmp_path):
    if database_kind != "sqlite":
        pytest.skip("a file of its own is SQLite's")
    world.ask("Ruth", title="Zwetschgenknoedel")
    proposed(world, sam)
    days_later(world, 15)
    destroy_closed_circles()
    forgetting.forget()
    db.session.remove()
    db.engine.dispose()
    sqlite3.connect(tmp_path / "circles.db").close()
    assert b"Zwetschgenknoedel" not in (tmp_path / "circles.db").read_bytes()


def test_every_member_is_told_and_can_take_their_words_along(world, sam):
    proposed(world, sam)
    page = world.client("Ines").get(f"/circles/{world.circle.id}/closing").get_data(as_text=True)
    assert "Download my words" in page
    assert "stays after all" not in page


def test_a_coordinator_does_it_on_a_page(world):
    sam, address = world.client("Sam"), f"/circles/{world.circle.id}/closing"
    assert sam.post(address).status_code == 303
    assert "stays after all" in sam.get(address).get_data(as_text=True)
    assert sam.post(address).status_code == 409
    assert sam.post(f"{address}/withdrawal").status_code == 303
    assert "in fourteen days" in sam.get(address).get_data(as_text=True)


def test_ones_words_hold_what_one_wrote_and_nothing_of_others(world):
    mine = world.ask("Ruth", title="Soup", private_details="Gate 2284")
    world.promise(mine, "Ines", note="With bread")
    world.promise(world.ask("Omar", title="A ladder"), "Ruth", note="I have one")
    answer = world.client("Ruth").get("/you/export")
    assert "attachment" in answer.headers["Content-Disposition"]
    words = answer.get_json()
    assert words["name"] == "Ruth"
    assert [ask["title"] for ask in words["asks"]] == ["Soup"]
    assert words["asks"][0]["private_details"] == "Gate 2284"
    assert words["notes"] == ["I have one"]
    assert words["circles"] == [{"name": "Maple Street", "about": ""}]
    assert "With bread" not in answer.get_data(as_text=True)
