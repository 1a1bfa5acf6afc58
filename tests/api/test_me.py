"""Who a program is, and how it stops being that."""

import pytest

from tests.api.program import Program


def test_me(world):
    assert Program(world, "Ines").get("/me").json == {"id": str(world.ines.id), "name": "Ines"}


def test_a_signed_in_browser_is_me_too(world):
    assert world.client("Ines").get("/api/v1/me").json["name"] == "Ines"


def test_a_program_needs_to_say_nothing_of_where_it_comes_from(app, world):
    header = {"Authorization": f"Bearer {world.token('Ines')}"}
    answer = app.test_client().patch("/api/v1/me", json={"name": "Inês"}, headers=header)
    assert answer.status_code == 200


def test_a_new_name(world):
    ines = Program(world, "Ines")
    assert ines.patch("/me", json={"name": "  Inês  "}).json["name"] == "Inês"
    assert ines.get("/me").json["name"] == "Inês"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "x" * 10_000, "a\0b", "\u202eabc", None, {}])
def test_a_name_that_cannot_be(world, name):
    ines = Program(world, "Ines")
    answer = ines.patch("/me", json={"name": name})
    assert answer.status_code == 422
    assert [wrong["field"] for wrong in answer.json["errors"]] == ["name"]
    assert ines.get("/me").json["name"] == "Ines"


def test_a_token_that_signed_out_opens_nothing(world):
    ines, elsewhere = Program(world, "Ines"), Program(world, "Ines")
    assert ines.delete("/me/devices/current").status_code == 204
    assert ines.get("/me").status_code == 401
    assert elsewhere.get("/me").status_code == 200


def test_a_program_token_is_no_cookie(app, world):
    client = world.client()
    with client.session_transaction() as kept:
        kept["_user_id"] = world.token("Ines")
    assert client.get("/api/v1/me").status_code == 401
