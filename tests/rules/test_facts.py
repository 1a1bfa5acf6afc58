"""Every fact has an announcement, and every announcement a fact that somebody records."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from circles.announcement import Announcement, announced_kinds, announcement_for
from tests.rules.repository import ROOT, finding, literal, modules, none_of, plant

# Facts that nobody is told of, each with its reason.
SILENT: dict[str, str] = {}


@dataclass(frozen=True)
class Said:
    """A kind of fact, where it is said, and whether it is recorded or announced there."""

    path: Path
    line: int
    verb: str
    kind: str


def unheard_facts(root: Path) -> Iterator[str]:
    said = list(kinds(root))
    announced = {one.kind for one in said if one.verb == "announces"}
    for one in said:
        if one.verb == "record" and one.kind not in announced | SILENT.keys():
            yield finding(root, one.path, one.line, f"no announcement for the fact {one.kind!r}")


def imagined_facts(root: Path) -> Iterator[str]:
    said = list(kinds(root))
    recorded = {one.kind for one in said if one.verb == "record"}
    for one in said:
        if one.verb == "announces" and one.kind not in recorded:
            yield finding(root, one.path, one.line, f"nobody records the fact {one.kind!r}")


def kinds(root: Path) -> Iterator[Said]:
    read = list(modules(root, "circles/**/*.py"))
    constants = {name: text for _, module in read for name, text in constants_of(module)}
    for path, module in read:
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and node.args and verb(node) in {"record", "announces"}:
                first = node.args[0]
                kind = literal(first) or constants.get(getattr(first, "id", ""), ast.unparse(first))
                yield Said(path, node.lineno, verb(node), kind)


def constants_of(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in module.body:
        is_constant = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if is_constant and (text := literal(node.value)):
            yield node.targets[0].id, text


def verb(call: ast.Call) -> str:
    """`record` for `fact.record(...)` or `record(...)`; other objects may record other things."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="fact"), attr=name):
            return name
    return ""


def test_every_fact_is_announced_and_every_announcement_has_a_fact():
    none_of([*unheard_facts(ROOT), *imagined_facts(ROOT)])


def test_many_are_told_what_each_is_told():
    """Whose words are not those of another kind, tells many of them itself, too."""
    for kind in announced_kinds():
        family = announcement_for(kind).__mro__
        words = next(one for one in family if "words" in vars(one))
        teller = next(one for one in family if "teller" in vars(one))
        assert teller in (Announcement, words), kind


def test_there_are_facts_to_read():
    assert {said.verb for said in kinds(ROOT)} == {"record", "announces"}


def test_silent_facts_are_recorded_somewhere():
    assert SILENT.keys() <= {said.kind for said in kinds(ROOT)}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (unheard_facts, 'ASKED = "need.asked"\nfact.record(ASKED, circle, actor, need)\n'),
        (unheard_facts, 'record("need.asked", circle, actor, need)\n'),
        (imagined_facts, '@announces("need.asked")\nclass Asked:\n    pass\n'),
    ],
)
def test_a_half_is_found(tmp_path, rule, code):
    assert list(rule(plant(tmp_path, "circles/needs/need.py", code)))


def test_a_whole_is_let_pass(tmp_path):
    code = 'ASKED = "need.asked"\nfact.record(ASKED, circle)\nlog.record(1)\n'
    plant(tmp_path, "circles/needs/need.py", code)
    plant(tmp_path, "circles/needs/announcements.py", "@announces(ASKED)\nclass Asked: ...\n")
    none_of([*unheard_facts(tmp_path), *imagined_facts(tmp_path)])
