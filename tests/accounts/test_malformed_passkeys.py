"""Whatever is sent instead of what a passkey signed: one sentence, and nothing breaks."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles.accounts.relying_party import PasskeyRefused, challenge_in, read_answer, read_new
from tests.accounts.passkeys import send_new
from tests.authenticator import Authenticator
from tests.base64url import to_text


@pytest.fixture
def phone(world):
    """A browser that nobody is signed in on."""
    return world.client()


GOOD = json.loads(Authenticator(user_handle=b"x" * 16).sign({"challenge": "eHh4", "rpId": "x"}))


def bent(*path: str, to: object) -> str:
    """A good answer with one part changed."""
    whole = json.loads(json.dumps(GOOD))
    part = whole
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = to
    return json.dumps(whole)


def client_data(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return bent("response", "clientDataJSON", to=to_text(raw))


MALFORMED = [
    "",
    "x",
    "null",
    "[]",
    "{}",
    "7",
    '"text"',
    "NaN",
    "\0",
    "{" * 10_000,
    "[" * 50_000,
    "9" * 10_000,
    json.dumps(GOOD)[:-1],
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {}}),
    *[bent(name, to=odd) for name in ("id", "rawId", "type") for odd in (None, 7, [], "ü", "é=%")],
    *[bent("response", to=odd) for odd in (None, 7, [], "x", {})],
    *[
        bent("response", name, to=odd)
        for name in ("clientDataJSON", "authenticatorData", "signature", "userHandle")
        for odd in (None, 7, [], "", "A", "ü", "\ud800", "A" * 100_000)
    ],
    bent("authenticatorAttachment", to="nowhere"),
    client_data("[]"),
    client_data("{}"),
    client_data(b"\xff\xfe"),
    client_data("[" * 50_000),
    client_data('{"type": 1, "challenge": 2, "origin": 3}'),
    client_data('{"type": "webauthn.get", "challenge": "ü", "origin": "x"}'),
    client_data('{"type": "webauthn.get", "challenge": null, "origin": "x"}'),
    client_data('{"type": "webauthn.get", "challenge": "A", "origin": []}'),
    client_data('{"type": {}, "challenge": "eHh4", "origin": {}, "tokenBinding": {}}'),
]


def test_there_are_more_than_fifty():
    assert len(MALFORMED) > 50


@pytest.mark.parametrize("typed", MALFORMED)
def test_what_cannot_be_read_is_a_sentence_on_the_page(world, phone, typed):
    data = {"credential": typed.encode("utf-8", "surrogatepass")}
    for answer in (
        phone.post("/sign-in/passkey", data=data),
        world.client("Ruth").post("/you/passkeys", data={"name": "x", **data}),
    ):
        assert answer.status_code in (410, 422), answer.text
        assert "Please try once more" in answer.text


def test_a_form_without_anything_is_a_sentence(world, phone):
    assert phone.post("/sign-in/passkey").status_code == 422
    assert send_new(world.client("Ruth"), "").status_code == 422


PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(list(GOOD)), inner)
)
RESPONSE = st.dictionaries(st.sampled_from(list(GOOD["response"])), PLAIN)


@given(st.dictionaries(st.sampled_from(list(GOOD)), ANYTHING), RESPONSE)
def test_whatever_is_sent_is_read_or_refused(whole, response):
    typed = json.dumps(GOOD | whole | {"response": GOOD["response"] | response})
    for read in (read_answer, read_new):
        with suppress(PasskeyRefused):
            challenge_in(read(typed))
