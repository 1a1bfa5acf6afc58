"""Tests take turns with an application: nothing of one may reach another."""

import pytest
from sqlalchemy import func, select

from circles.accounts import Person
from circles.database import db
from tests import postgres

CHANGES = {
    "config": lambda app: app.config.update(SESSION_COOKIE_NAME="else"),
    "extensions": lambda app: app.extensions.update(more=1),
    "view_functions": lambda app: app.view_functions.update({"web.manifest": lambda: ""}),
    "before_request_funcs": lambda app: app.before_request_funcs[None].clear(),
    "jinja": lambda app: app.jinja_env.globals.update(more=1),
    "babel": lambda app: setattr(app.extensions["babel"], "locale_selector", lambda: "ar"),
}


@pytest.mark.parametrize("part", CHANGES)
def test_what_stays_in_an_application_is_found(part, applications, settings):
    CHANGES[part](applications.lend(settings))
    with pytest.raises(AssertionError, match=rf"changed .*\b{part}\b"):
        applications.take_back()


def test_nobody_gets_it_then(applications, settings):
    spoilt = applications.lend(settings)
    spoilt.config["MORE"] = 1
    with pytest.raises(AssertionError):
        applications.take_back()
    assert applications.lend(settings) is not spoilt


def test_nobody_builds_on_what_is_lent(app):
    with pytest.raises(AssertionError, match="no longer be called"):
        app.add_url_rule("/deed", "deed", lambda: "")


def test_one_of_its_own_can_be_built_on(own_app):
    own_app.add_url_rule("/deed", "deed", lambda: "")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_finds_a_database_without_people(turn, app):
    assert db.session.scalar(select(func.count(Person.id))) == 0
    Person.arrive("Noor")
    db.session.commit()


def test_whoever_is_left_in_a_database_is_shown_out(empty_database, database_kind, app):
    """But for an application that is between two tests."""
    if database_kind != "postgresql":
        pytest.skip("about PostgreSQL")
    server, url = empty_database
    left, lasting = (
        postgres.psycopg.connect(url, application_name=name) for name in ("", postgres.LASTING)
    )
    left.execute("LOCK TABLE person")
    db.session.remove()
    server.empty(url)
    with pytest.raises(postgres.psycopg.OperationalError):
        left.execute("SELECT 1")
    assert lasting.execute("SELECT 1").fetchone() == (1,)
    lasting.close()
