"""Every kind of row has an end: a rule forgets it, it goes with what it hangs on, or it is kept
for a reason that stands here."""

from collections.abc import Iterator

from sqlalchemy import Column, ForeignKey, MetaData, Table, Uuid

from circles import forgetting
from circles.database import db
from tests.rules.repository import none_of

KEPT = {
    "person": "as long as they are here",
    "circle": "as long as it is not closed",
    "membership": "as long as they are in the circle",
    "season": "as long as someone looks after a circle",
    "preference": "as long as they are in the circle",
    "quiet_time": "as long as they are here",
    "session": "as long as a device is signed in",
    "email_address": "as long as a person wants to come back by it",
    "passkey": "as long as their person is here and does not remove it",
    "calendar_feed": "as long as the device it was made on is signed in",
    "push_subscription": "as long as a phone wants to be rung",
    "founding_link": "one unused row at a time; a used one opens nothing",
    "last_run": "one row per job, and nobody's",
}


def endless(tables: MetaData, forgotten: set[str]) -> Iterator[str]:
    for table in tables.sorted_tables:
        if table.name not in KEPT and not ends(table, forgotten):
            yield f"{table.name}: no rule forgets it, and it hangs on nothing that is forgotten"


def ends(table: Table, forgotten: set[str]) -> bool:
    """Whether its rows go by a rule, or with a row that goes by one."""
    hangs_on = {
        key.referred_table
        for key in table.foreign_key_constraints
        if key.ondelete == "CASCADE" and key.referred_table.name not in {table.name, *KEPT}
    }
    return table.name in forgotten or any(ends(other, forgotten) for other in hangs_on)


def unhanged(tables: MetaData) -> Iterator[str]:
    """References that would hold a row back, or break, when what they refer to is forgotten."""
    for table in tables.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.ondelete not in {"CASCADE", "SET NULL"}:
                yield f"{table.name}.{key.column_keys[0]}: says nothing of what it refers to going"


def test_every_row_has_an_end(app):
    none_of(endless(db.metadata, {rule.noun.__tablename__ for rule in forgetting.rules()}))


def test_what_is_kept_exists(app):
    assert KEPT.keys() <= db.metadata.tables.keys()


def test_nothing_holds_back_what_is_forgotten(app):
    none_of(unhanged(db.metadata))


def two_tables(**options: str) -> MetaData:
    metadata = MetaData()
    Table("need", metadata, Column("id", Uuid, primary_key=True))
    reference = Column("need_id", ForeignKey("need.id", **options))
    Table("slot", metadata, Column("id", Uuid, primary_key=True), reference)
    return metadata


def test_an_endless_row_is_found():
    assert len(list(endless(two_tables(ondelete="CASCADE"), set()))) == 2
    assert len(list(endless(two_tables(), {"need"}))) == 1
    none_of(endless(two_tables(ondelete="CASCADE"), {"need"}))


def test_a_reference_that_holds_back_is_found():
    assert len(list(unhanged(two_tables()))) == 1
