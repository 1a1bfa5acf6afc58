"""What the rule tests read: the files of this repository, or of a small one planted by a test.

A rule is a function from a root to findings, sentences that begin with a file and a line. Each is
tried twice: on the repository, where it must find nothing, and on a planted violation, where it
must find that. A rule that cannot find anything is not a rule.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

NOT_OURS = {"node_modules", "instance", "vendor", "test-results", "__pycache__"}
NOT_TEXT = {".ico", ".jpg", ".mo", ".png", ".webp"}


def files(root: Path, *patterns: str) -> list[Path]:
    """The files below the root that match, without what is generated or vendored, in order."""
    found = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_file() and is_ours(path.relative_to(root)))


def is_ours(path: Path) -> bool:
    hidden = any(part.startswith(".") and part != ".ci" for part in path.parts[:-1])
    return not hidden and NOT_OURS.isdisjoint(path.parts)


def texts(root: Path, *patterns: str) -> Iterator[tuple[Path, str]]:
    for path in files(root, *patterns):
        if path.suffix not in NOT_TEXT:
            yield path, path.read_text(encoding="utf-8")


def lines(root: Path, *patterns: str) -> Iterator[tuple[Path, int, str]]:
    """Every line of the files that match, with its number."""
    for path, text in texts(root, *patterns):
        for number, line in enumerate(text.splitlines(), start=1):
            yield path, number, line


def modules(root: Path, *patterns: str) -> Iterator[tuple[Path, ast.Module]]:
    for path, text in texts(root, *patterns):
        yield path, ast.parse(text, filename=str(path))


def finding(root: Path, path: Path, line: int, sentence: str) -> str:
    return f"{path.relative_to(root)}:{line}: {sentence}"


def literal(node: ast.expr | None) -> str | None:
    """The text a node stands for, where it is a plain string."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None


def plant(root: Path, path: str, text: str) -> Path:
    """Writes one file of a small repository for a rule to look at; returns the root."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return root


def none_of(findings: Iterable[str]) -> None:
    """Fails with one finding per line."""
    found = list(dict.fromkeys(findings))
    assert not found, "\n" + "\n".join(found)
