"""CSS: what is used is defined, nothing comes from elsewhere, and left is not left for everyone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, finding, lines, none_of, plant, texts

SHEETS = "static/**/*.css"
USED = re.compile(r"var\(\s*(--[\w-]+)")
DEFINED = re.compile(r"(--[\w-]+)\s*:|setProperty\(\s*['\"](--[\w-]+)|@property\s+(--[\w-]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ELSEWHERE = re.compile(r"(url\(|@import)\s*['\"]?(https?:)?//")
SIDES = re.compile(
    r"(?<!area-)\b(margin|padding|border|inset)-(left|right|top|bottom)\b|^\s*(left|right)\s*:"
    r"|text-align\s*:\s*(left|right)\b|\bfloat\s*:\s*(left|right)\b"
)
# Above and below are the same in every script that runs in lines.
SAME_EVERYWHERE = re.compile(r"-(top|bottom)\b")
CLASS = re.compile(r"class=\"([^\"]*)\"")
SELECTED = re.compile(r"\.(-?[a-zA-Z][\w-]*)")
WORD = re.compile(r"[\w-]+")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def undefined_properties(root: Path) -> Iterator[str]:
    defined = {
        name
        for _, text in texts(root, SHEETS, "static/**/*.js")
        for found in DEFINED.findall(text)
        for name in found
    }
    for path, number, line in lines(root, SHEETS):
        for name in USED.findall(line):
            if name not in defined:
                yield finding(root, path, number, f"{name} is used and never defined")


def unused_properties(root: Path) -> Iterator[str]:
    used = {name for _, text in texts(root, SHEETS) for name in USED.findall(text)}
    for path, number, line in lines(root, SHEETS):
        for name in re.findall(r"(?<![\w-])(--[\w-]+)\s*:", line):
            if name not in used:
                yield finding(root, path, number, f"{name} is defined and never used")


def foreign_sheets(root: Path) -> Iterator[str]:
    for path, number, line in lines(root, SHEETS):
        if ELSEWHERE.search(line):
            yield finding(root, path, number, "loads from elsewhere")


def physical_sides(root: Path) -> Iterator[str]:
    for path, text in texts(root, SHEETS):
        plain = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(plain.splitlines(), start=1):
            side = SIDES.search(line)
            if side and not SAME_EVERYWHERE.search(side[0]):
                yield finding(root, path, number, f"{side[0]}: say inline-start or inline-end")


def unstyled_classes(root: Path) -> Iterator[str]:
    """A class in a template without a rule is a slip of the pen, or was left behind."""
    known = {name for _, text in texts(root, SHEETS) for name in SELECTED.findall(text)}
    known |= {word for _, text in texts(root, "static/**/*.js") for word in WORD.findall(text)}
    for path, number, line in lines(root, "templates/**/*.html"):
        # A class put together by Jinja cannot be read here; those beside it can.
        for value in CLASS.findall(JINJA.sub("{}", line)):
            for name in value.split():
                if name not in known and "{}" not in name:
                    yield finding(root, path, number, f".{name} has no rule in any sheet")


RULES = [
    undefined_properties,
    unused_properties,
    foreign_sheets,
    physical_sides,
    unstyled_classes,
]


@pytest.mark.parametrize("rule", RULES)
def test_sheets_keep_the_rules(rule):
    none_of(rule(ROOT))


@pytest.mark.parametrize(
    ("rule", "css"),
    [
        (undefined_properties, "p { color: var(--ink) }"),
        (unused_properties, ":root { --ink: black }"),
        (foreign_sheets, "@import 'https://fonts.example/a.css';"),
        (foreign_sheets, "p { background: url(//pictures.example/a.png) }"),
        (physical_sides, "p { margin-left: 4px }"),
        (physical_sides, "p {\n  text-align: right\n}"),
    ],
)
def test_a_fault_in_a_sheet_is_found(tmp_path, rule, css):
    assert list(rule(plant(tmp_path, "static/css/card.css", css)))


def test_a_class_without_a_rule_is_found(tmp_path):
    plant(tmp_path, "static/css/card.css", ".card { color: red }")
    plant(tmp_path, "templates/a.html", '<p class="card kard {{ x }} kind--{{ y }}">')
    (found,) = unstyled_classes(tmp_path)
    assert found == "templates/a.html:1: .kard has no rule in any sheet"


def test_a_good_sheet_is_let_pass(tmp_path):
    css = ":root { --ink: black }\np { color: var(--ink); margin-inline: 4px; padding-top: 0 }"
    plant(tmp_path, "static/css/card.css", css)
    none_of(found for rule in RULES for found in rule(tmp_path))
