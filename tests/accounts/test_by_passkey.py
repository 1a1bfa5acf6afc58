"""Coming back by a passkey, with real signatures, and with every lie that can be told."""

from functools import partial

import pytest

from circles.accounts import Session
from circles.accounts.pages.by_passkey import NETWORK
from circles.database import db
from tests.accounts.passkeys import (
    add,
    all_at_once,
    kept,
    options_to_sign_in,
    send_answer,
    sign_in,
    who,
)
from tests.authenticator import Authenticator

WRONG = "That passkey opens nothing here. It may have been removed."


@pytest.fixture
def key(world) -> Authenticator:
    """A passkey of Ruth's."""
    key = Authenticator()
    assert add(world.client("Ruth"), key).status_code == 303
    return key


@pytest.fixture
def phone(world):
    """A browser that nobody is signed in on."""
    return world.client()


def number() -> int:
    (passkey,) = kept()
    return passkey.sign_number


def test_whoever_holds_it_is_themself_again(phone, key):
    answer = sign_in(phone, key)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Welcome back, Ruth." in phone.get("/").text
    assert who(phone) == "Ruth"


def test_it_leads_on_to_the_page_that_was_wanted(phone, key):
    answer = key.sign(options_to_sign_in(phone))
    assert send_answer(phone, answer, next="/calendar").location == "/calendar"
    away = key.sign(options_to_sign_in(phone))
    assert send_answer(phone, away, next="//elsewhere.example").location == "/"


def test_what_is_asked_names_nobody(phone, key):
    options = options_to_sign_in(phone)
    assert options["rpId"] == "localhost"
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "preferred"


def test_who_was_signed_in_on_this_device_is_so_no_more(world, key):
    shared = world.client("Omar")
    assert sign_in(shared, key).status_code == 303
    assert who(shared) == "Ruth"
    db.session.rollback()
    assert not db.session.query(Session).filter_by(person_id=world.omar.id).count()


def test_a_key_without_a_number_works_again_and_again(phone, key):
    for _ in range(3):
        assert sign_in(phone, key).status_code == 303
    assert number() == 0


def test_a_number_that_grows_is_kept(world, phone):
    key = Authenticator(number=5)
    add(world.client("Ruth"), key)
    assert sign_in(phone, key).status_code == 303
    assert number() == 6
    key.number = 2**32 - 1
    assert sign_in(phone, key).status_code == 303
    assert number() == 2**32 - 1


@pytest.mark.parametrize("now", [0, 3, 6])
def test_a_copied_key_is_noticed(world, phone, now):
    key = Authenticator(number=5)
    add(world.client("Ruth"), key)
    sign_in(phone, key)
    copied, thief = key.copy(), world.client()
    copied.number = now
    answer = sign_in(thief, copied)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert who(thief) is None
    assert number() == 6


def test_of_a_key_and_its_copy_at_once_one_comes_in(world):
    key = Authenticator(number=5)
    add(world.client("Ruth"), key)
    clients = [world.client() for _ in range(4)]
    answers = [key.copy().sign(options_to_sign_in(client)) for client in clients]
    assert send_answer(world.client(), "x").status_code == 422, "this network was counted before"
    pairs = zip(clients, answers, strict=True)
    told = all_at_once(world.app, [partial(send_answer, *pair) for pair in pairs])
    assert told == [303, 422, 422, 422]


def test_a_coordinator_has_to_be_verified(world, phone):
    key = Authenticator()
    add(world.client("Sam"), key)
    key.verifies = False
    answer = sign_in(phone, key)
    assert answer.status_code == 403
    assert "You look after a circle. So your passkey has to make sure that it is you" in answer.text
    assert who(phone) is None
    key.verifies = True
    assert sign_in(phone, key).status_code == 303


def test_a_member_need_not_and_does_once_they_look_after_the_circle(world, phone, key):
    key.verifies = False
    assert sign_in(phone, key).status_code == 303
    world.places["Ruth"].role = "coordinator"
    db.session.commit()
    assert sign_in(world.client(), key).status_code == 403


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://localhost:8000"},
        {"origin": "https://localhost"},
        {"rp_id": "elsewhere.example"},
        {"type": "webauthn.create"},
        {"cross_origin": True},
        {"flags": 0},
        {"flags": 0x15},
        {"signature": b"x" * 70},
        {"signature": b""},
        {"user_handle": b"x" * 16},
        {"user_handle": b""},
        {"user_handle": None},
    ],
)
def test_what_does_not_hold_lets_nobody_in(phone, key, lies):
    answer = sign_in(phone, key, **lies)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert who(phone) is None
    assert sign_in(phone, key).status_code == 303, "the truth would have been let in"


def test_another_persons_handle_lets_nobody_in(world, phone, key):
    assert sign_in(phone, key, user_handle=world.sam.id.bytes).status_code == 422


def test_a_passkey_that_nobody_has_is_answered_as_a_wrong_signature(world, key):
    unknown = Authenticator(user_handle=key.user_handle)
    said = [
        sign_in(world.client(), unknown),
        sign_in(world.client(), key, signature=b"x" * 70),
        sign_in(world.client(), key, user_handle=world.sam.id.bytes),
    ]
    assert len({(answer.status_code, answer.data) for answer in said}) == 1


def test_wrong_ones_are_braked_and_right_ones_cost_nothing(world, phone, key):
    for _ in range(3):
        assert sign_in(phone, key).status_code == 303
    for _ in range(NETWORK.most):
        assert send_answer(world.client(), "x").status_code == 422
    assert sign_in(phone, key).status_code == 429
    world.later(minutes=61)
    assert sign_in(phone, key).status_code == 303
