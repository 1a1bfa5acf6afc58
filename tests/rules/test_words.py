"""Words that would make a ledger of care, and names that say nothing.

Definitions, texts and column names are read, not comments: one may say why a thing is not there.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, files, finding, lines, modules, none_of, plant

FORBIDDEN = re.compile(
    r"\b(match(es|ed|ing)?|providers?|receivers?|exchanges?|balances?|contributions?|points|hours"
    r"|credits?|completed by|no shows?|reliability|rank(s|ed|ing)?|streaks?|patients?"
    r"|(user )?scores?|leaderboards?|badges?|karma)\b"
)

# What the platform or the clock calls by such a word, taken out before looking.
ALLOWED = {
    r"(?i:quiet hours)": "when a phone keeps silent",
    r"\b(\d+|one|two|three|few|\{\w+\}|%\(\w+\)s) hours": "a stretch of time in a sentence",
    r"\bapp_badge\b|\b(set|clear)AppBadge\b|badge-\d+": "the dot on the app's icon, a web standard",
    r"\bbadge:|\"badge\"|^badge$|\.badge\b": "the small icon of a notification, a web standard",
    r"\bmaxTouchPoints\b|\.matches\b": "the browser's own name",
    r"\.match(All)?\(|\bmatchMedia\b|\bmatch-(parent|source)\b": "the browser's own name",
    r"\b[gs]et(UTC)?Hours\b|\bhours: ": "the browser's own name",
    r"text-wrap: balance": "lines of a heading evened out",
}

NAMELESS = {"common", "helper", "helpers", "manager", "managers", "misc", "models", "services"}
NAMELESS |= {"util", "utils", "views"}

COMMENTS = {
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".html": re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL),
    ".js": re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL),
}
WRITTEN = ("templates/**/*", "static/**/*.js", "static/**/*.css", "static/**/*.webmanifest")


def ledger_words_in_code(root: Path) -> Iterator[str]:
    for path, module in modules(root, "circles/**/*.py", "migrations/**/*.py"):
        explained = set(map(id, explanations(module)))
        for node in ast.walk(module):
            for text in [] if id(node) in explained else said_by(node):
                if word := ledger_word(text):
                    yield finding(root, path, getattr(node, "lineno", 1), f"{word!r} in {text!r}")


def explanations(module: ast.Module) -> Iterator[ast.expr]:
    """Docstrings, and the strings below a constant that explain it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def said_by(node: ast.AST) -> list[str]:
    """The names a node brings into the world, and the text it holds."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
            return [name]
        case ast.Attribute(attr=name, ctx=ast.Store()):
            return [name]
        case ast.Constant(value=str(text)):
            return [text]
    return []


def ledger_words_in_copy(root: Path) -> Iterator[str]:
    for path in files(root, *WRITTEN):
        text = path.read_text(encoding="utf-8")
        if comment := COMMENTS.get(path.suffix):
            text = comment.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(text.splitlines(), start=1):
            if word := ledger_word(line):
                yield finding(root, path, number, f"{word!r} in {line.strip()!r}")


def ledger_word(text: str) -> str | None:
    """The first forbidden word in a text, whichever way its words are joined."""
    for allowed in ALLOWED:
        text = re.sub(allowed, " ", text)
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", text).lower()
    found = FORBIDDEN.search(apart)
    return found[0] if found else None


def nameless_files(root: Path) -> Iterator[str]:
    for path in files(root, "circles/**/*", "templates/**/*", "static/**/*", "tests/**/*"):
        place = path.relative_to(root)
        words = {word for part in place.parts for word in re.split(r"[_.-]", part.lower())}
        for word in sorted(words & NAMELESS):
            yield finding(root, path, 1, f"{word!r} is no noun of care; say what is in it")
        if said := ledger_word(str(place)):
            yield finding(root, path, 1, f"{said!r} in a file's name")


def promises_to_do_later(root: Path) -> Iterator[str]:
    later = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
    for path, number, line in lines(root, "circles/**/*", "templates/**/*", "static/**/*.[cj]s*"):
        if found := later.search(line):
            yield finding(root, path, number, f"{found[0]}: do it now, or file it")


RULES = [ledger_words_in_code, ledger_words_in_copy, nameless_files, promises_to_do_later]


@pytest.mark.parametrize("rule", RULES)
def test_no_word_keeps_score(rule):
    none_of(rule(ROOT))


@pytest.mark.parametrize(
    "code",
    [
        "class Match: pass",
        "def rank_helpers(): pass",
        "def show(person, user_score): pass",
        "helper_points = 3",
        "completed_by: Mapped[int] = column()",
        "person.streak = 4",
        "say(Phrase('You gave 3 hours, thank you; your reliability grows'))",
        "op.add_column('person', sa.Column('no_show', sa.Boolean()))",
        "schema = {'contributionCount': 3}",
    ],
)
def test_a_ledger_word_in_code_is_found(tmp_path, code):
    assert list(ledger_words_in_code(plant(tmp_path, "circles/needs/need.py", code)))


@pytest.mark.parametrize(
    "code",
    [
        "'''No points, no rank.'''",
        "if re.match(pattern, text): pass",
        "late = now - timedelta(hours=48)",
        "Phrase('Quiet for 8 hours')",
        "payload = {'app_badge': 1}",
        "Phrase('Your endpoints')",
    ],
)
def test_a_harmless_word_in_code_is_let_pass(tmp_path, code):
    none_of(ledger_words_in_code(plant(tmp_path, "circles/needs/need.py", code)))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/you.html", "<p>{{ _('You helped: 12 points') }}</p>"),
        ("templates/mail/ask/body.txt", "your provider"),
        ("static/css/rank.css", ".helper-rank { color: red }"),
        ("static/js/app.js", "const userScore = 3;"),
    ],
)
def test_a_ledger_word_in_copy_is_found(tmp_path, path, text):
    assert list(ledger_words_in_copy(plant(tmp_path, path, text)))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/you.html", "{# no points #}<p>{{ _('Quiet hours') }}</p>"),
        ("static/css/type.css", "h1 { text-wrap: balance } /* no rank */"),
        ("static/js/app.js", "// no points\nif (location.hash.match(/x/)) caches.match(a);"),
    ],
)
def test_a_harmless_word_in_copy_is_let_pass(tmp_path, path, text):
    none_of(ledger_words_in_copy(plant(tmp_path, path, text)))


@pytest.mark.parametrize("path", ["circles/needs/utils.py", "tests/helpers.py", "static/rank.js"])
def test_a_file_that_says_nothing_is_found(tmp_path, path):
    assert list(nameless_files(plant(tmp_path, path, "")))


def test_a_promise_to_do_it_later_is_found(tmp_path):
    assert list(promises_to_do_later(plant(tmp_path, "circles/a.py", f"# {'todo'.upper()}")))
