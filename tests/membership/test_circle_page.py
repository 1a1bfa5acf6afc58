"""Who is here, and inviting one more."""

import re
import uuid

import pytest
from sqlalchemy import select

from circles.database import db
from circles.membership import Circle, Invitation
from tests.form_page import FormPage


def invite(world, name: str) -> uuid.UUID:
    invitation = Invitation.make(world.places[name])
    db.session.commit()
    return invitation.id


def withdrawal(invitation_id: object) -> str:
    return f"/invitations/{invitation_id}/withdrawal"


def test_everyone_is_listed_by_name_and_by_nothing_else(world):
    world.add("amal")
    db.session.commit()
    names = re.findall(r'person-name">([^<]+)</bdi>', world.client("Ruth").get("/circle").text)
    assert names == ["amal", "Ines", "Omar", "Ruth", "Sam"]


def test_the_page_says_who_is_you_and_who_coordinates(world):
    words = " ".join(FormPage(world.client("Ruth").get("/circle")).words.split())
    assert "Ruth (you)" in words
    assert re.search(r"Sam Coordinator\b", words)
    assert words.count("Coordinator") == 1


def test_who_is_alone_is_asked_to_invite(world):
    assert "It is only you so far." in world.client("Clara").get("/circle").text


def test_an_invitation_is_shown_once_with_its_link_and_its_picture(world):
    ines = world.client("Ines")
    made = ines.post(f"/circles/{world.circle.id}/invitations")
    answer = ines.get(made.location)
    assert "<svg" in answer.text
    assert ines.get(made.location).text == answer.text, "reading it again makes no other"
    token = re.search(r'http://localhost/join#([\w-]{43})"', answer.text)[1]
    assert Invitation.of_token(token).invited_by_id == world.ines.id
    assert token not in ines.get("/circle").text
    its_circle = f"/circles/{world.circle.id}/members"
    assert world.client("Sam").get(made.location).location == its_circle


def test_nobody_invites_into_a_circle_they_are_not_in(world):
    clara = world.client("Clara")
    there = clara.post(f"/circles/{world.circle.id}/invitations")
    nowhere = clara.post(f"/circles/{uuid.uuid4()}/invitations")
    assert there.status_code == nowhere.status_code == 404
    assert there.data == nowhere.data
    assert db.session.scalar(select(Invitation.id)) is None


def test_the_page_lists_invitations_on_their_way(world):
    invite(world, "Ines")
    assert "From you" in world.client("Ines").get("/circle").text
    assert "From <bdi>Ines</bdi>" in world.client("Sam").get("/circle").text
    assert "Invitations on their way" not in world.client("Omar").get("/circle").text


@pytest.mark.parametrize("name", ["Ines", "Sam"])
def test_who_invited_or_coordinates_takes_an_invitation_back(world, name):
    answer = world.client(name).post(withdrawal(invite(world, "Ines")))
    its_circle = f"/circles/{world.circle.id}/members"
    assert (answer.status_code, answer.location) == (303, its_circle)
    assert db.session.scalar(select(Invitation.id)) is None


@pytest.mark.parametrize("name", ["Omar", "Clara"])
def test_for_others_an_invitation_does_not_exist(world, name):
    client = world.client(name)
    theirs = client.post(withdrawal(invite(world, "Ines")))
    nothing = client.post(withdrawal(uuid.uuid4()))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    assert db.session.scalar(select(Invitation.id))


def test_a_circle_that_is_not_mine_is_not_there(world):
    clara = world.client("Clara")
    there, nowhere = clara.get(f"/circles/{world.circle.id}"), clara.get(f"/circles/{uuid.uuid4()}")
    assert there.status_code == nowhere.status_code == 404
    assert there.data == nowhere.data
    assert "Maple Street" not in there.text


def test_a_phone_stays_with_the_circle_it_looked_at_last(world):
    other = world.add("Ruth2", world.other_circle)
    other.person = world.ruth
    db.session.commit()
    ruth = world.client("Ruth")
    assert "Elm Road" in ruth.get("/circle").text  # first by name
    ruth.get(f"/circles/{world.circle.id}")
    assert "Ines" in ruth.get("/circle").text


def test_who_is_in_no_circle_finds_none(world):
    db.session.delete(world.places["Ruth"])
    db.session.commit()
    assert Circle.of(world.ruth) == []
    ruth = world.client("Ruth")
    assert {ruth.get(path).location for path in ("/circle", "/calendar", "/ask")} == {"/"}
    assert "You are in no circle" in ruth.get("/").text
    assert ruth.get("/you").status_code == 200
