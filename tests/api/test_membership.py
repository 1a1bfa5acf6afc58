"""Founding, inviting and coming in, by program."""

from datetime import timedelta

import pytest

from circles import clock
from circles.database import db
from circles.membership import FoundingLink
from tests.api.program import Program

NEW = {"name": "Oak Lane", "time_zone": "Europe/Lisbon", "your_name": "Lena"}


@pytest.fixture
def founding_token(world):
    token = FoundingLink.make()
    db.session.commit()
    return token


def refused(answer, status, field):
    assert answer.status_code == status, answer.text
    assert [wrong["field"] for wrong in answer.json["errors"]] == [field]
    assert answer.json["errors"][0]["detail"]
    return True


def test_a_stranger_founds_a_circle_and_may_come_back(world, founding_token):
    answer = Program(world).post("/circles", json={**NEW, "founding_token": founding_token})
    assert answer.status_code == 201
    assert answer.json["name"] == "Oak Lane"
    assert "Set-Cookie" not in answer.headers
    lena = Program(world)
    lena.headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert lena.get("/me").json["name"] == "Lena"
    assert lena.get(f"/circles/{answer.json['id']}/members").json["items"][0]["role"] == (
        "coordinator"
    )


def test_who_is_known_founds_as_themself_and_gets_no_second_token(world, founding_token):
    clara = Program(world, "Clara")
    answer = clara.post("/circles", json={**NEW, "founding_token": founding_token})
    assert "access_token" not in answer.json
    assert [circle["name"] for circle in clara.get("/circles").json["items"]] == [
        "Elm Road",
        "Oak Lane",
    ]
    assert clara.get("/me").json["name"] == "Clara"


@pytest.mark.parametrize("token", [None, "", "unknown"])
def test_a_circle_is_not_founded_without_the_link(world, founding_token, token):
    given = {} if token is None else {"founding_token": token}
    assert refused(Program(world).post("/circles", json=NEW | given), 410, "founding_token")


def test_a_founding_link_works_once(world, founding_token):
    first, second = (
        Program(world).post("/circles", json={**NEW, "founding_token": founding_token})
        for _ in range(2)
    )
    assert first.status_code == 201
    assert refused(second, 410, "founding_token")


def test_where_founding_is_open_no_link_is_needed(environment, request):
    environment["CIRCLES_FOUNDING"] = "open"
    world = request.getfixturevalue("world")
    assert Program(world).post("/circles", json=NEW).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "a\0b"),
        ("name", "\u202eevil"),
        ("name", None),
        ("name", 7),
        ("your_name", " \u200b "),
        ("your_name", "\ud800"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", None),
        ("time_zone", ["UTC"]),
    ],
)
def test_a_wrong_word_is_named(world, founding_token, field, value):
    typed = {**NEW, "founding_token": founding_token, field: value}
    assert refused(Program(world).post("/circles", json=typed), 422, field)


def test_one_circle_and_who_is_in_it(world):
    ines = Program(world, "Ines")
    circle = ines.get(f"/circles/{world.circle.id}").json
    assert circle["time_zone"] == "Europe/London"
    members = ines.get(f"/circles/{world.circle.id}/members").json
    assert [member["name"] for member in members["items"]] == ["Ines", "Omar", "Ruth", "Sam"]
    assert members["next"] is None
    assert set(members["items"][0]) == {"id", "person_id", "name", "role", "about"}


def test_an_invitation_lets_one_person_in(world):
    made = Program(world, "Sam").invite()
    assert made["url"] == f"http://localhost/join#{made['token']}"
    answer = Program(world).post("/arrivals", json={"token": made["token"], "name": "Jo"})
    assert answer.status_code == 201
    assert answer.json["person"]["name"] == "Jo"
    assert answer.json["circle"]["name"] == "Maple Street"
    assert answer.json["membership"]["role"] == "member"
    jo = Program(world)
    jo.headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert jo.get("/me").json == answer.json["person"]
    again = Program(world).post("/arrivals", json={"token": made["token"], "name": "Eve"})
    assert refused(again, 410, "token")


def test_who_is_here_already_leaves_the_invitation_for_someone_else(world):
    made = Program(world, "Ines").invite()
    typed = {"token": made["token"], "name": "Omar"}
    assert Program(world, "Omar").post("/arrivals", json=typed).json["code"] == "already_a_member"
    assert Program(world).post("/arrivals", json=typed).status_code == 201


@pytest.mark.parametrize("name", ["", "x" * 10_000, "a\0b", "\u2066unpaired", None])
def test_a_wrong_name_does_not_spend_the_invitation(world, name):
    made = Program(world, "Ines").invite()
    wrong = Program(world).post("/arrivals", json={"token": made["token"], "name": name})
    assert refused(wrong, 422, "name")
    right = Program(world).post("/arrivals", json={"token": made["token"], "name": "Jo"})
    assert right.status_code == 201


@pytest.mark.parametrize("token", ["unknown", "x" * 200])
def test_an_unknown_token_opens_nothing(world, token):
    answer = Program(world).post("/arrivals", json={"token": token, "name": "Jo"})
    assert refused(answer, 410, "token")


@pytest.mark.parametrize("token", ["", "x" * 10_000, "a\0b", None, 5])
def test_what_is_no_token_is_said_so(world, token):
    answer = Program(world).post("/arrivals", json={"token": token, "name": "Jo"})
    assert refused(answer, 422, "token")


def test_an_expired_invitation_opens_nothing(world):
    made = Program(world, "Ines").invite()
    world.at(clock.now() + timedelta(days=7, seconds=1))
    answer = Program(world).post("/arrivals", json={"token": made["token"], "name": "Jo"})
    assert refused(answer, 410, "token")


def test_a_withdrawn_invitation_opens_nothing(world):
    ines = Program(world, "Ines")
    made = ines.invite()
    assert ines.delete(f"/invitations/{made['id']}").status_code == 204
    assert ines.delete(f"/invitations/{made['id']}").status_code == 404
    answer = Program(world).post("/arrivals", json={"token": made["token"], "name": "Jo"})
    assert refused(answer, 410, "token")


def test_a_coordinator_withdraws_any_and_a_member_only_their_own(world):
    made = Program(world, "Ines").invite()
    assert Program(world, "Omar").delete(f"/invitations/{made['id']}").status_code == 404
    assert Program(world, "Sam").delete(f"/invitations/{made['id']}").status_code == 204


def test_a_poster_is_a_coordinators_to_make(world):
    path = f"/circles/{world.circle.id}/invitations"
    ines, sam = Program(world, "Ines"), Program(world, "Sam")
    assert ines.post(path).status_code == 201
    assert ines.post(path, json={"kind": "personal", "note": "Jo"}).json["note"] == "Jo"
    assert ines.post(path, json={"kind": "open"}).status_code == 403
    assert sam.post(path, json={"kind": "open"}).json["kind"] == "open"
    assert refused(sam.post(path, json={"kind": "party"}), 422, "kind")
