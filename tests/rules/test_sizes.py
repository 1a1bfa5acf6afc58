"""How long things may be, so that each can be read at one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, files, finding, modules, none_of, plant, texts

# Lines per file. The first pattern that fits a file counts.
CEILINGS = {
    "tests/**/*.py": 300,
    "circles/**/*.py": 200,
    "wsgi.py": 200,
    "migrations/env.py": 200,
    "templates/**/*": 100,
    "static/js/elements/**/*.js": 60,
    "static/**/*.js": 100,
    "static/**/*.css": 150,
    "bin/*": 200,
}
FUNCTION = 30
MOST_FUNCTIONS = 15
ONE_IN = 10

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(root: Path) -> Iterator[str]:
    seen: set[Path] = set()
    for pattern, ceiling in CEILINGS.items():
        for path, text in texts(root, pattern):
            length = len(text.splitlines())
            if path not in seen and length > ceiling:
                yield finding(root, path, length, f"more than {ceiling} lines")
            seen.add(path)


def long_functions(root: Path) -> Iterator[str]:
    for path, function in functions(root, "circles/**/*.py", "tests/**/*.py"):
        if length(function) > FUNCTION:
            sentence = f"{function.name} has {length(function)} lines; {FUNCTION} are allowed"
            yield finding(root, path, function.lineno, sentence)


def too_many_middling_functions(root: Path) -> Iterator[str]:
    """One function in ten may be longer than most; more than that and the house is crowded."""
    all_of_them = list(functions(root, "circles/**/*.py"))
    middling = [pair for pair in all_of_them if length(pair[1]) > MOST_FUNCTIONS]
    if len(middling) * ONE_IN > len(all_of_them):
        for path, function in middling:
            sentence = f"{function.name} has {length(function)} lines, as too many others have"
            yield finding(root, path, function.lineno, sentence)


def functions(root: Path, *patterns: str) -> Iterator[tuple[Path, Function]]:
    for path, module in modules(root, *patterns):
        for node in ast.walk(module):
            if isinstance(node, Function):
                yield path, node


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring: explaining is free."""
    assert function.end_lineno
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


@pytest.mark.parametrize("rule", [long_files, long_functions, too_many_middling_functions])
def test_nothing_is_longer_than_it_may_be(rule):
    none_of(rule(ROOT))


def test_there_is_something_to_measure():
    assert files(ROOT, "circles/**/*.py")


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("circles/needs/need.py", 201),
        ("tests/needs/test_need.py", 301),
        ("templates/needs/need.html", 101),
        ("static/js/elements/link-token.js", 61),
        ("static/js/app.js", 101),
        ("static/css/card.css", 151),
    ],
)
def test_a_file_one_line_too_long_is_found(tmp_path, path, length):
    none_of(long_files(plant(tmp_path, path, "\n" * (length - 1))))
    assert list(long_files(plant(tmp_path, path, "\n" * length)))


def test_a_long_function_is_found(tmp_path):
    body = "    x = 1\n" * 29
    none_of(long_functions(plant(tmp_path, "circles/a.py", f"def f():\n    '''Why.'''\n{body}")))
    assert list(long_functions(plant(tmp_path, "circles/a.py", f"def f():\n    x = 1\n{body}")))


def test_too_many_middling_functions_are_found(tmp_path):
    short = "".join(f"def f{i}():\n    pass\n" for i in range(9))
    middling = "def g():\n" + "    x = 1\n" * 15
    none_of(too_many_middling_functions(plant(tmp_path, "circles/a.py", short + middling)))
    plant(tmp_path, "circles/b.py", middling)
    assert len(list(too_many_middling_functions(tmp_path))) == 2
