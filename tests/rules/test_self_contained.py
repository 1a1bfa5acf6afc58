"""The repository speaks of Circles alone: no machine it was written on, no place to fetch from."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import NOT_TEXT, ROOT, files, finding, none_of, plant

EVERYTHING = ("*", ".ci/*", "**/*")
# Written so that this file does not speak of them either.
FORBIDDEN = {
    r"(?<![\w.~-])/(work|root)/": "a folder of one machine",
    r"\.\./share[d]\b|\.librar[y]/": "a folder beside the repository",
    r"\bpyen[v]\b|/tmp/brie[f]": "a tool of one machine",
    r"\b(pypi|pythonhosted|npmjs|yarnpkg|debian|crates)\.(org|com|io|net)\b": "a registry's host",
    r"--(extra-)?index-ur[l]\b|--find-link[s]\b|--registr[y]\b": "where packages come from",
}


def foreign_words(root: Path) -> Iterator[str]:
    for path in files(root, *EVERYTHING):
        if path.suffix in NOT_TEXT:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for pattern, what in FORBIDDEN.items():
                if found := re.search(pattern, line):
                    yield finding(root, path, number, f"{what}: {found[0]}")


def unhashed_packages(root: Path) -> Iterator[str]:
    for path in files(root, "requirements/*.txt"):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r"^[a-z][^\n]*\n(?!    --hash=)", text, re.MULTILINE):
            line = text[: found.start()].count("\n") + 1
            yield finding(root, path, line, f"no hash: {found[0].strip()}")


def test_the_repository_speaks_of_circles_alone():
    none_of(foreign_words(ROOT))


def test_every_package_is_locked_with_its_hash():
    assert len(files(ROOT, "requirements/*.txt")) == 2
    none_of(unhashed_packages(ROOT))


@pytest.mark.parametrize(
    "line",
    [
        f"cd /{'work'}/main",
        f"see ../{'shared'}/facts.md",
        f"fetched from https://{'pypi'}.org/simple",
        f"pip install --{'index-url'}=x",
    ],
)
def test_a_foreign_word_is_found(tmp_path, line):
    assert list(foreign_words(plant(tmp_path, "docs/deploy.md", line)))


def test_a_package_without_a_hash_is_found(tmp_path):
    lock = "flask==3.1 \\\n    --hash=sha256:0\nclick==8\n    # via flask\n"
    assert len(list(unhashed_packages(plant(tmp_path, "requirements/run.txt", lock)))) == 1
