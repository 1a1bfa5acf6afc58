"""The database: one engine, safe by construction on SQLite, ready for PostgreSQL.

What SQLite needs (measured, see `docs/decisions/0002-sqlite.md`):
a library with the write-ahead-log fix, `BEGIN IMMEDIATE` before the first read of
a writing transaction, and full synchronisation, so that saved means saved.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from circles import fact_bell

READ_ONLY: ContextVar[bool] = ContextVar("read_only", default=False)
"""True while a request that must change nothing runs: a write then fails loudly."""

PRAGMAS = (
    "busy_timeout=10000",  # milliseconds; first, so that the rest may wait for a lock
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is forgotten leaves the file, not only the index
    "trusted_schema=OFF",
    "journal_size_limit=67108864",
)

PATIENCE = 10.0
"""Seconds that a writer waits for its turn before it gives up."""
GLANCE = 20
"""Milliseconds between which SQLite looks for the lock ever less often, from 1 to 10 apart.
Left to itself it looks every 100, and a busy neighbour may be back by then each time."""

QUIET = {"hide_parameters": True}
"""An error may be logged; what people wrote may not."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can speak of it."""

FIXED_SQLITE = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""First releases of their lines without the WAL-reset race (sqlite.org/wal.html)."""


class UnsafeSqlite(RuntimeError):
    """The SQLite library at hand may lose committed writes."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, always UTC, the same on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every row has a random key, so that no key tells who came first or how many."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UtcDateTime}
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        values = {"id": uuid.uuid4(), **values}
        for name, value in values.items():
            setattr(self, name, value)


db = SQLAlchemy(model_class=Base)


def commit() -> None:
    """Make the deed true, then ring for the worker. Edges call it once per request."""
    rings = fact_bell.take(db.session())
    db.session.commit()
    if rings:
        fact_bell.ring()


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that only reads: looking often, and at much, keeps nobody waiting."""
    db.session.rollback()
    before = READ_ONLY.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        READ_ONLY.reset(before)


def register(app: Flask, url: str) -> None:
    """Bind `app` to the database at `url`; raises `UnsafeSqlite`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def engine_options(url: str) -> dict[str, Any]:
    """Options for `create_engine`: our own SQLite library, or a pool that heals itself."""
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True, **QUIET}
    from pysqlite3 import dbapi2  # a build of its own, with the WAL fix

    refuse_unsafe(dbapi2.sqlite_version_info)
    return {"module": dbapi2, **QUIET}


def refuse_unsafe(version: tuple[int, ...]) -> None:
    """Raise `UnsafeSqlite` unless this release has the WAL-reset fix."""
    same_line = [fixed for fixed in FIXED_SQLITE if fixed[:2] == version[:2]]
    if version >= FIXED_SQLITE[-1] or (same_line and version >= same_line[0]):
        return
    found = ".".join(map(str, version))
    raise UnsafeSqlite(
        f"SQLite {found} can lose saved data when several programs use one file. "
        "Circles needs 3.51.3 or newer; run bin/setup to install it."
    )


def listen(engine: Engine) -> None:
    """Set the pragmas and the way transactions begin on this engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_elsewhere)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock before the first read: what was read stays true until written.

    A deferred transaction that reads, then writes, overbooks or fails at once under
    load; an immediate one waits its turn and then succeeds.
    """
    raw: Any = connection.connection.dbapi_connection
    quiet = READ_ONLY.get()
    raw.execute(f"PRAGMA query_only={'ON' if quiet else 'OFF'}")
    if quiet:
        raw.execute("BEGIN")
    else:
        _take_turn(raw, connection.dialect.loaded_dbapi.OperationalError)


def _take_turn(raw: Any, locked: type[Exception]) -> None:
    """Wait for the write lock and take it. Raises `locked` when patience is over."""
    give_up = time.monotonic() + PATIENCE
    raw.execute(f"PRAGMA busy_timeout={GLANCE}")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except locked as error:
                if "locked" not in str(error) or time.monotonic() > give_up:
                    raise
    finally:
        raw.execute(f"PRAGMA {PRAGMAS[0]}")


def _begin_elsewhere(connection: Connection) -> None:
    if READ_ONLY.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
