"""Every error is a problem (RFC 9457), and a problem tells nothing it should not."""

import uuid

import pytest

from tests.api.program import Program

NOWHERE = uuid.UUID(int=0)


@pytest.fixture
def sam(world):
    return Program(world, "Sam")


def is_problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["code"] == code
    assert answer.json["type"] == "about:blank"
    assert answer.json["title"]
    assert answer.json["detail"].endswith(".")
    return True


def test_an_unknown_address_is_a_problem(sam):
    assert is_problem(sam.get("/nothing"), 404, "not_found")


def test_addresses_outside_the_version_are_problems_too(world):
    assert is_problem(world.client().get("/api/v2/me"), 404, "not_found")


def test_a_method_that_is_not_there_is_a_problem(sam):
    answer = sam.put("/me")
    assert is_problem(answer, 405, "not_allowed_here")
    assert "PATCH" in answer.headers["Allow"]


def test_nobody_is_asked_to_sign_in(world):
    answer = Program(world).get("/me")
    assert is_problem(answer, 401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("token", ["", "nonsense", "Ω" * 50, "a b"])
def test_a_dead_token_is_nobody_even_where_strangers_may_go(world, token):
    header = {"Authorization": f"Bearer {token}"}
    typed = {"token": "x", "name": "Mallory"}
    assert is_problem(Program(world).get("/me", headers=header), 401, "not_signed_in")
    answer = Program(world).post("/arrivals", json=typed, headers=header)
    assert is_problem(answer, 401, "not_signed_in")


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe\xff", b"[" * 60_000, b"1" * 5000, b'{"a":}'])
def test_json_that_is_not_json_is_400(sam, body):
    answer = sam.patch("/me", data=body, content_type="application/json")
    assert is_problem(answer, 400, "not_json")


@pytest.mark.parametrize("body", [[], "name", 7, None, True, [{"name": "Samuel"}]])
def test_json_of_another_shape_is_422(sam, body):
    assert is_problem(sam.patch("/me", json=body), 422, "invalid")


def test_a_form_is_not_json(sam):
    answer = sam.patch("/me", data={"name": "Samuel"})
    assert is_problem(answer, 415, "not_json")


def test_more_than_256_kib_is_413(sam):
    answer = sam.patch("/me", json={"name": "x" * 300_000})
    assert is_problem(answer, 413, "too_large")


def test_a_page_of_another_site_may_not_write(world):
    client = world.client("Sam")
    answer = client.patch(
        "/api/v1/me", json={"name": "Mallory"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert is_problem(answer, 403, "not_from_here")


def test_an_unknown_field_is_named(sam):
    answer = sam.patch("/me", json={"name": "Samuel", "admin": True})
    assert is_problem(answer, 422, "invalid")
    assert [wrong["field"] for wrong in answer.json["errors"]] == ["admin"]


def test_what_breaks_says_nothing_of_how(app, world, monkeypatch):
    def broken():
        raise RuntimeError("the door code is 1234")

    monkeypatch.setitem(app.view_functions, "accounts_api.show_me", broken)
    answer = Program(world, "Sam").get("/me")
    assert is_problem(answer, 500, "broken")
    assert "1234" not in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/circles/{circle}"),
        ("GET", "/circles/{circle}/members"),
        ("GET", "/circles/{circle}/needs"),
        ("POST", "/circles/{circle}/needs"),
        ("POST", "/circles/{circle}/invitations"),
        ("DELETE", "/invitations/{invitation}"),
        ("GET", "/needs/{need}"),
        ("PATCH", "/needs/{need}"),
        ("POST", "/needs/{need}/withdrawal"),
        ("POST", "/needs/{need}/closing"),
        ("PUT", "/slots/{slot}/sign-up"),
        ("DELETE", "/slots/{slot}/sign-up"),
    ],
)
def test_what_another_circle_has_is_as_if_it_were_not(world, method, path):
    need = world.ask()
    invitation = Program(world, "Sam").invite()
    theirs = {
        "circle": world.circle.id,
        "invitation": invitation["id"],
        "need": need.id,
        "slot": need.slots[0].id,
    }
    clara = Program(world, "Clara")
    body = {"kind": "meal", "title": "Soup"} if path.endswith("needs") else {}
    answers = [
        clara.open(path.format(**ids), method=method, json=body)
        for ids in (theirs, dict.fromkeys(theirs, NOWHERE), dict.fromkeys(theirs, "nonsense"))
    ]
    assert is_problem(answers[0], 404, "not_found")
    seen = {(answer.status, answer.data, str(answer.headers)) for answer in answers}
    assert len(seen) == 1
