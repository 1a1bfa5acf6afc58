""" "I'm with you": one tap on, one tap off, names and no number."""

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.membership.parting import leave
from circles.needs import Need
from circles.needs.companion import ALONGSIDE, Companion, OwnCompany, companions_of
from circles.needs.need import NeedEnded
from circles.notifications import Notification, fan_out
from tests.api.program import Program
from tests.form_page import FormPage


def names(need: Need) -> list[str]:
    return [row.name for row in companions_of(need.id)]


def come(need: Need, *people) -> None:
    for person in people:
        Companion.come(need, person)
    db.session.commit()


def test_one_tap_on_and_one_tap_off(world):
    need = world.ask(kind="presence")
    path, ines = f"/needs/{need.id}", world.client("Ines")
    assert f"{path}/companion" in FormPage(ines.get(path)).actions
    assert ines.post(f"{path}/companion").status_code == 303
    assert names(need) == ["Ines"]
    page = FormPage(ines.get(path))
    assert f"{path}/companion" not in page.actions
    assert "With Ruth: Ines" in page.words
    assert ines.post(f"{path}/companion/leaving").status_code == 303
    assert names(need) == []


def test_names_stand_in_the_order_of_the_alphabet_and_without_a_number(world):
    need = world.ask()
    come(need, world.sam, world.ines, world.omar)
    assert (
        "With you: Ines, Omar, Sam" in FormPage(world.client("Ruth").get(f"/needs/{need.id}")).words
    )
    listed = Program(world, "Ruth").get(f"/needs/{need.id}/companions").json
    assert [one["person"]["name"] for one in listed["items"]] == ["Ines", "Omar", "Sam"]


def test_saying_it_twice_is_saying_it_once(world):
    need, ines = world.ask(), Program(world, "Ines")
    for _ in range(2):
        assert ines.put(f"/needs/{need.id}/companion").status_code == 204
    assert names(need) == ["Ines"]
    assert len(db.session.scalars(select(Fact).where(Fact.kind == ALONGSIDE)).all()) == 1
    for _ in range(2):
        assert ines.delete(f"/needs/{need.id}/companion").status_code == 204
    assert names(need) == []


def test_whoever_asked_is_there_anyway(world):
    need = world.ask("Ruth")
    with pytest.raises(OwnCompany):
        Companion.come(need, world.ruth)
    page = FormPage(world.client("Ruth").get(f"/needs/{need.id}"))
    assert not [action for action in page.actions if "companion" in action]


def test_what_has_ended_keeps_its_company_and_takes_no_more(world):
    need = world.ask()
    come(need, world.ines)
    need.close(world.ruth)
    db.session.commit()
    with pytest.raises(NeedEnded):
        Companion.come(need, world.omar)
    assert names(need) == ["Ines"]
    Companion.go(need, world.ines)
    assert names(need) == []


def test_whoever_asked_finds_it_in_the_inbox_and_no_phone_rings(world):
    need = world.ask("Ruth")
    come(need, world.ines)
    fact = db.session.scalars(select(Fact).where(Fact.kind == ALONGSIDE)).one()
    told = announcement_for(ALONGSIDE).words(fact, world.ruth.id)
    assert told.matters_until <= fact.recorded_at, "it is not worth a ring"
    fan_out()
    heard = db.session.scalars(select(Notification.person_id).where(Notification.kind == ALONGSIDE))
    assert set(heard) == {world.ruth.id}
    assert "Ines is with you: Dinner for four" in FormPage(world.client("Ruth").get("/inbox")).words


def test_taken_back_it_is_no_news(world):
    need = world.ask("Ruth")
    come(need, world.ines)
    Companion.go(need, world.ines)
    db.session.commit()
    fan_out()
    assert "is with you" not in FormPage(world.client("Ruth").get("/inbox")).words


def test_leaving_ends_it_here_and_nowhere_else(world):
    world.add("Ines2", world.other_circle).person = world.ines
    here, there = world.ask(), world.ask("Clara")
    come(here, world.ines, world.omar)
    come(there, world.ines)
    leave(world.places["Ines"])
    db.session.commit()
    assert names(here) == ["Omar"]
    assert names(there) == ["Ines"]
