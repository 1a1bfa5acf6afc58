"""The description is made from the routes: it can neither lag behind nor run ahead."""

import re

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from circles.web import is_open

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def described(app):
    return app.test_client().get("/api/v1/openapi.json").json


def operations(described):
    for path, item in described["paths"].items():
        for method, operation in item.items():
            if method.upper() in METHODS:
                yield method.upper(), path, operation


def routes(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
            for method in rule.methods & METHODS:
                yield method, path, app.view_functions[rule.endpoint]


def test_it_equals_the_routes(app, described):
    told = {(method, path) for method, path, _ in operations(described)}
    there = {(method, path) for method, path, _ in routes(app)}
    assert told == there
    assert len(there) > 20


def test_it_is_openapi_3_1(described):
    assert described["openapi"].startswith("3.1")
    assert not list(OPENAPI_31_VALIDATOR.iter_errors(described))
    del described["info"]["title"]
    assert list(OPENAPI_31_VALIDATOR.iter_errors(described)), "the validator can say no"


def test_it_says_who_may_call(app, described):
    open_told = {(m, p) for m, p, o in operations(described) if {} in o["security"]}
    open_there = {(m, p) for m, p, view in routes(app) if is_open(view)}
    assert open_told == open_there


def test_every_operation_has_a_name_of_its_own_and_a_sentence(described):
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names))
    assert all(o["summary"].endswith(".") for _, _, o in operations(described))


def test_every_error_is_a_problem(described):
    for method, path, operation in operations(described):
        assert "401" in operation["responses"]
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                content = resolved(described, answer)["content"]
                assert set(content) == {"application/problem+json"}, (method, path, status)


def test_writes_tell_of_the_idempotency_key(described):
    key = {"$ref": "#/components/parameters/IdempotencyKey"}
    for method, _, operation in operations(described):
        assert (key in operation.get("parameters", [])) == (method != "GET")


def test_every_reference_leads_somewhere(described):
    for reference in re.findall(r'"\$ref": "([^"]+)"', str(described).replace("'", '"')):
        assert resolved(described, {"$ref": reference})


def resolved(described, part):
    while "$ref" in part:
        name, found = part["$ref"], described
        for step in name.removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part
