"""Every route is guarded, refuses writes from other sites, and is described where it is JSON."""

import re
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from circles.web import is_open, open_to_anyone
from circles.web.guard import is_from_anywhere
from tests.rules.repository import none_of
from tests.rules.test_words import ledger_word
from tests.web.routes import is_way_in

API = "/api/v1"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}

# Routes that strangers may reach, each with its reason.
OPEN = {
    "needs.show_board": "without a session it shows the way in",
    "accounts.show_come_back": "whoever is locked out is nobody",
    "accounts.come_back": "the re-entry link is what opens it",
    "accounts.sign_in_by_code": "the code is what opens it",
    "accounts.ask_by_email": "whoever comes back is nobody yet",
    "accounts.show_by_email": "whoever comes back is nobody yet",
    "accounts.sign_in_by_email": "the digits are what opens it",
    "accounts.make_challenge_to_sign_in": "whoever comes back is nobody yet",
    "accounts.sign_in_by_passkey": "the passkey is what opens it",
    "accounts.show_sign_in": "whoever comes back is nobody yet",
    "membership.show_found": "whoever founds the first circle is nobody yet",
    "membership.found": "the founding link is what opens it",
    "membership.show_join": "whoever comes by invitation is nobody yet",
    "membership.look_at_invitation": "the invitation is what opens it",
    "membership.show_name": "the invitation looked at is what opens it",
    "membership.join": "the invitation is what opens it",
    "membership.show_closed": "whoever was in a closed circle may be nobody now",
    "membership_api.found": "as the page",
    "membership_api.come_in": "as the page",
    "calendar.send_feed": "the secret is what opens it; calendars cannot sign in",
    "notifications.show_letter_end": "the secret in a letter is what opens it",
    "notifications.end_letters": "the secret in a letter is what opens it; it only silences",
    "description_api.show_description": "says what can be asked for, and nothing of anyone",
    "web.asset": "scripts, sheets and icons hold nothing of anyone",
    "web.manifest": "phones fetch it without a session",
    "web.offline": "kept on the phone, so it holds nothing of anyone",
    "web.service_worker": "browsers fetch it without a session",
    "health.healthz": "whether it runs, for whoever watches the machine",
    "health.readyz": "whether it can serve, for whoever watches the machine",
}

# Writes that need not come from a page of ours, each with its reason.
FROM_ANYWHERE = {"notifications.end_letters": "programs ask it for whoever reads (RFC 8058)"}

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {},
]


def addresses(app: Flask, methods: set[str]) -> Iterator[tuple[Rule, str, str]]:
    """Every route with each method and an address that names nothing that exists."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & methods):
            yield rule, method, address_of(app, rule)


def address_of(app: Flask, rule: Rule) -> str:
    unknown = {name: uuid.uuid4() for name in rule.arguments}
    if rule.endpoint == "web.asset":
        unknown = {"release": "0" * 12, "path": "app.css"}
    return app.url_map.bind("localhost").build(rule.endpoint, unknown)


def unexplained(app: Flask) -> Iterator[str]:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if is_open(view(app, rule))}
    for endpoint in sorted(found - OPEN.keys()):
        yield f"{endpoint} is open to strangers without a reason"
    for endpoint in sorted(OPEN.keys() - found):
        yield f"{endpoint} is said to be open and is not"


def view(app: Flask, rule: Rule) -> object:
    return app.view_functions[rule.endpoint]


def let_in(app: Flask, nobody: FlaskClient) -> Iterator[str]:
    """Routes that let a stranger in: no redirect to the way in, no 401."""
    for rule, method, address in addresses(app, UNSAFE | {"GET"}):
        if rule.endpoint in OPEN:
            continue
        answer = nobody.open(address, method=method)
        if answer.status_code != 401 and not (is_way_in(answer) and method == "GET"):
            yield f"{method} {rule} answers a stranger with {answer.status_code}"


def forgeable(app: Flask, somebody: FlaskClient) -> Iterator[str]:
    """Writes that another site can make a signed-in browser do."""
    for rule, method, address in addresses(app, UNSAFE):
        if rule.endpoint in FROM_ANYWHERE:
            continue
        for headers in ELSEWHERE:
            status = FlaskClient.open(somebody, address, method=method, headers=headers).status_code
            if status != 403:
                yield f"{method} {rule} answers {headers or 'no origin'} with {status}"


def described(app: Flask) -> set[tuple[str, str]]:
    paths = app.test_client().get(f"{API}/openapi.json").get_json()["paths"]
    return {
        (path, method.upper())
        for path, operations in paths.items()
        for method in operations
        if method in {"get", "post", "put", "patch", "delete"}
    }


def routed(app: Flask) -> set[tuple[str, str]]:
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{API}/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_open_route_has_its_reason(app):
    none_of(unexplained(app))


def test_a_stranger_is_let_in_nowhere_else(app, world):
    none_of(let_in(app, world.client()))


def test_no_other_site_can_write(app, world):
    none_of(forgeable(app, world.client("Sam")))


def test_what_may_be_written_from_anywhere_has_its_reason(app):
    marked = {name for name, view in app.view_functions.items() if is_from_anywhere(view)}
    assert marked == FROM_ANYWHERE.keys()


def test_a_program_may_write_without_saying_where_from(app, world):
    bearer = {"Authorization": f"Bearer {world.token('Sam')}"}
    answer = app.test_client().post(f"{API}/notifications/reading", headers=bearer)
    assert answer.status_code != 403


def test_the_description_equals_the_routes(app):
    assert described(app) == routed(app)


def test_the_description_keeps_no_score(app):
    description = app.test_client().get(f"{API}/openapi.json").get_json()
    none_of(f"openapi.json: {word!r} in {text!r}" for text, word in ledger(description))


def ledger(part: object) -> Iterator[tuple[str, str]]:
    """The names and sentences of a description that hold a word of a ledger."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from ledger(str(name))
            yield from ledger(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from ledger(inner)
    elif isinstance(part, str) and (word := ledger_word(part)):
        yield part, word


def test_a_ledger_word_in_a_description_is_found():
    assert len(list(ledger({"paths": [{"helperRank": "Who gave"}, "points"]}))) == 2


@pytest.fixture
def careless(own_app):
    """The same application with a route that somebody forgot to think about."""
    own_app.add_url_rule("/careless", "careless", lambda: "", methods=["GET", "POST"])
    own_app.add_url_rule(f"{API}/careless", "careless_api", lambda: "")
    own_app.add_url_rule("/open", "open", open_to_anyone(lambda: ""))
    own_app.before_request_funcs[None].clear()
    return own_app


def test_a_careless_route_is_found(careless, world):
    assert [*unexplained(careless)] == ["open is open to strangers without a reason"]
    assert "POST /careless answers a stranger with 200" in [*let_in(careless, world.client())]
    assert any("/careless" in found for found in forgeable(careless, world.client("Sam")))
    assert routed(careless) - described(careless) == {(f"{API}/careless", "GET")}
