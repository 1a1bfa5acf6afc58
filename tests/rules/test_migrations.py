"""Migrations: one line of them, each can be taken back, and together they make the models."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from circles import schema
from circles.database import db, engine_options, listen
from tests import postgres

Made = Path | tuple[postgres.Server, str]


@pytest.fixture
def engine(empty_database: Made, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table, of the kind under test."""
    server = None if isinstance(empty_database, Path) else empty_database[0]
    url = server.create_database() if server else f"sqlite:///{tmp_path}/bare.db"
    engine = create_engine(url, **engine_options(url) | {"poolclass": NullPool})
    listen(engine)
    yield engine
    if server:
        server.drop(url)


def steps() -> list[str]:
    """Every revision, the oldest first."""
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def differences(engine: Engine) -> list[object]:
    """But for defaults in the database: they filled rows that were there before a column was,
    and models say every value themselves."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, db.metadata)
        return [one for one in found if not stands_in_its_column(connection, one)]


def stands_in_its_column(connection: Connection, difference: tuple[Any, ...]) -> bool:
    """SQLite adds a reference with its column or not at all, and SQLAlchemy reads of such a one
    neither name nor ON DELETE: the database itself is asked."""
    kind, key = difference[0], difference[1]
    if connection.dialect.name != "sqlite" or kind not in {"add_fk", "remove_fk"}:
        return False
    model = db.metadata.tables[key.table.name].foreign_key_constraints
    said = {(one.column_keys[0], one.referred_table.name, one.ondelete) for one in model}
    there = connection.execute(text(f"PRAGMA foreign_key_list({key.table.name})")).mappings()
    read = {(one["from"], one["table"], one["on_delete"]) for one in there}
    return {one for one in said if one[0] in key.column_keys} <= read


def test_there_is_one_head():
    assert len(ScriptDirectory(str(schema.MIGRATIONS)).get_heads()) == 1


def test_up_down_and_up_again(engine):
    schema.migrate(engine)
    there = tables(engine)
    assert "need" in there
    schema.take_back(engine, "base")
    assert not tables(engine)
    schema.migrate(engine)
    assert tables(engine) == there
    assert schema.is_current(engine)


def test_every_step_can_be_taken_back(engine):
    for revision in steps():
        before = tables(engine)
        schema.migrate(engine, revision)
        schema.take_back(engine, "-1")
        assert tables(engine) == before
        schema.migrate(engine, revision)


def test_the_migrations_make_what_the_models_say(engine):
    schema.migrate(engine)
    assert differences(engine) == []


def test_a_model_without_a_migration_is_noticed(engine):
    schema.migrate(engine)
    with engine.begin() as connection:
        db.metadata.tables["reminded"].drop(connection)
    assert differences(engine)


def test_what_people_have_is_still_there_after_each_step(engine):
    """To rebuild a table that others hang on deletes them by cascade on SQLite."""
    schema.migrate(engine, "0001")
    key = "0" * 32 if engine.dialect.name == "sqlite" else "00000000-0000-0000-0000-000000000000"
    rows = {
        "person": {"name": "Ruth"},
        "circle": {"name": "Maple Street", "time_zone": "UTC", "fading_days": 30},
        "membership": {"circle_id": key, "person_id": key, "role": "coordinator"},
        "session": {"person_id": key, "token_hash": b"x" * 32, "kind": "device", "label": ""},
        "invitation": {
            "circle_id": key,
            "invited_by_id": key,
            "token_hash": b"x" * 32,
            "expires_at": "2030-01-01 00:00:00",
        },
    }
    with engine.begin() as connection:
        for table, values in rows.items():
            names = ["id", *values]
            places = ", ".join(f":{name}" for name in names)
            insert = text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})")
            connection.execute(insert, {"id": key, **values})
    for revision in steps()[1:]:
        schema.migrate(engine, revision)
    assert kept(engine, rows) == dict.fromkeys(rows, 1)
    schema.take_back(engine, "0001")
    assert kept(engine, rows) == dict.fromkeys(rows, 1)


def kept(engine: Engine, tables: Iterable[str]) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table: connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables
        }
