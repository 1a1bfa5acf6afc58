"""One's passkeys: adding, renaming, removing; nobody sees another's."""

from functools import partial

import pytest

from circles.accounts.passkey import LONGEST_CREDENTIAL_ID, MOST
from circles.accounts.session import digest
from tests.accounts.passkeys import add, all_at_once, kept, options_to_add, send_new, sign_in, who
from tests.authenticator import PRESENT, Authenticator
from tests.base64url import to_bytes
from tests.form_page import FormPage
from tests.hostile_words import HOSTILE
from tests.rules.repository import none_of
from tests.rules.test_hostile_words import harm_of
from tests.rules.test_secrets import dump

WRONG = "opens nothing here"
OVER = "took too long"


@pytest.fixture
def ruth(world):
    return world.client("Ruth")


@pytest.fixture
def key() -> Authenticator:
    return Authenticator()


def test_a_passkey_is_added_and_stands_on_the_page(ruth, key):
    answer = add(ruth, key, "Blue phone")
    assert (answer.status_code, answer.location) == (303, "/you/passkeys")
    page = ruth.get("/you/passkeys").text
    assert "Your passkey is here. It lets you back in." in page
    assert "Blue phone" in page


def test_it_belongs_to_whoever_added_it(world, ruth, key):
    add(ruth, key)
    (passkey,) = kept()
    assert (passkey.person_id, passkey.credential_id) == (world.ruth.id, key.credential_id)


def test_what_is_asked_names_nobody_beyond_need(world, ruth):
    options = options_to_add(ruth)
    assert options["rp"] == {"name": "Circles", "id": "localhost"}
    assert to_bytes(options["user"]["id"]) == world.ruth.id.bytes
    assert options["attestation"] == "none"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["timeout"] == 300_000
    assert len(to_bytes(options["challenge"])) == 32


def test_passkeys_that_are_there_are_left_out_by_the_phone(ruth, key):
    add(ruth, key)
    (left_out,) = options_to_add(ruth)["excludeCredentials"]
    assert to_bytes(left_out["id"]) == key.credential_id


def test_a_member_is_asked_to_be_verified_and_a_coordinator_has_to_be(world, ruth):
    def asked(client):
        return options_to_add(client)["authenticatorSelection"]["userVerification"]

    assert asked(ruth) == "preferred"
    assert asked(world.client("Sam")) == "required"


def test_a_member_may_have_a_key_that_does_not_verify(ruth):
    assert add(ruth, Authenticator(verifies=False)).status_code == 303


def test_a_coordinator_may_not(world):
    answer = add(world.client("Sam"), Authenticator(verifies=False))
    assert answer.status_code == 403
    assert "You look after a circle. So your passkey has to make sure that it is you" in answer.text
    assert not kept()


def test_they_are_listed_by_name(ruth):
    for name in ("Élan", "zebra", "apple"):
        add(ruth, Authenticator(), name)
    page = ruth.get("/you/passkeys").text
    assert page.index("apple</bdi>") < page.index("Élan</bdi>") < page.index("zebra</bdi>")


def test_a_name_is_offered(ruth):
    agent = {"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0"}
    page = FormPage(ruth.get("/you/passkeys", headers=agent))
    assert page.values["name"] == "Firefox on Android"


def test_it_is_renamed(ruth, key):
    add(ruth, key)
    path = f"/passkeys/{kept()[0].id}"
    assert FormPage(ruth.get(path)).values["name"] == "My phone"
    assert ruth.post(path, data={"name": " Red\u200b phone "}).location == "/you/passkeys"
    assert "Red phone" in ruth.get("/you/passkeys").text


@pytest.mark.parametrize("name", ["", "x" * 61, "\u202eliam", "a\0b"])
def test_a_name_that_cannot_be_is_a_sentence_beside_it(ruth, key, name):
    add(ruth, key)
    path = f"/passkeys/{kept()[0].id}"
    for page in (
        FormPage(ruth.post(path, data={"name": name})),
        FormPage(ruth.post("/you/passkeys", data={"name": name})),
    ):
        assert page.status == 422
        assert list(page.errors) == ["name"]
        assert page.values["name"] == name
    assert ruth.post("/you/passkeys/challenge", data={"name": name}).status_code == 422
    assert kept()[0].name == "My phone"


def test_whatever_it_is_called_is_refused_kindly_or_shown_harmlessly(ruth, key):
    add(ruth, key)
    path, found = f"/passkeys/{kept()[0].id}", []
    for typed in HOSTILE:
        answer = ruth.post(path, data={"name": typed.encode("utf-8", "surrogatepass")})
        if answer.status_code == 303:
            found += [f"{typed[:20]!r}: {no}" for no in harm_of(ruth, "/you/passkeys")]
        elif answer.status_code != 422:
            found.append(f"{typed[:20]!r}: {answer.status}")
    none_of(found)


