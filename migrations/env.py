"""Run by Alembic: migrations go through the connection that `circles.schema` hands over."""

from alembic import context

import circles.needs
import circles.notifications
import circles.offline  # noqa: F401 - whose nouns make the tables
from circles.database import db

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
