"""What the tables may hold: random keys, named constraints, and nothing to keep score with."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.dialects import postgresql

import circles
from circles.database import NAMES, Base
from tests.rules.repository import none_of

SCORE = re.compile(
    r"(^|_)(counts?|counter|totals?|sum|tally|score|rank|points|hours|credits?|level|streak|rating"
    r"|helped|given|received|completed|missed|no_show|reliability|karma|last_(helped|gave|asked))(_|$)"
)
# Where a person stands beside what they do for another, no column may say when.
DEEDS = ("slot", "sign_up", "series")


@pytest.fixture(scope="module")
def tables() -> MetaData:
    for module in pkgutil.walk_packages(circles.__path__, "circles."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return Base.registry.metadata


def scores(tables: MetaData) -> Iterator[str]:
    for table in tables.sorted_tables:
        for name in [table.name, *table.columns.keys()]:
            if found := SCORE.search(name):
                yield f"{table.name}.{name}: keeps score ({found[2]})"


def dated_deeds(tables: MetaData) -> Iterator[str]:
    for table in tables.sorted_tables:
        reaches = {key.column.table.name for key in table.foreign_keys}
        if "person" in reaches and reaches.intersection(DEEDS):
            for column in table.columns:
                if isinstance(plain(column), Date | DateTime):
                    yield f"{table.name}.{column.name}: dates a deed of a person"


def plain(column: Column) -> object:
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type


def telling_keys(tables: MetaData) -> Iterator[str]:
    """A key that counts up tells who came first and how many there were."""
    for table in tables.sorted_tables:
        for column in table.primary_key:
            if not isinstance(plain(column), Uuid):
                yield f"{table.name}.{column.name}: the key is not a random UUID"
        for column in table.columns:
            if column.autoincrement is True or column.identity is not None:
                yield f"{table.name}.{column.name}: counts up"


def nameless_constraints(tables: MetaData) -> Iterator[str]:
    naming = postgresql.dialect().identifier_preparer
    for table in tables.sorted_tables:
        for constraint in table.constraints:
            name = constraint.name and naming.format_constraint(constraint)
            if not name:
                yield f"{table.name}: a constraint without a name: {constraint}"


def slow_references(tables: MetaData) -> Iterator[str]:
    """Without an index, forgetting one row reads the whole table that refers to it."""
    for table in tables.sorted_tables:
        indexed = {next(iter(index.columns)).key for index in table.indexes}
        indexed |= {
            next(iter(constraint.columns)).key
            for constraint in table.constraints
            if constraint.__visit_name__ in {"primary_key_constraint", "unique_constraint"}
        }
        for key in table.foreign_key_constraints:
            if key.columns[0].key not in indexed:
                yield f"{table.name}.{key.columns[0].name}: a reference without an index"


RULES = [scores, dated_deeds, telling_keys, nameless_constraints, slow_references]


@pytest.mark.parametrize("rule", RULES)
def test_the_schema_keeps_the_rules(rule, tables):
    none_of(rule(tables))


def test_a_new_row_gets_a_random_key(tables):
    for mapper in Base.registry.mappers:
        assert mapper.class_().id.version == 4, mapper


def test_there_are_tables_to_read(tables):
    assert {"person", "circle", "need", "slot", "sign_up", "fact"} <= tables.tables.keys()


def one_table(name: str, *columns: Column, **options: object) -> MetaData:
    metadata = MetaData(naming_convention=NAMES)
    for other in {"person", "slot"} - {name}:
        Table(other, metadata, Column("id", Uuid, primary_key=True))
    Table(name, metadata, *columns, **options)
    return metadata


def key() -> Column:
    return Column("id", Uuid, primary_key=True)


@pytest.mark.parametrize(
    ("rule", "metadata"),
    [
        (scores, lambda: one_table("person", key(), Column("helped_count", Integer))),
        (scores, lambda: one_table("rank", key())),
        (
            dated_deeds,
            lambda: one_table(
                "promise",
                key(),
                Column("person_id", ForeignKey("person.id")),
                Column("slot_id", ForeignKey("slot.id")),
                Column("made_at", DateTime),
            ),
        ),
        (telling_keys, lambda: one_table("need", Column("id", Integer, primary_key=True))),
        (
            slow_references,
            lambda: one_table("need", key(), Column("person_id", ForeignKey("person.id"))),
        ),
    ],
)
def test_a_fault_in_the_schema_is_found(rule, metadata):
    assert len(list(rule(metadata()))) == 1


def test_a_constraint_without_a_name_is_found():
    metadata = MetaData()
    Table("need", metadata, Column("id", Uuid, primary_key=True))
    assert len(list(nameless_constraints(metadata))) == 1


def test_a_good_table_is_let_pass():
    person = Column("person_id", ForeignKey("person.id"))
    metadata = one_table("need", key(), person, Column("title", String), Index(None, "person_id"))
    none_of(found for rule in RULES for found in rule(metadata))
