"""Templates: a title each, every word through gettext, nothing inline, nothing from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError, nodes

from tests.rules.repository import ROOT, finding, none_of, plant, texts

PAGES = "templates/**/*.html"
MAIL = "templates/mail/**/*.txt"

# Said the same in every language.
NAMES = {"Circles"}
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title", "summary"}
TRANSLATORS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}

JINJA = re.compile(r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
EXTENDS = re.compile(r"\{%-?\s*extends\s+['\"]([^'\"]+)")
TITLE = re.compile(r"\{%-?\s*block title\b")
LETTERS = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[A-Z][a-z]+( .*)?|\w+ \w+.*[.!?]", re.DOTALL)
# A macro may write attributes alone, for a tag that stands elsewhere.
ATTRIBUTE = re.compile(r"\b[\w-]+=\"[^\"]*\"")
ELSEWHERE = re.compile(r"(?:https?:)?//\w")


def pages_without_title(root: Path) -> Iterator[str]:
    pages = {str(path.relative_to(root / "templates")): text for path, text in texts(root, PAGES)}
    above = {name: found[1] for name, text in pages.items() if (found := EXTENDS.search(text))}
    for name, text in pages.items():
        path = root / "templates" / name
        titled = False
        parent: str | None = name
        while parent in above and not titled:
            titled = bool(TITLE.search(pages[parent]))
            parent = above[parent]
        if name in above and name not in above.values() and not titled:
            yield finding(root, path, 1, "sets no title: {% block title %}")
        if "<html" in text and "<title>" not in text:
            yield finding(root, path, 1, "has no <title>")


def untranslated_text(root: Path) -> Iterator[str]:
    for path, text in texts(root, PAGES):
        for line, words in Visible.of(text).words:
            yield finding(root, path, line, f"not through gettext: {words!r}")
    for path, text in texts(root, MAIL):
        for number, line in enumerate(without_jinja(text).splitlines(), start=1):
            if is_said(line):
                yield finding(root, path, number, f"not through gettext: {line.strip()!r}")


def untranslated_arguments(root: Path) -> Iterator[str]:
    """Sentences handed to a macro or a variable as plain strings; syntax errors too."""
    grammar = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path, text in texts(root, PAGES, MAIL):
        try:
            tree = grammar.parse(text)
        except TemplateSyntaxError as error:
            yield finding(root, path, error.lineno, f"does not parse: {error.message}")
            continue
        for line, sentence in plain_strings(tree):
            if SENTENCE.fullmatch(sentence) and sentence not in NAMES:
                yield finding(root, path, line, f"not through gettext: {sentence!r}")


def plain_strings(node: nodes.Node) -> Iterator[tuple[int, str]]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.lineno, child.value
        elif not is_translated(child):
            yield from plain_strings(child)


def is_translated(node: nodes.Node) -> bool:
    called = node.node if isinstance(node, nodes.Call) else None
    return isinstance(called, nodes.Name) and called.name in TRANSLATORS


def inline_or_foreign(root: Path) -> Iterator[str]:
    for path, text in texts(root, PAGES):
        for line, sentence in Visible.of(text).objections:
            yield finding(root, path, line, sentence)


class Visible(HTMLParser):
    """Reads a template as a browser would and notes what a person would see of it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[int, str]] = []
        self.objections: list[tuple[int, str]] = []

    @classmethod
    def of(cls, text: str) -> "Visible":
        page = cls()
        page.feed(without_jinja(text))
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.objections.append((line, f"inline <{tag}>"))
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.objections.append((line, f"inline {name}="))
            if name in READ_ALOUD and is_said(value):
                self.words.append((line, value))
            loads = name in {"src", "srcset", "action"} or (tag == "link" and name == "href")
            if loads and ELSEWHERE.match(value):
                self.objections.append((line, f"loads from elsewhere: {value}"))
            if value.lower().startswith("javascript:"):
                self.objections.append((line, "a script as an address"))

    def handle_data(self, data: str) -> None:
        data = ATTRIBUTE.sub(blank, data)
        if is_said(data):
            before = len(data) - len(data.lstrip())
            line = self.getpos()[0] + data[:before].count("\n")
            self.words.append((line, " ".join(data.split())))


def is_said(text: str) -> bool:
    return any(word not in NAMES for word in LETTERS.findall(text))


def without_jinja(text: str) -> str:
    """The template with its Jinja blanked out, every line where it was."""
    tag = re.sub(r"(</?)\{\{.*?\}\}", r"\1x", text)
    return JINJA.sub(blank, tag)


def blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


RULES = [pages_without_title, untranslated_text, untranslated_arguments, inline_or_foreign]


@pytest.mark.parametrize("rule", RULES)
def test_templates_keep_the_rules(rule):
    none_of(rule(ROOT))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (pages_without_title, '{% extends "layout.html" %}{% block content %}{% endblock %}'),
        (pages_without_title, "<!doctype html><html><body></body></html>"),
        (untranslated_text, "<p>Hello {{ name }}</p>"),
        (untranslated_text, "{% block title %}Board{% endblock %}"),
        (untranslated_text, "<p>{{ _('Hello') }}, you</p>"),
        (untranslated_text, '<input placeholder="Your name">'),
        (untranslated_text, '<{{ tag }} class="a">Hello</{{ tag }}>'),
        (untranslated_arguments, '{{ button("Send it") }}'),
        (untranslated_arguments, '{% set label = "Later" %}'),
        (untranslated_arguments, "{% if %}"),
        (inline_or_foreign, "<script>alert(1)</script>"),
        (inline_or_foreign, "<style>p { color: red }</style>"),
        (inline_or_foreign, '<p style="color: red"></p>'),
        (inline_or_foreign, '<button onclick="go()"></button>'),
        (inline_or_foreign, '<a href="javascript:go()"></a>'),
        (inline_or_foreign, '<img src="https://pictures.example/a.png">'),
        (inline_or_foreign, '<link rel="stylesheet" href="//fonts.example/a.css">'),
    ],
)
def test_a_fault_in_a_template_is_found(tmp_path, rule, text):
    assert list(rule(plant(tmp_path, "templates/needs/board.html", text)))


def test_an_untranslated_letter_is_found(tmp_path):
    assert list(untranslated_text(plant(tmp_path, "templates/mail/ask/body.txt", "Dear Ruth")))


@pytest.mark.parametrize(
    "text",
    [
        '{% extends "layout.html" %}{% block title %}{{ _("Board") }}{% endblock %}',
        "{# A card. #}<p>{{ _('Hello') }} · {% trans %}good day{% endtrans %}</p>",
        '<{{ "form" if can else "div" }} class="slot{{ " slot--over" if x }}"></{{ "form" }}>',
        "<html><title>{{ _('Way in') }} · Circles</title></html>",
        '<a href="https://circles.example">{{ _("Read on") }}</a>',
        '{{ field("name", _("Your name"), type="text", autocomplete="given-name") }}',
    ],
)
def test_a_good_template_is_let_pass(tmp_path, text):
    plant(tmp_path, "templates/needs/board.html", text)
    none_of(found for rule in RULES for found in rule(tmp_path))
