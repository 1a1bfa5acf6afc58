"""What the tests of the ground floor share."""

import pytest


@pytest.fixture
def on_sqlite(database_kind: str) -> None:
    """For what only a file can show."""
    if database_kind != "sqlite":
        pytest.skip("about SQLite")
