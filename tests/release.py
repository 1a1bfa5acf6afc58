"""A database that another release of Circles has left, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from circles.database import db


@contextmanager
def another_release() -> Iterator[None]:
    """As if a migration were missing."""
    before = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    _become("earlier")
    try:
        yield
    finally:
        _become(before)


def _become(revision: str) -> None:
    db.session.rollback()
    db.session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    db.session.commit()
