"""A write that is sent twice is done once, and answered alike."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from circles import clock, forgetting
from circles.accounts import Person, Session
from circles.database import db
from circles.membership import FoundingLink, Invitation, Membership
from circles.needs import Need
from circles.offline.replay import StoredAnswer
from tests.api.program import Program

WORDS = {"kind": "meal", "title": "Dinner for four", "private_details": "Door code 1234"}


@pytest.fixture
def key():
    return str(uuid.uuid4())


@pytest.fixture
def needs(world):
    return f"/circles/{world.circle.id}/needs"


def how_many(noun):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(noun))


def send(program, path, key, body=None, method="POST"):
    return program.open(path, method=method, json=body, headers={"Idempotency-Key": key})


def join_form(token, key, name="Jo"):
    return {"token": token, "name": name, "idempotency_key": key}


def test_a_repeat_gets_the_first_answer_and_does_nothing(world, key, needs):
    ruth = Program(world, "Ruth")
    first, again = (send(ruth, needs, key, WORDS) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.content_type == first.content_type
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert how_many(Need) == 1


def test_without_a_key_twice_is_twice(world, needs):
    ruth = Program(world, "Ruth")
    ruth.post(needs, json=WORDS)
    ruth.post(needs, json=WORDS)
    assert how_many(Need) == 2
    assert how_many(StoredAnswer) == 0


def test_an_answer_without_a_body_is_repeated_too(world, key):
    path = f"/slots/{world.ask().slots[0].id}/sign-up"
    ines = Program(world, "Ines")
    ines.put(path)
    first = send(ines, path, key, method="DELETE")
    ines.put(path)
    again = send(ines, path, key, method="DELETE")
    assert (first.status_code, again.status_code, again.data) == (204, 204, b"")
    assert ines.delete(path).status_code == 204


@pytest.mark.parametrize("other", [{"title": "Another"}, {"kind": "ride"}])
def test_a_key_goes_with_one_request(world, key, needs, other):
    ruth = Program(world, "Ruth")
    send(ruth, needs, key, WORDS)
    answer = send(ruth, needs, key, WORDS | other)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    elsewhere = send(ruth, f"{needs}?", key, WORDS)
    assert elsewhere.status_code == 201, "an empty query is the same address"
    assert send(ruth, "/me", key, WORDS, "PATCH").json["code"] == "idempotency_key_reused"
    assert how_many(Need) == 1


@pytest.mark.parametrize("wrong", ["short", "x" * 129, "sixteen letters!", "0123456789abcde\u00e9"])
def test_a_key_that_is_no_key_is_refused(world, needs, wrong):
    answer = send(Program(world, "Ruth"), needs, wrong, WORDS)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_invalid")
    assert how_many(Need) == 0


def test_a_key_in_quotes_is_the_same_key(world, key, needs):
    ruth = Program(world, "Ruth")
    send(ruth, needs, key, WORDS)
    assert "Idempotency-Replayed" in send(ruth, needs, f'"{key}"', WORDS).headers


def test_each_person_has_keys_of_their_own(world, key, needs):
    send(Program(world, "Ruth"), needs, key, WORDS)
    sam = send(Program(world, "Sam"), needs, key, WORDS)
    assert sam.json["posted_by"]["name"] == "Sam"
    assert how_many(Need) == 2


def test_a_person_has_the_same_keys_on_every_device(world, key, needs):
    send(Program(world, "Ruth"), needs, key, WORDS)
    assert "Idempotency-Replayed" in send(Program(world, "Ruth"), needs, key, WORDS).headers


def test_a_refusal_is_not_kept(world, key):
    need = world.ask()
    path = f"/slots/{need.slots[0].id}/sign-up"
    world.promise(need, "Omar")
    ines = Program(world, "Ines")
    assert send(ines, path, key, method="PUT").status_code == 409
    Program(world, "Omar").delete(path)
    assert send(ines, path, key, method="PUT").status_code == 200


def test_of_eight_at_once_one_asks_and_all_hear_the_same(app, world, key, needs):
    header = {"Authorization": f"Bearer {world.token('Ruth')}", "Idempotency-Key": key}

    def ask(client):
        return client.post(f"/api/v1{needs}", json=WORDS, headers=header)

    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(ask, [app.test_client() for _ in range(8)]))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert how_many(Need) == 1


def test_what_is_kept_opens_no_door_and_names_nobody(world, key, needs):
    send(Program(world, "Ruth"), needs, key, WORDS)
    row = db.session.scalars(select(StoredAnswer)).one()
    kept = b" ".join(
        str(value).encode() if not isinstance(value, bytes) else value
        for value in (getattr(row, column.key) for column in StoredAnswer.__table__.columns)
    )
    for secret in ("1234", "Dinner", key, str(world.ruth.id), world.ruth.id.hex):
        assert secret.encode() not in kept


def test_a_program_that_missed_its_token_gets_it_again(world, key):
    made = Program(world, "Ines").invite()
    typed = {"token": made["token"], "name": "Jo"}
    first, again = (send(Program(world), "/arrivals", key, typed) for _ in range(2))
    assert first.status_code == 201
    assert again.json["access_token"] == first.json["access_token"]
    assert "Set-Cookie" not in again.headers


def test_whoever_knows_only_the_key_learns_nothing(world, key):
    made = Program(world, "Ines").invite()
    send(Program(world), "/arrivals", key, {"token": made["token"], "name": "Jo"})
    guess = send(Program(world), "/arrivals", key, {"token": "guessed", "name": "Jo"})
    assert guess.json["code"] == "idempotency_key_reused"
    assert "access_token" not in guess.text


def test_answers_are_forgotten_after_48_hours(world, key, needs):
    ruth = Program(world, "Ruth")
    send(ruth, needs, key, WORDS)
    world.at(clock.now() + timedelta(hours=47, minutes=59))
    forgetting.forget()
    assert "Idempotency-Replayed" in send(ruth, needs, key, WORDS).headers
    world.at(clock.now() + timedelta(minutes=1))
    forgetting.forget()
    assert how_many(StoredAnswer) == 0


def test_an_answer_past_its_time_is_not_given_even_if_it_still_stands(world, key, needs):
    ruth = Program(world, "Ruth")
    send(ruth, needs, key, WORDS)
    world.at(clock.now() + timedelta(hours=48))
    assert "Idempotency-Replayed" not in send(ruth, needs, key, WORDS).headers
    assert how_many(Need) == 2


def test_a_form_that_is_sent_twice_asks_once(world, key):
    form = {"kind": "meal", "title": "Soup", "when": "whenever", "wanted": "1"}
    form["idempotency_key"] = key
    ruth = world.client("Ruth")
    first, again = (ruth.post(f"/circles/{world.circle.id}/needs", data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert how_many(Need) == 1


def test_a_form_sent_again_with_other_words_is_another_deed(world, key):
    ruth = world.client("Ruth")
    form = {"kind": "meal", "title": "Soup", "when": "whenever", "idempotency_key": key}
    ruth.post(f"/circles/{world.circle.id}/needs", data=form)
    answer = ruth.post(f"/circles/{world.circle.id}/needs", data=form | {"title": "Bread"})
    assert answer.status_code == 303
    assert how_many(Need) == 2


@pytest.mark.parametrize("cookie_came_through", [True, False])
def test_a_double_tap_on_the_way_in_lets_one_person_in_and_signs_them_in(
    world, key, cookie_came_through
):
    form = join_form(Program(world, "Sam").invite()["token"], key)
    first = world.client()
    assert first.post("/join", data=form).status_code == 303
    second = first if cookie_came_through else world.client()
    answer = second.post("/join", data=form)
    assert (answer.status_code, answer.location) == (303, "/")
    assert second.get("/api/v1/me").json["name"] == "Jo"
    assert how_many(Membership) == 6


def test_a_sign_in_is_repeated_with_a_session_of_its_own(world, key):
    form = join_form(Program(world, "Sam").invite()["token"], key)
    tokens = []
    for _ in range(2):
        client = world.client()
        client.post("/join", data=form)
        with client.session_transaction() as kept:
            tokens.append(kept["_user_id"])
    assert tokens[0] != tokens[1]
    assert all(Session.of_token(token).person.name == "Jo" for token in tokens)


def test_a_sign_in_is_not_repeated_for_the_next_person_at_the_computer(world, key):
    form = join_form(Program(world, "Sam").invite()["token"], key)
    world.client().post("/join", data=form)
    world.at(clock.now() + timedelta(minutes=5))
    someone = world.client()
    assert someone.post("/join", data=form).status_code in (410, 422)
    assert someone.get("/api/v1/me").status_code == 401


def test_a_founding_form_sent_twice_founds_once(world, key):
    token = FoundingLink.make()
    db.session.commit()
    form = {"name": "Oak Lane", "your_name": "Lena", "time_zone": "Europe/Lisbon"}
    form |= {"founding_token": token, "idempotency_key": key}
    for _ in range(2):
        client = world.client()
        assert client.post("/found", data=form).status_code == 303
        assert client.get("/api/v1/me").json["name"] == "Lena"
    assert how_many(Person) == 6


def test_a_repeat_does_not_tell_the_way_either(world, key):
    """From where and where to is told as an address is: not to whoever has stepped back."""
    need = world.ask(kind="ride", answers={"from": "14 Maple Street", "to": "the clinic"})
    ines, path = Program(world, "Ines"), f"/slots/{need.slots[0].id}/sign-up"
    headers = {"Idempotency-Key": key}
    assert ines.put(path, json={}, headers=headers).json["answers"]["from"] == "14 Maple Street"
    again = ines.put(path, json={}, headers=headers)
    assert again.json["answers"] == {}


def test_a_repeated_yes_does_not_tell_the_address_again(world, key):
    need = world.ask(private_details="14 Maple Street")
    ines, path = Program(world, "Ines"), f"/slots/{need.slots[0].id}/sign-up"
    headers = {"Idempotency-Key": key}
    assert ines.put(path, json={}, headers=headers).json["private_details"] == "14 Maple Street"
    ines.delete(path)
    assert ines.put(path, json={}, headers=headers).json["private_details"] is None


def test_a_repeat_does_not_sign_in_who_signed_out(world, key):
    invitation = Invitation.make(world.places["Sam"])
    db.session.commit()
    noor = world.client()
    form = {"token": invitation.token, "name": "Noor", "idempotency_key": key}
    noor.post("/join", data=form)
    noor.post("/sign-out")
    assert noor.post("/join", data=form).status_code == 410
