"""Enough for now: what is open waits, what was promised stands, and nobody is told."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from circles import database
from circles.accounts import Person
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import Need, SignUp, Slot, sign_up
from circles.needs.enough import Enough, EnoughForNow, say_enough, take_enough_back
from circles.needs.need import ASKED
from circles.needs.sign_up import REOPENED
from tests.api.program import Program
from tests.form_page import FormPage


@pytest.fixture
def need(world):
    """Two days; Ines comes on the first, and there is room for one more on each."""
    need = world.ask(openings=[world.tomorrow(wanted=2), world.tomorrow(days=2)])
    world.promise(need, "Ines")
    return need


@pytest.fixture
def enough(world, need):
    say_enough(need, world.ruth)
    db.session.commit()
    return need


def yes(need: Need, slot: int = 0) -> str:
    return f"/slots/{need.slots[slot].id}/sign-up"


def actions(world, need: Need, name: str) -> list[str]:
    return FormPage(world.client(name).get(f"/needs/{need.id}")).actions


def helpers(need: Need) -> list[str]:
    db.session.expire_all()
    return sorted(promise.person.name for slot in need.slots for promise in slot.sign_ups)


def words_of(kind: str, reader) -> object:
    fact = db.session.scalars(select(Fact).where(Fact.kind == kind)).one()
    return announcement_for(kind).words(fact, reader.id)


def test_whoever_asked_says_it_in_one_tap_and_takes_it_back(world, need):
    ruth, path = world.client("Ruth"), f"/needs/{need.id}"
    for deed in ("enough", "more"):
        assert f"{path}/{deed}" in actions(world, need, "Ruth")
        answer = ruth.post(f"{path}/{deed}")
        assert (answer.status_code, answer.location) == (303, path)
    assert yes(need, 1) in actions(world, need, "Omar")


def test_no_place_says_i_can_any_more(world, enough):
    for page in (world.client("Omar").get(f"/needs/{enough.id}"), world.client("Omar").get("/")):
        assert "I can" not in page.text
        assert "enough for now" in page.text
    assert enough.title in page.text, "the ask itself stays on the board"


def test_a_single_place_on_the_board_and_the_agenda_says_so_too(world):
    say_enough(world.ask(), world.ruth)
    db.session.commit()
    assert "enough for now" in world.client("Omar").get("/").text
    for page in ("/", "/calendar"):
        assert "I can" not in world.client("Omar").get(page).text


def test_a_yes_is_refused_kindly(world, enough):
    answer = FormPage(world.client("Omar").post(yes(enough, 1), data={"note": "soup"}))
    assert answer.status == 409
    assert "Thank you! It is enough for now." in answer.words
    assert helpers(enough) == ["Ines"]


def test_who_said_yes_keeps_their_place_and_may_change_the_note(world, enough):
    ines = world.client("Ines")
    assert ines.post(yes(enough), data={"note": "with bread"}).status_code == 303
    assert "with bread" in ines.get(f"/needs/{enough.id}").text


def test_a_place_that_is_let_go_of_stays_closed_and_rings_nobody(world, enough):
    world.client("Ines").post(f"/slots/{enough.slots[0].id}/release")
    assert helpers(enough) == []
    assert world.client("Omar").post(yes(enough)).status_code == 409
    assert words_of(REOPENED, world.omar) is None


def test_nobody_is_told_and_the_news_of_the_ask_is_moot(world, need):
    before = db.session.scalar(select(func.count(Fact.id)))
    assert words_of(ASKED, world.omar)
    say_enough(need, world.ruth)
    db.session.commit()
    assert words_of(ASKED, world.omar) is None
    take_enough_back(need, world.ruth)
    db.session.commit()
    assert words_of(ASKED, world.omar)
    assert db.session.scalar(select(func.count(Fact.id))) == before


def test_only_whoever_asked_is_offered_it_while_something_is_open(world, need):
    assert not [a for a in actions(world, need, "Omar") if a.endswith("/enough")]
    world.promise(need, "Omar")
    world.promise(need, "Omar", slot=1)
    assert not [a for a in actions(world, need, "Ruth") if a.endswith("/enough")]


def test_a_program_says_it_and_takes_it_back(world, need):
    ruth, ines = Program(world, "Ruth"), Program(world, "Ines")
    path = f"/needs/{need.id}"
    for _ in range(2):
        assert ruth.post(f"{path}/enough").json["has_enough"] is True
    assert ines.get(path).json["has_enough"] is True
    (listed,) = ines.get(f"/circles/{world.circle.id}/needs").json["items"]
    assert listed["has_enough"] is True
    refused = Program(world, "Omar").put(yes(need, 1))
    assert (refused.status_code, refused.json["code"]) == (409, "enough_for_now")
    for _ in range(2):
        assert ruth.delete(f"{path}/enough").json["has_enough"] is False
    assert Program(world, "Omar").put(yes(need, 1)).status_code == 200


@pytest.mark.parametrize("deed", ["enough", "more"])
def test_it_is_too_late_once_the_ask_has_ended(world, enough, deed):
    enough.close(world.ruth)
    db.session.commit()
    assert world.client("Ruth").post(f"/needs/{enough.id}/{deed}").status_code == 409


def test_it_goes_with_the_ask(enough):
    db.session.delete(enough)
    db.session.commit()
    assert db.session.scalar(select(Enough.id)) is None


def test_a_yes_that_comes_while_it_closes_waits_and_is_told(app, world, need):
    need_id, slot_id, omar = need.id, need.slots[1].id, world.omar.id
    db.session.rollback()

    def say_yes() -> str:
        with app.app_context():
            try:
                sign_up(db.session.get(Slot, slot_id), db.session.get(Person, omar))
            except EnoughForNow:
                db.session.rollback()
                return "enough"
            database.commit()
            return "yes"

    with ThreadPoolExecutor(1) as pool:
        say_enough(db.session.get(Need, need_id), world.ruth)
        db.session.flush()
        answer = pool.submit(say_yes)
        time.sleep(0.5)  # long enough to come to the lock, and to pass it were there none
        database.commit()
        assert answer.result() == "enough"
    assert SignUp.of(db.session.get(Slot, slot_id), world.omar) is None


def test_two_thumbs_at_once_say_it_once(app, world, need):
    need_id, ruth = need.id, world.ruth.id
    db.session.rollback()

    def tap(_: int) -> None:
        with app.app_context():
            say_enough(db.session.get(Need, need_id), db.session.get(Person, ruth))
            database.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tap, range(6)))
    assert db.session.scalar(select(func.count(Enough.id))) == 1
