"""`INSERT ... ON CONFLICT`, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps
apart."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from circles.database import db


def upsert(noun: type[Any]) -> Any:
    """An insert into this noun's table that may say `on_conflict_do_...`."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(noun.__table__)
