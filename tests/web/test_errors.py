"""Every no is a sentence, and never a stack trace."""

import pytest
from flask import abort

from circles.phrase import Phrase
from circles.refusal import Forbidden, Invalid, Refusal
from circles.web import open_to_anyone


class Gone(Refusal):
    nature = "gone"


class Missing(Refusal):
    nature = "missing"


@pytest.fixture
def answer(own_app, world):
    """What a page says that does this."""

    def ask(deed, name: str | None = "Ruth"):
        own_app.add_url_rule("/deed", "deed", open_to_anyone(deed))
        return world.client(name).get("/deed")

    return ask


def raising(error):
    def deed():
        raise error

    return deed


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refusal, 409),
        (Invalid, 422),
        (Forbidden, 403),
        (Gone, 410),
        (Missing, 404),
    ],
)
def test_a_refusal_is_said_with_its_status(answer, refusal, status):
    page = answer(raising(refusal(Phrase("Not today, {name}.", name="<Ruth>"))))
    assert page.status_code == status
    assert "Not today, &lt;Ruth&gt;." in page.text


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (400, "That could not be understood. Please try again."),
        (401, "Please come in first, then do it once more."),
        (403, "This is not possible from here"),
        (404, "There is nothing here"),
        (405, "That cannot be done here."),
        (413, "That is too long. Please make it shorter."),
        (415, "That could not be understood. Please try again."),
        (418, "That could not be understood. Please try again."),
    ],
)
def test_every_status_has_a_sentence(answer, status, sentence):
    page = answer(lambda: abort(status))
    assert page.status_code == status
    assert sentence in page.text


@pytest.mark.parametrize("name", ["Ruth", None])
def test_what_breaks_is_told_without_a_word_of_what_broke(answer, caplog, name):
    page = answer(raising(RuntimeError("the door code is 2284")), name)
    assert page.status_code == 500
    assert "Something broke on our side" in page.text
    assert "2284" not in page.text
    assert "RuntimeError" not in page.text
    assert "A request failed" in caplog.text


def test_the_page_of_what_broke_needs_nothing_that_may_be_broken(answer, monkeypatch):
    def broken(*_args):
        raise RuntimeError("no database")

    monkeypatch.setattr("circles.membership.pages.current.Circle.of", broken)
    page = answer(raising(RuntimeError("no database")))
    assert page.status_code == 500
    assert "Something broke on our side" in page.text


def test_a_redirect_is_no_error(own_app, world):
    own_app.add_url_rule("/folder/", "folder", open_to_anyone(lambda: "here"))
    answer = world.client().get("/folder")
    assert answer.status_code == 308
    assert answer.location.endswith("/folder/")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/needs/1",
        "/needs/not-an-id",
        "/needs/00000000-0000-0000-0000-000000000000/x",
        "/circles/%00",
        "/static/000000000000/../../settings.py",
        "/static/000000000000/%2e%2e/%2e%2e/circles/settings.py",
        "/%ff",
        "/wp-login.php",
    ],
)
def test_a_path_that_leads_nowhere_is_a_page(world, path):
    page = world.client("Ruth").get(path)
    assert page.status_code == 404
    assert "There is nothing here" in page.text


def test_no_path_leads_away_from_here(world):
    for path in ("//evil.example", "//evil.example/..", "/%5cevil.example", "/\\evil.example"):
        answer = world.client("Ruth").get("/", environ_overrides={"PATH_INFO": path})
        assert answer.status_code == 404 or answer.location.startswith("http://localhost/")


@pytest.mark.parametrize("query", ["after=x", "after=%00", "after=%ff", "after=" + "A" * 5000])
def test_a_listing_that_starts_nowhere_is_a_sentence(world, query):
    page = world.client("Ruth").get(f"/circles/{world.circle.id}?{query}")
    assert page.status_code == 422
    assert "This page is not there. Start from the first." in page.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_is_not_known_is_a_sentence(world, method):
    answer = world.client("Ruth").open("/you", method=method)
    assert answer.status_code == 405


def test_a_body_that_is_too_large_is_a_sentence(world):
    answer = world.client("Ruth").post("/you", data={"name": "x" * 300_000})
    assert answer.status_code == 413
    assert "That is too long. Please make it shorter." in answer.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe=\x00&&&==%zz", "application/x-www-form-urlencoded"),
        (b"name=" + b"\xed\xa0\x80", "application/x-www-form-urlencoded"),
        (b'{"name": "Ruth"}', "application/json"),
        (b"{not json", "application/json"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"--x\r\nnonsense", "multipart/form-data"),
        (b"name=Ruth", "text/plain"),
        (b"name=Ruth", "\xff"),
        (b"", ""),
    ],
)
def test_a_body_that_is_no_form_is_a_sentence(world, body, content_type):
    answer = world.client("Ruth").post("/you", data=body, content_type=content_type)
    assert answer.status_code in (400, 413, 415, 422)
    assert "<main" in answer.text
