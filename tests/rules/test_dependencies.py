"""Exactly what is used: every declared package is imported, or stands here with its reason."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.rules.repository import ROOT, files, modules, none_of, plant

# Packages that work without being imported by us.
UNSEEN = {
    "brotli": "Flask-Compress compresses with it",
    "psycopg": "SQLAlchemy and Huey speak to PostgreSQL with it",
    "pytest-xdist": "runs the tests on all cores",
    "ruff": "bin/check",
    "mypy": "bin/check",
    "tzdata": "time zones where the system has none",
}


def declared(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [*project["project"]["dependencies"]]
    for group in project.get("dependency-groups", {}).values():
        lines += group
    return {normal(re.split(r"[^\w.-]", line)[0]) for line in lines}


def imported(root: Path) -> set[str]:
    names = packages_distributions()
    tops = {
        name.partition(".")[0]
        for _, module in modules(root, "circles/**/*.py", "migrations/**/*.py", "tests/**/*.py")
        for node in ast.walk(module)
        for name in names_in(node)
    }
    return {normal(package) for top in tops for package in names.get(top, [])}


def names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def unused(root: Path) -> Iterator[str]:
    for package in sorted(declared(root) - imported(root) - UNSEEN.keys()):
        yield f"pyproject.toml:1: {package} is declared and never imported"


def test_every_declared_package_is_used():
    none_of(unused(ROOT))


def test_an_unused_package_is_found(tmp_path):
    project = '[project]\ndependencies = ["flask>=3", "click>=8", "tzdata"]\n'
    plant(tmp_path, "pyproject.toml", project)
    plant(tmp_path, "circles/clock.py", "from flask import g")
    assert list(unused(tmp_path)) == ["pyproject.toml:1: click is declared and never imported"]


def test_the_locks_hold_what_is_declared():
    locked = {
        normal(line.partition("==")[0])
        for path in files(ROOT, "requirements/*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"[a-z]", line)
    }
    assert declared(ROOT) <= locked
