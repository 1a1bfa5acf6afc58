"""Schemathesis asks whatever the description allows, and much that it does not.

Nothing may break, and every answer must be one the description promises.
"""

from contextvars import Context

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from circles.database import db

EXAMPLES = 10
"""Requests per operation and way of making them."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def known(world):
    """Ids that lead somewhere: an ask of Ines's own, and a day of Ruth's to say yes to."""
    mine = world.ask("Ines")
    theirs = world.ask("Ruth", private_details="Door code 1234")
    return {
        "circle_id": str(world.circle.id),
        "need_id": str(mine.id),
        "slot_id": str(theirs.slots[0].id),
    }


def described(app):
    return Context().run(schemathesis.openapi.from_wsgi, "/api/v1/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_promised(app, world, known, mode):
    statuses = set()
    for found in described(app).get_all_operations():
        statuses |= ask_at_random(found.ok(), mode, known, token_for(world, found.ok()))
    assert {200, 201, 204} <= statuses or mode is GenerationMode.NEGATIVE
    assert 422 in statuses


def token_for(world, operation):
    """Ines asks; but whoever goes for good asks nothing afterwards."""
    if (operation.method.upper(), operation.path) != ("DELETE", "/api/v1/me"):
        return world.token("Ines")
    world.add("Jo")
    return world.token("Jo")


def broken():
    raise RuntimeError


@pytest.mark.parametrize("wrong", [broken, lambda: ("", 202), lambda: {"id": 7}])
def test_an_answer_that_was_not_promised_is_found(app, world, known, monkeypatch, wrong):
    monkeypatch.setitem(app.view_functions, "accounts_api.show_me", wrong)
    me = described(app)["/api/v1/me"]["GET"]
    with pytest.raises(FailureGroup):
        ask_at_random(me, GenerationMode.POSITIVE, known, world.token("Ines"))


def ask_at_random(operation, mode, known, token):
    header = {
        "Authorization": f"Bearer {token}",
        "Sec-Fetch-Site": "same-origin",
        "Accept-Encoding": "identity",
    }
    statuses = set()

    @given(case=operation.as_strategy(generation_mode=mode), leads_somewhere=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case, leads_somewhere):
        if leads_somewhere:
            case.path_parameters |= {k: known[k] for k in case.path_parameters if k in known}
        db.session.rollback()
        answer = Context().run(case.call, headers=header)
        case.validate_response(answer, checks=CHECKS)
        statuses.add(answer.status_code)

    ask()
    return statuses
