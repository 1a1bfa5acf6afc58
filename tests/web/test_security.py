"""What every answer carries, and which writes are let in."""

import pytest
from flask import abort

from circles.web import open_to_anyone
from tests.rules.test_routes import FROM_ANYWHERE
from tests.web.routes import routes, writes

PROMISED = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
OURS = "http://localhost"

ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    {"Origin": "http://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8391"},
    {"Origin": "http://evil.example@localhost.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
    {},
]


@pytest.fixture
def ruth(world):
    return world.client("Ruth")


def write(client, says: dict[str, str], path: str = "/you", method: str = "POST"):
    client.says = says
    return client.open(path, method=method)


@pytest.mark.parametrize("says", ELSEWHERE)
def test_no_write_comes_from_elsewhere(world, ruth, says):
    for endpoint, method, path in writes(world.app):
        if endpoint not in FROM_ANYWHERE:
            assert write(ruth, says, path, method).status_code == 403, endpoint


@pytest.mark.parametrize("says", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": OURS}])
def test_our_own_pages_may_write(world, ruth, says):
    for endpoint, method, path in writes(world.app):
        assert write(ruth, says, path, method).status_code != 403, endpoint


def test_a_program_without_a_cookie_may_write(world):
    program = world.client()
    program.says = {"Authorization": f"Bearer {world.token('Ruth')}"}
    assert program.post("/you", data={"name": "Ruth M."}).status_code == 303


def test_reading_is_not_refused_wherever_it_comes_from(ruth):
    for says in ELSEWHERE:
        ruth.says = says
        assert ruth.get("/").status_code == 200


def test_a_refused_write_is_a_page_that_says_so(ruth):
    answer = write(ruth, {"Sec-Fetch-Site": "cross-site"})
    assert "This is not possible from here" in answer.text


def test_every_answer_carries_the_headers(world, ruth):
    for endpoint, method, path in routes(world.app):
        for client in (world.client(), ruth):
            assert_guarded(client.open(path, method=method), endpoint)


@pytest.mark.parametrize(
    ("path", "method"),
    [("/nowhere", "GET"), ("/you", "DELETE"), ("/", "OPTIONS"), ("/you", "HEAD")],
)
def test_answers_outside_the_routes_carry_them_too(ruth, path, method):
    assert_guarded(ruth.open(path, method=method), path)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 418, 429, 500, 503])
def test_every_error_carries_them(own_app, world, status):
    own_app.add_url_rule("/deed", "deed", open_to_anyone(lambda: abort(status)))
    answer = world.client().get("/deed")
    assert answer.status_code == status
    assert_guarded(answer, "deed")


def test_what_breaks_carries_them(own_app, world):
    own_app.add_url_rule("/deed", "deed", open_to_anyone(lambda: 1 / 0))
    answer = world.client().get("/deed")
    assert answer.status_code == 500
    assert_guarded(answer, "deed")


def assert_guarded(answer, what: str) -> None:
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED, what
    assert policy(answer)["default-src"] == ["'none'"], what
    assert answer.headers["Cache-Control"], what


def policy(answer) -> dict[str, list[str]]:
    lines = answer.headers["Content-Security-Policy"].split("; ")
    return {line.split()[0]: line.split()[1:] for line in lines}


def test_pages_run_and_load_only_what_is_ours(ruth):
    said = policy(ruth.get("/"))
    assert said["frame-ancestors"] == said["base-uri"] == ["'none'"]
    assert said["script-src"] == said["style-src"] == said["form-action"] == ["'self'"]
    everything = " ".join(word for words in said.values() for word in words)
    assert "unsafe" not in everything
    assert "http" not in everything


def test_nobody_keeps_a_personal_page(ruth):
    assert {ruth.get(path).headers["Cache-Control"] for path in ("/", "/you", "/nowhere")} == {
        "no-store"
    }


def test_over_plain_http_the_cookie_is_called_plainly(world):
    page = f"/circles/{world.circle.id}"
    cookie = world.client("Ruth").get(page).headers["Set-Cookie"]
    assert cookie.startswith("circles=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Strict-Transport-Security" not in world.client().get("/").headers


class TestOverHttps:
    @pytest.fixture
    def environment(self, environment):
        return environment | {
            "CIRCLES_BASE_URL": "https://care.example",
            "CIRCLES_VAPID_CONTACT": "mailto:you@care.example",
        }

    @pytest.fixture
    def ruth(self, world):
        client = world.client()
        client.says = {"Authorization": f"Bearer {world.token('Ruth')}"}
        return client

    def test_the_cookie_goes_nowhere_else(self, ruth, world):
        answer = ruth.get(f"/circles/{world.circle.id}", base_url="https://care.example")
        name, _, rest = answer.headers["Set-Cookie"].partition("=")
        assert name == "__Host-circles"
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(rest.split("; "))
        assert "Domain" not in rest

    def test_browsers_stay_on_https(self, world):
        for path in ("/", "/nowhere", "/healthz"):
            kept = world.client().get(path).headers["Strict-Transport-Security"]
            assert kept.startswith("max-age=31536000")

    def test_a_page_of_ours_over_plain_http_may_not_write(self, ruth):
        ruth.says = ruth.says | {"Origin": "http://care.example"}
        assert ruth.post("/you", base_url="https://care.example").status_code == 403
        ruth.says = ruth.says | {"Origin": "https://care.example"}
        assert ruth.post("/you", base_url="https://care.example").status_code == 422

    def test_a_proxy_that_ends_https_does_not_lock_anyone_out(self, ruth):
        ruth.says = ruth.says | {"Origin": "https://care.example"}
        assert ruth.post("/you", base_url="http://care.example").status_code == 422
