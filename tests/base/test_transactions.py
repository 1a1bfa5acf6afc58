"""One request, one transaction: committed once at the end, or not at all."""

import pytest
from flask import Response, abort
from sqlalchemy import func, select

from circles import fact, fact_bell
from circles.accounts import Person
from circles.database import db
from circles.membership import Membership
from circles.web import open_to_anyone, settling

WRITES = {"methods": ["GET", "POST"]}


@pytest.fixture
def doing(own_app, world):
    """Let a page of the application do this; what came of it as (status, people)."""
    before = len(world.people)

    def ask(deed, method="POST"):
        own_app.add_url_rule("/deed", "deed", open_to_anyone(deed), **WRITES)
        answer = world.client().open("/deed", method=method)
        return answer.status_code, db.session.scalar(select(func.count(Person.id))) - before

    return ask


def arrive() -> str:
    Person.arrive("Noor")
    return "welcome"


def test_a_write_is_kept(doing):
    assert doing(arrive) == (200, 1)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_leaves_no_trace(doing, method):
    assert doing(arrive, method) == (200, 0)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_reading_that_writes_breaks_loudly(doing, method):
    assert doing(lambda: arrive() and db.session.flush(), method) == (500, 0)


def test_a_refusal_keeps_nothing(doing):
    assert doing(lambda: arrive() and Response("no", 422)) == (422, 0)


def test_an_error_page_keeps_nothing(doing):
    assert doing(lambda: arrive() and abort(409)) == (409, 0)


def test_what_breaks_keeps_nothing(doing):
    assert doing(lambda: arrive() and 1 / 0) == (500, 0)


def test_two_who_do_the_same_at_once_are_told_to_try_again(doing, world):
    circle, ruth = world.circle.id, world.ruth.id

    def admit_again() -> str:
        db.session.add(Membership(circle_id=circle, person_id=ruth, role="member"))
        db.session.flush()
        return "welcome"

    assert doing(admit_again) == (409, 0)


def test_a_collision_that_only_the_commit_finds_is_told_the_same(doing, world):
    circle, ruth = world.circle.id, world.ruth.id

    def admit_again() -> str:
        db.session.add(Membership(circle_id=circle, person_id=ruth, role="member"))
        return "welcome"

    assert doing(admit_again) == (409, 0)


def test_what_belongs_to_an_answer_is_kept_with_it(doing, monkeypatch):
    steps = [lambda answer: Person.arrive(str(answer.status_code))]
    monkeypatch.setattr(settling, "before_commit", steps)
    assert doing(lambda: "good") == (200, 1)


def test_the_worker_is_called_when_there_is_news(doing, world, monkeypatch):
    rings = []
    monkeypatch.setattr(fact_bell, "wakers", [lambda: rings.append("ring")])
    circle, ruth = world.circle.id, world.ruth.id
    doing(lambda: fact.record("need.asked", circle, ruth, ruth) and "asked")
    assert rings == ["ring"]


def test_nobody_is_called_for_news_that_did_not_happen(doing, world, monkeypatch):
    rings = []
    monkeypatch.setattr(fact_bell, "wakers", [lambda: rings.append("ring")])
    circle, ruth = world.circle.id, world.ruth.id
    doing(lambda: fact.record("need.asked", circle, ruth, ruth) and abort(409))
    assert rings == []
    assert db.session.scalar(select(func.count(fact.Fact.id))) == 0
