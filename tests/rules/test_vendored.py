"""What others wrote and we carry along says its version, its licence and where it came from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, none_of, plant

FOLDERS = ("static/vendor", "tests/vendor", "static/js/vendor")
NEEDED = ("Version", "Licence", "Fetched with")


def unexplained(root: Path) -> Iterator[str]:
    for folder in filter(Path.is_dir, (root / name for name in FOLDERS)):
        readme = folder / "README.md"
        said = readme.read_text(encoding="utf-8") if readme.exists() else ""
        for word in NEEDED:
            if word not in said:
                yield f"{readme.relative_to(root)}:1: does not say: {word}"
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != readme and path.name not in said:
                yield f"{path.relative_to(root)}:1: stands in no README.md"


def test_everything_vendored_is_explained():
    none_of(unexplained(ROOT))


@pytest.mark.parametrize(
    ("said", "findings"),
    [
        (None, 4),
        ("x.js. Version 1. Licence: MIT. Fetched with: npm pack x", 0),
        ("x.js. Version 1. Fetched with: npm pack x", 1),
        ("y.js. Version 1. Licence: MIT. Fetched with: npm pack x", 1),
    ],
)
def test_a_stranger_without_papers_is_found(tmp_path, said, findings):
    plant(tmp_path, "static/vendor/x.js", "")
    if said is not None:
        plant(tmp_path, "static/vendor/README.md", said)
    assert len(list(unexplained(tmp_path))) == findings
