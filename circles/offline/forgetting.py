"""What is forgotten of answers kept for a repeat, and when."""

from datetime import datetime

from sqlalchemy import ColumnElement

from circles.forgetting import forgets
from circles.offline.replay import StoredAnswer


@forgets(StoredAnswer, why="After 48 hours a phone no longer sends what waited on it.")
def old_answers(now: datetime) -> ColumnElement[bool]:
    """Answers whose time is over."""
    return StoredAnswer.kept_until <= now
