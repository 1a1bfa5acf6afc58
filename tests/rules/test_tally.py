"""No query and no code adds up deeds per person, or puts people in an order by them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, finding, modules, none_of, plant

BY_PERSON = re.compile(r"\b(person_id|actor_id|\w+_by_id|Person\.\w+|Membership\.\w+)\b")
# Grouped by one of these as well, there is one row per ask and not one per person.
PER_DEED = re.compile(r"\b(Need|Slot|SignUp)\.id\b|\b(need|slot|sign_up)_id\b")
ORDERING = {"rank", "dense_rank", "percent_rank", "row_number", "ntile", "cume_dist"}
IN_SQL = re.compile(r"\bgroup\s+by\b[^;]*(person|_by_id)|\bover\s*\(\s*partition\b", re.IGNORECASE)


def tallies(root: Path) -> Iterator[str]:
    for path, module in modules(root, "circles/**/*.py", "migrations/**/*.py"):
        for node in ast.walk(module):
            if sentence := objection(node):
                yield finding(root, path, getattr(node, "lineno", 1), sentence)


def objection(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr="group_by"), args=args):
            columns = ", ".join(map(ast.unparse, args))
            if BY_PERSON.search(columns) and not PER_DEED.search(columns):
                return f"groups by person: {columns}"
        case ast.Attribute(value=ast.Name(id="func"), attr=name) if name in ORDERING:
            return f"puts rows in an order of merit: func.{name}"
        case ast.Call(func=ast.Attribute(attr="order_by"), args=args):
            return tallying_order(", ".join(map(ast.unparse, args)))
        case ast.ImportFrom(module="collections", names=names):
            return "counts: Counter" if "Counter" in {alias.name for alias in names} else None
        case ast.Constant(value=str(text)) if IN_SQL.search(text):
            return "groups by person in SQL"
    return None


def tallying_order(columns: str) -> str | None:
    by_number = re.search(r"func\.(count|sum|avg)\(", columns)
    return f"orders by a number of deeds: {columns}" if by_number else None


def test_nothing_is_counted_per_person():
    none_of(tallies(ROOT))


@pytest.mark.parametrize(
    "code",
    [
        "select(func.count()).group_by(SignUp.person_id)",
        "select(Need).group_by(Need.posted_by_id, Need.kind)",
        "select(Person).join(SignUp).group_by(Person.id)",
        "select(Person).order_by(func.count(SignUp.id).desc())",
        "select(func.row_number().over(partition_by=SignUp.person_id))",
        "from collections import Counter",
        "text('select person_id, count(*) from sign_up group by person_id')",
    ],
)
def test_a_tally_is_found(tmp_path, code):
    assert list(tallies(plant(tmp_path, "circles/needs/listing.py", code)))


@pytest.mark.parametrize(
    "code",
    [
        "select(Need).group_by(Need.id, Person.name)",
        "select(Slot).order_by(Slot.begins_at, Slot.id)",
        "select(func.count()).select_from(SignUp).where(SignUp.slot_id == slot.id)",
        "from collections import defaultdict",
    ],
)
def test_a_plain_query_is_let_pass(tmp_path, code):
    none_of(tallies(plant(tmp_path, "circles/needs/listing.py", code)))
