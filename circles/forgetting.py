"""Patient, counted, resumable forgetting.

Each capability says what it forgets as a condition on one noun. Forgetting goes
through the rules in small transactions, so it never holds the database for long
and may stop anywhere: the next run goes on. What hangs below a row goes with it
(`ON DELETE CASCADE`), and a checkpoint at the end takes the bytes out of the file.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Update, and_, delete, func, select, update

from circles import clock
from circles.database import db

BATCH = 200
"""Rows per transaction: a few milliseconds of write lock on a small machine."""

log = logging.getLogger(__name__)

Condition = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class Rule:
    """What is forgotten: rows of `noun` for which `past(now)` holds, or of those rows only
    what stands in `column`; and why."""

    noun: type[Any]
    past: Condition
    why: str
    column: str | None = None

    def due(self, now: datetime) -> ColumnElement[bool]:
        """Which rows have something to forget."""
        past = self.past(now)
        return past if self.column is None else and_(self._kept.is_not(None), past)

    def erase(self, ids: Sequence[Any]) -> None:
        """Forget it, of these rows."""
        those = self.noun.id.in_(ids)
        if self.column is None:
            deed: Delete | Update = delete(self.noun).where(those)
        else:
            deed = update(self.noun).where(those).values({self._kept: None})
        db.session.execute(deed, execution_options={"synchronize_session": False})

    @property
    def _kept(self) -> Any:
        return getattr(self.noun, self.column or "")

    @property
    def name(self) -> str:
        return self.past.__name__.replace("_", " ")


@dataclass
class Budget:
    """How many rows one run may delete before it leaves the rest to the next."""

    rows: int = 20_000

    def take(self) -> int:
        """How many of the next batch may go."""
        return min(BATCH, self.rows)


_rules: list[Rule] = []


def forgets(
    noun: type[Any], why: str, column: str | None = None
) -> Callable[[Condition], Condition]:
    """Declare a condition under which rows of `noun`, or one column of them, are forgotten."""

    def remember(past: Condition) -> Condition:
        _rules.append(Rule(noun, past, why, column))
        return past

    return remember


def rules() -> tuple[Rule, ...]:
    """Everything that is ever forgotten, in the order it was declared."""
    return tuple(_rules)


def due() -> Iterator[tuple[Rule, int]]:
    """Each rule with the number of rows it would forget now; changes nothing."""
    now = clock.now()
    for rule in _rules:
        rows = select(func.count()).select_from(rule.noun).where(rule.due(now))
        yield rule, db.session.scalar(rows) or 0


def forget(budget: Budget | None = None) -> dict[str, int]:
    """Forget what is due, within the budget; how many rows went, by rule name.

    Commits after every batch. Called by the timetable and by `circles forget`.
    """
    budget = budget or Budget()
    now = clock.now()
    gone = {rule.name: _forget_one(rule, now, budget) for rule in _rules}
    _empty_the_log()  # of what people took back themselves, too
    return gone


def _forget_one(rule: Rule, now: datetime, budget: Budget) -> int:
    gone = 0
    while limit := budget.take():
        batch = select(rule.noun.id).where(rule.due(now)).limit(limit)
        ids = db.session.scalars(batch).all()
        rule.erase(ids)
        db.session.commit()
        gone += len(ids)
        budget.rows -= len(ids)
        if len(ids) < limit:
            break
    return gone


def _empty_the_log() -> None:
    """SQLite's write-ahead log still holds old pages; fold it in and truncate it."""
    if db.engine.dialect.name == "sqlite":
        raw = db.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # outside a transaction
            busy, *_rest = cursor.fetchone() or (0,)
            if busy:
                log.warning("Someone is reading; the log is emptied by the next run.")
        finally:
            raw.close()
