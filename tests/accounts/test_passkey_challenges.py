"""What a passkey is asked to sign: once, within five minutes, for one purpose and one browser."""

import pytest

from circles.accounts.passkey_challenge import MADE, PasskeyChallenge
from circles.database import db
from circles.forgetting import forget
from tests.accounts.passkeys import (
    add,
    kept,
    options_to_add,
    options_to_sign_in,
    send_answer,
    send_new,
    who,
)
from tests.authenticator import Authenticator
from tests.base64url import to_text

OVER = "took too long"


@pytest.fixture
def ruth(world):
    return world.client("Ruth")


@pytest.fixture
def phone(world):
    """A browser that nobody is signed in on."""
    return world.client()


@pytest.fixture
def new() -> Authenticator:
    """A passkey that nobody has added."""
    return Authenticator()


@pytest.fixture
def key(world) -> Authenticator:
    """A passkey of Ruth's."""
    key = Authenticator()
    assert add(world.client("Ruth"), key).status_code == 303
    return key


def test_a_new_passkey_answers_a_challenge_once(ruth, new):
    made = new.make(options_to_add(ruth))
    assert send_new(ruth, made).status_code == 303
    ruth.post(f"/passkeys/{kept()[0].id}/removal")
    answer = send_new(ruth, made)
    assert answer.status_code == 410
    assert OVER in answer.text


def test_a_wrong_new_passkey_spends_its_challenge_too(ruth, new):
    options = options_to_add(ruth)
    assert send_new(ruth, new.make(options, origin="https://elsewhere.example")).status_code == 422
    assert send_new(ruth, new.make(options)).status_code == 410


def test_a_challenge_to_add_lives_for_five_minutes(world, ruth, new):
    options = options_to_add(ruth)
    world.later(minutes=5, seconds=1)
    assert send_new(ruth, new.make(options)).status_code == 410


def test_a_challenge_to_add_is_for_the_browser_that_asked(world, ruth, new):
    made = new.make(options_to_add(ruth))
    other = world.client("Ruth")
    options_to_add(other)
    assert send_new(other, made).status_code == 410
    assert send_new(ruth, made).status_code == 303, "nobody else can spend it"


def test_a_challenge_to_add_is_for_the_person_who_asked(world, ruth, new):
    made = new.make(options_to_add(ruth))
    with ruth.session_transaction() as cookie:
        browser = cookie["passkey_browser"]
    ines = world.client("Ines")
    with ines.session_transaction() as cookie:
        cookie["passkey_browser"] = browser
    assert send_new(ines, made).status_code == 410


def test_a_challenge_to_sign_in_adds_nothing(world, ruth, new):
    signing = ruth.post("/sign-in/passkey/challenge").get_json()
    user = {"id": to_text(world.ruth.id.bytes)}
    made = new.make({"challenge": signing["challenge"], "rp": {"id": "localhost"}, "user": user})
    assert send_new(ruth, made).status_code == 410


def test_what_ran_out_is_forgotten(world, ruth):
    options_to_add(ruth)
    world.later(minutes=6)
    assert forget()["dead passkey challenges"] == 1
    assert not db.session.scalar(db.select(PasskeyChallenge))


def test_challenges_to_add_do_not_fill_the_table(world, ruth, monkeypatch):
    monkeypatch.setattr("circles.accounts.pages.passkeys.MADE", type(MADE)("test", 2, MADE.within))
    options_to_add(ruth)
    options_to_add(ruth)
    assert ruth.post("/you/passkeys/challenge", data={"name": "x"}).status_code == 429


def test_a_challenge_is_answered_once(world, phone, key):
    answer = key.sign(options_to_sign_in(phone))
    assert send_answer(phone, answer).status_code == 303
    assert send_answer(phone, answer).status_code == 410
    with phone.session_transaction() as cookie:
        browser = cookie["passkey_browser"]
    thief = world.client()
    with thief.session_transaction() as cookie:
        cookie["passkey_browser"] = browser
    assert send_answer(thief, answer).status_code == 410
    assert who(thief) is None


def test_a_wrong_answer_spends_its_challenge_too(phone, key):
    options = options_to_sign_in(phone)
    assert send_answer(phone, key.sign(options, signature=b"x")).status_code == 422
    assert send_answer(phone, key.sign(options)).status_code == 410


def test_a_challenge_lives_for_five_minutes(world, phone, key):
    options = options_to_sign_in(phone)
    world.later(minutes=5, seconds=1)
    assert send_answer(phone, key.sign(options)).status_code == 410


def test_a_challenge_is_for_the_browser_that_asked(world, phone, key):
    answer = key.sign(options_to_sign_in(phone))
    assert send_answer(world.client(), answer).status_code == 410
    other = world.client()
    options_to_sign_in(other)
    assert send_answer(other, answer).status_code == 410
    assert send_answer(phone, answer).status_code == 303, "nobody else can spend it"


def test_a_challenge_that_was_never_given_opens_nothing(phone, key):
    options_to_sign_in(phone)
    invented = {"challenge": to_text(b"x" * 32), "rpId": "localhost"}
    assert send_answer(phone, key.sign(invented)).status_code == 410


def test_a_challenge_to_add_lets_nobody_in(world, key):
    ruth = world.client("Ruth")
    adding = ruth.post("/you/passkeys/challenge", data={"name": "x"}).get_json()
    answer = key.sign({"challenge": adding["challenge"], "rpId": "localhost"})
    assert send_answer(ruth, answer).status_code == 410


def test_two_pages_of_one_browser_do_not_stand_in_each_others_way(phone, key):
    first, second = options_to_sign_in(phone), options_to_sign_in(phone)
    assert send_answer(phone, key.sign(first)).status_code == 303
    assert send_answer(phone, key.sign(second)).status_code == 303


def test_challenges_do_not_fill_the_table(phone, monkeypatch):
    limit = type(MADE)("test", 2, MADE.within)
    monkeypatch.setattr("circles.accounts.pages.by_passkey.MADE", limit)
    options_to_sign_in(phone)
    options_to_sign_in(phone)
    assert phone.post("/sign-in/passkey/challenge").status_code == 429
