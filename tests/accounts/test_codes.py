"""Codes to read aloud: five tries, half an hour, once, in every process and after a restart."""

import re
import secrets
from collections.abc import Iterator

import pytest

from circles import create_app
from circles.accounts import CODE_TRIES, Guesses, Session, SpokenCode
from circles.accounts.guesses import Limit, TooManyGuesses
from circles.accounts.spoken_code import ALPHABET, FINDS, LENGTH, bare, is_code
from circles.database import db
from circles.membership import Invitation


@pytest.fixture
def code(world) -> str:
    """A code that lets Ruth in on another screen."""
    made = SpokenCode.make("device", world.ruth.id)
    db.session.commit()
    return made


def type_in(client, code: str) -> int:
    return client.post("/sign-in/code", data={"code": code}).status_code


def wrong(code: str) -> str:
    """A code that begins alike."""
    last = bare(code)[-1]
    return bare(code)[:-1] + next(c for c in ALPHABET if c != last)


def test_a_code_has_no_letter_that_looks_like_another(code):
    assert is_code(code)
    assert not set(bare(code)) & set("01ilo")


def test_it_carries_the_sign_in_to_another_screen(world):
    ruth, app_on_the_home_screen = world.client("Ruth"), world.client()
    ruth.post("/you/carry")
    page = ruth.get("/you/carry").get_data(as_text=True)
    found = re.search(r'<strong dir="ltr">([^<]+)</strong>', page)
    assert found
    assert type_in(app_on_the_home_screen, found[1].upper().replace(" ", "-")) == 303
    assert app_on_the_home_screen.get("/api/v1/me").get_json()["name"] == "Ruth"
    assert ruth.get("/you").status_code == 200


def test_it_works_once(world, code):
    assert type_in(world.client(), code) == 303
    assert type_in(world.client(), code) == 410


def test_it_works_for_half_an_hour(world, code):
    world.later(minutes=31)
    assert type_in(world.client(), code) == 410


def test_five_wrong_tries_block_the_right_one_in_every_process(world, code, settings):
    restarted = create_app(settings)
    for number in range(CODE_TRIES.most):
        client = (world.app if number % 2 else restarted).test_client()
        assert type_in(client, wrong(code)) == 410
    assert type_in(world.client(), code) == 429
    assert not db.session.query(Session).filter_by(person_id=world.ruth.id).count()


def test_a_code_of_another_purpose_opens_nothing(world):
    invitation = Invitation.make(world.places["Sam"])
    db.session.flush()
    code = SpokenCode.make("invitation", invitation.id)
    db.session.commit()
    assert type_in(world.client(), code) == 410


def test_an_hour_of_guesses_from_many_addresses_comes_to_nothing(world, code, settings):
    """Whatever the attacker knows, at most five guesses in half an hour reach the secret."""
    restarted, reached = create_app(settings), 0
    for number in range(500):
        if number % 25 == 0:
            world.later(minutes=3)
        client = (world.app if number % 2 else restarted).test_client()
        answer = client.post(
            "/sign-in/code",
            data={"code": wrong(code)},
            environ_base={"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250}"},
        )
        reached += answer.status_code == 410
    assert reached <= 3 * CODE_TRIES.most, "an hour, and a bit of a third half"
    a_day = 48 * CODE_TRIES.most + CODE_TRIES.most
    assert a_day / len(ALPHABET) ** (LENGTH - FINDS) < 1e-6


def test_what_was_paid_stays_paid_and_what_was_right_is_given_back(world):
    two = Limit("a test", most=2, within=CODE_TRIES.within)
    Guesses.take(two, "here")
    Guesses.take(two, "here")
    Guesses.take(two, "there")
    with pytest.raises(TooManyGuesses):
        Guesses.take(two, "here")
    Guesses.give_back(two, "here")
    Guesses.take(two, "here")
    world.later(minutes=31)
    Guesses.take(two, "here")


def test_an_invitation_is_read_aloud(world):
    sam = world.client("Sam")
    made = sam.post(f"/circles/{world.circle.id}/invitations").location
    sam.post(f"{made}/code")
    found = re.search(r'<strong dir="ltr">([^<]+)</strong>', sam.get(made).get_data(as_text=True))
    assert found
    jo = world.client()
    assert jo.post("/join/invitation", data={"token": found[1]}).location == "/join/name"
    assert "Sam" in jo.get("/join/name").get_data(as_text=True)
    assert jo.post("/join", data={"name": "Jo", "token": ""}).status_code == 303
    assert jo.get("/api/v1/me").get_json()["name"] == "Jo"
    other = world.client()
    assert other.post("/join/invitation", data={"token": found[1]}).status_code == 410


def test_a_program_comes_in_by_a_code(world):
    path = f"/api/v1/circles/{world.circle.id}/invitations"
    made = world.client("Sam").post(path, json={}).get_json()
    answer = world.client().post("/api/v1/arrivals", json={"token": made["code"], "name": "Jo"})
    assert answer.status_code == 201


def test_neither_database_nor_log_holds_a_code(world, code, database_kind, tmp_path, caplog):
    type_in(world.client(), wrong(code))
    assert bare(code) not in caplog.text
    rows = db.session.execute(SpokenCode.__table__.select()).all()
    assert bare(code)[:FINDS].encode() not in repr(rows).encode()
    assert bare(code)[FINDS:] not in repr(rows)


def test_a_code_begins_like_no_other(world, code, monkeypatch):
    letters: Iterator[str] = iter(bare(code)[:FINDS].ljust(LENGTH, "k") + "z" * LENGTH)
    monkeypatch.setattr(secrets, "choice", lambda _alphabet: next(letters))
    assert bare(SpokenCode.make("device", world.sam.id)) == "z" * LENGTH
    db.session.commit()
    assert SpokenCode.spend("device", code) == world.ruth.id