def test_it_is_removed_and_lets_nobody_in(world, ruth, key):
    add(ruth, key)
    assert ruth.post(f"/passkeys/{kept()[0].id}/removal").location == "/you/passkeys"
    assert "lets nobody in any more" in ruth.get("/you/passkeys").text
    stranger = world.client()
    assert sign_in(stranger, key).status_code == 422
    assert who(stranger) is None


def test_another_persons_is_not_there(world, ruth, key):
    add(ruth, key)
    path, ines = f"/passkeys/{kept()[0].id}", world.client("Ines")
    assert ines.get(path).status_code == 404
    assert ines.post(path, data={"name": "Mine"}).status_code == 404
    assert ines.post(f"{path}/removal").status_code == 404
    assert "My phone" not in ines.get("/you/passkeys").text
    assert [passkey.name for passkey in kept()] == ["My phone"]


def test_there_is_room_for_a_few(ruth, key):
    for _ in range(MOST - 1):
        add(ruth, Authenticator())
    options = options_to_add(ruth)
    add(ruth, Authenticator())
    late = send_new(ruth, key.make(options))
    assert late.status_code == 409
    assert "as many passkeys as one person can keep" in late.text
    assert ruth.post("/you/passkeys/challenge", data={"name": "x"}).status_code == 409
    assert send_new(ruth, "").status_code == 409, "the page says the same without a challenge"
    page = ruth.get("/you/passkeys").text
    assert "Add a passkey" not in page
    assert "Remove one to add another." in page


def test_of_those_who_come_last_at_once_one_finds_room(world, ruth):
    for _ in range(MOST - 1):
        add(ruth, Authenticator())
    clients = [world.client("Ruth") for _ in range(4)]
    made = [Authenticator().make(options_to_add(client)) for client in clients]
    pairs = zip(clients, made, strict=True)
    told = all_at_once(world.app, [partial(send_new, *pair) for pair in pairs])
    assert told == [303, 409, 409, 409]
    assert len(kept()) == MOST


def test_one_passkey_lets_one_person_in(world, ruth, key):
    add(ruth, key)
    answer = add(world.client("Ines"), key)
    assert answer.status_code == 409
    assert "This passkey is here already." in answer.text


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://localhost:8000"},
        {"rp_id": "elsewhere.example"},
        {"type": "webauthn.get"},
        {"cross_origin": True},
        {"flags": 0},
        {"public_key": b"\xa5\x01\x02\x03\x26\x20\x01\x21\x41\x01\x22\x41\x01"},
        {"public_key": b"\xa0"},
        {"public_key": b"\x04"},
        {"also": {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"x"}}},
        {"also": {"fmt": "none", "attStmt": {"sig": b"x"}}},
        {"also": {"fmt": 7}},
        {"also": {"fmt": "tpm", "attStmt": []}},
    ],
)
def test_what_does_not_hold_is_not_kept(ruth, key, lies):
    answer = add(ruth, key, **lies)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert not kept()


@pytest.mark.parametrize("length", [0, LONGEST_CREDENTIAL_ID + 1])
def test_an_id_has_a_length_that_can_be(ruth, length):
    assert add(ruth, Authenticator(credential_id=b"x" * length)).status_code == 422
    assert not kept()


def test_the_longest_id_and_a_great_number_are_kept(ruth):
    key = Authenticator(credential_id=b"x" * LONGEST_CREDENTIAL_ID, number=2**32 - 2)
    assert add(ruth, key).status_code == 303
    assert kept()[0].sign_number == 2**32 - 2


def test_a_key_that_is_too_long_is_not_kept(ruth, key):
    modulus = b"\xff" * 1300
    long = b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59" + len(modulus).to_bytes(2, "big") + modulus
    assert add(ruth, key, public_key=long + b"\x21\x43\x01\x00\x01").status_code == 422
    assert not kept()


def test_the_database_opens_no_door(ruth, key):
    add(ruth, key)
    options_to_add(ruth)
    with ruth.session_transaction() as cookie:
        browser = cookie["passkey_browser"]
    held = dump()
    assert repr(digest(browser)) in held
    assert browser not in held
    assert repr(key.secret()) not in held


def test_what_one_called_them_is_among_ones_own_words(ruth, key):
    add(ruth, key, "Blue phone")
    assert ruth.get("/you/export").get_json()["passkeys"] == ["Blue phone"]


def test_presence_alone_is_enough_for_a_member(ruth, key):
    assert add(ruth, key, flags=PRESENT).status_code == 303


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_where_the_address_has_no_name_there_are_none(environment, base_url, request):
    environment["CIRCLES_BASE_URL"] = base_url
    world = request.getfixturevalue("world")
    ruth = world.client("Ruth")
    assert "Passkeys" not in ruth.get("/you").text
    assert "passkey" not in world.client().get("/sign-in").text
    assert ruth.get("/you/passkeys").status_code == 404
    assert ruth.post("/you/passkeys/challenge", data={"name": "x"}).status_code == 404
    assert world.client().post("/sign-in/passkey/challenge").status_code == 404
