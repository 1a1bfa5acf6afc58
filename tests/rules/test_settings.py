"""Every setting stands in the documented table, and the table names no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, finding, lines, modules, none_of, plant

SETTINGS = "circles/settings.py"
DOCUMENTS = ("README.md", "docs/**/*.md")
NAME = re.compile(r"\bCIRCLES_[A-Z][A-Z_]*\b")


def settings(root: Path) -> dict[str, int]:
    """The fields of the class `Settings` as the environment spells them, with their lines."""
    return {
        f"CIRCLES_{field.target.id.upper()}": field.lineno
        for _, module in modules(root, SETTINGS)
        for node in module.body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
        for field in node.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }


def undocumented_settings(root: Path) -> Iterator[str]:
    rows = " ".join(line for _, _, line in lines(root, *DOCUMENTS) if line.startswith("|"))
    documented = set(NAME.findall(rows))
    for name, line in settings(root).items():
        if name not in documented:
            yield finding(root, root / SETTINGS, line, f"{name} stands in no documented table")


def imagined_settings(root: Path) -> Iterator[str]:
    known = settings(root)
    for path, number, line in lines(root, *DOCUMENTS, "circles/**/*.py", "bin/*"):
        for name in NAME.findall(line):
            if name not in known:
                yield finding(root, path, number, f"{name} is not a setting")


def second_readers(root: Path) -> Iterator[str]:
    """The environment is read in one place, so that a wrong value is refused in one place."""
    for path, module in modules(root, "circles/**/*.py", "wsgi.py"):
        for node in ast.walk(module):
            reads = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            of_the_system = reads and getattr(node.value, "id", "") == "os"
            if of_the_system and path != root / SETTINGS:
                yield finding(root, path, node.lineno, f"only {SETTINGS} reads the environment")


RULES = [undocumented_settings, imagined_settings, second_readers]


@pytest.mark.parametrize("rule", RULES)
def test_settings_and_their_table_agree(rule):
    none_of(rule(ROOT))


def test_there_are_settings_to_read():
    assert "CIRCLES_DATABASE_URL" in settings(ROOT)


@pytest.mark.parametrize("rule", RULES)
def test_a_disagreement_is_found(tmp_path, rule):
    plant(tmp_path, SETTINGS, "class Settings:\n    bind: str\n")
    plant(tmp_path, "README.md", "CIRCLES_BIND in a sentence\n| `CIRCLES_COLOUR` | unheard of |\n")
    plant(tmp_path, "circles/clock.py", "import os\nzone = os.environ['TZ']\n")
    assert len(list(rule(tmp_path))) == 1


def test_agreement_is_let_pass(tmp_path):
    plant(tmp_path, SETTINGS, "import os\nclass Settings:\n    bind: str\nx = os.environ\n")
    plant(tmp_path, "docs/deploy.md", "| `CIRCLES_BIND` | where it listens |\n")
    none_of(found for rule in RULES for found in rule(tmp_path))
