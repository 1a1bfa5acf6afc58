"""Bringing the database to the shape this release needs, in this process."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def is_current(engine: Engine) -> bool:
    """Whether the database is at this release's head."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(str(MIGRATIONS)).get_heads())


def migrate(engine: Engine, revision: str = "head") -> bool:
    """Upgrade to `revision` unless that is where it is; whether anything was done."""
    if revision == "head" and is_current(engine):
        return False
    _run(command.upgrade, engine, revision)
    return True


def take_back(engine: Engine, revision: str) -> None:
    """Downgrade to an earlier revision, or to `base`."""
    _run(command.downgrade, engine, revision)


def _run(step: Callable[[Config, str], None], engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        step(config, revision)
        connection.commit()
