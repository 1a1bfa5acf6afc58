"""Whatever is typed into whichever field: refused with a sentence, or kept and shown harmlessly."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from circles.database import db
from circles.needs import KINDS, Opening
from circles.needs.kind import Kind
from circles.needs.question import Question
from tests.hostile_words import HOSTILE
from tests.rules.repository import none_of

OPENS, CLOSES = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
FIRST = 5_000
"""Characters of a long text that are sent where several go in one request."""
TURNS = re.compile(f"[{OPENS}{CLOSES}]")
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")

Field = tuple[str, str, Callable[[str], dict[str, Any]], str]
"""Method, address, what is sent, and the page that shows it; `{…}` are ids."""


def in_words(kind: Kind) -> list[Question]:
    """The questions of a kind that are answered by typing."""
    return [question for question in kind.questions if question.type in ("line", "lines")]


FIELDS: dict[str, Field] = {
    "a person's name": ("PATCH", "/api/v1/me", lambda t: {"name": t}, "/circle"),
    "a circle's name": ("PATCH", "/api/v1/circles/{circle}", lambda t: {"name": t}, "/circle"),
    "words of welcome": (
        "PATCH",
        "/api/v1/circles/{circle}",
        lambda t: {"welcome_words": t},
        "/circles/{circle}/settings",
    ),
    "a covenant": ("PATCH", "/api/v1/circles/{circle}", lambda t: {"covenant": t}, "/"),
    "an ask's title": (
        "PATCH",
        "/api/v1/needs/{need}",
        lambda t: {"title": t},
        "/needs/{need}",
    ),
    "an ask's details": (
        "PATCH",
        "/api/v1/needs/{need}",
        lambda t: {"details": t},
        "/needs/{need}",
    ),
    "an address": (
        "PATCH",
        "/api/v1/needs/{need}",
        lambda t: {"private_details": t},
        "/needs/{need}",
    ),
    **{
        f"answers about {kind.key}": (
            "PATCH",
            f"/api/v1/needs/{{{kind.key}}}",
            lambda t, kind=kind: {
                "answers": {question.key: t[:FIRST] for question in in_words(kind)}
            },
            f"/needs/{{{kind.key}}}",
        )
        for kind in KINDS
        if in_words(kind)
    },
    **{
        f"an offer's {name}": (
            "PATCH",
            "/api/v1/offers/{offer}",
            lambda t, name=name: {name: t},
            "/offers/{offer}",
        )
        for name in ("title", "details", "suits")
    },
    "a note": (
        "PUT",
        "/api/v1/slots/{slot}/sign-up",
        lambda t: {"note": t},
        "/needs/{others}",
    ),
    "a note for every time": (
        "PUT",
        "/api/v1/series/{series}/sign-up",
        lambda t: {"note": t},
        "/needs/{repeating}",
    ),
    "a word in a thread": (
        "POST",
        "/api/v1/needs/{need}/messages",
        lambda t: {"words": t},
        "/needs/{need}",
    ),
    "words of thanks": (
        "PUT",
        "/api/v1/needs/{need}/thanks/{ines}",
        lambda t: {"words": t},
        "/needs/{need}",
    ),
    "whom an ask is for": (
        "POST",
        "/api/v1/circles/{circle}/needs",
        lambda t: {"kind": "meal", "title": "Dinner", "for_name": t, "attested": True},
        "/",
    ),
    "whom an invitation is for": (
        "POST",
        "/api/v1/circles/{circle}/invitations",
        lambda t: {"kind": "personal", "note": t},
        "/circle",
    ),
}


class Shown(HTMLParser):
    """The tags, attributes and words of a page, to look for what typed words must not become."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.objections: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "script" and "src" not in given:
            self.objections.append("a script in the page")
        self.objections += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        if (given.get("src") or given.get("href") or "").startswith(("javascript:", "x")):
            self.objections.append(f"<{tag}> leads astray")

    def handle_data(self, words: str) -> None:
        if NO_CHARACTER.search(words):
            self.objections.append("a character that is none")
        depth = 0
        for c in TURNS.findall(words):
            depth += (c in OPENS) - (c in CLOSES)
            if depth < 0:
                break
        if depth:
            self.objections.append("the text around it is turned")


def sentence(answer: Any) -> str:
    problem = json.loads(answer.data)
    return problem["errors"][0]["detail"] if problem.get("errors") else problem["detail"]


@pytest.fixture
def harm(database_kind) -> Callable[[Any, str], list[str]]:
    """What is wrong with a page; they are looked at on one database, because what is kept is the
    same on the other."""
    return harm_of if database_kind == "sqlite" else lambda client, page: []


def harm_of(client: Any, page: str) -> list[str]:
    answer = client.get(page)
    if answer.status_code != 200:
        return [f"shown with {answer.status}"]
    return Shown(answer.text).objections


@pytest.fixture
def ids(world) -> dict[str, object]:
    need, others = world.ask("Sam", openings=[Opening()]), world.ask("Ruth")
    world.promise(need, "Ines")
    repeating = world.repeat("Ruth", rule="FREQ=WEEKLY")
    kinds = {kind.key: world.ask("Sam", kind=kind.key).id for kind in KINDS if in_words(kind)}
    return kinds | {
        "repeating": repeating.id,
        "series": repeating.slots[0].series_id,
        "circle": world.circle.id,
        "need": need.id,
        "offer": world.offer("Sam").id,
        "others": others.id,
        "ines": world.ines.id,
        "slot": others.slots[0].id,
    }


BOX = re.compile(r"<textarea.*?</textarea>", re.DOTALL)

FORMS: dict[str, tuple[str, Callable[[str], dict[str, str]], str]] = {
    "what helps to care for someone": (
        "/memberships/{member}/about",
        lambda t: {"about": t},
        "/memberships/{member}",
    ),
    "a name in a form": ("/you", lambda t: {"name": t}, "/circle"),
    "an e-mail address": ("/you/address", lambda t: {"email": t}, "/you/address"),
    "digits": ("/you/address/code", lambda t: {"code": t}, "/you/address"),
    "a code read aloud": ("/join/invitation", lambda t: {"token": t}, "/join"),
}
"""Address, what is sent, and the page that shows it: words that come by a form alone."""


@pytest.mark.parametrize("field", FORMS)
def test_whatever_is_typed_into_a_form_comes_back_or_is_shown_harmlessly(field, world, ids, harm):
    address, sent, page = FORMS[field]
    ids = ids | {"member": world.places["Sam"].id}
    sam = world.client("Sam")
    found = []
    for typed in HOSTILE:
        answer = sam.post(address.format(**ids), data=sent(typed))
        if answer.status_code >= 500:
            found.append(f"{typed[:20]!r}: {answer.status}")
        around = BOX.sub("", answer.text)  # a box of one's own words turns nothing around it
        found += [f"{typed[:20]!r}: {no}" for no in Shown(around).objections]
        found += [f"{typed[:20]!r}: {no}" for no in harm(sam, page.format(**ids))]
    none_of(found)


def test_there_are_two_hundred():
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_is_typed_is_refused_kindly_or_shown_harmlessly(field, world, ids, harm):
    method, address, body, page = FIELDS[field]
    sam = world.client("Sam")
    found = []
    for typed in HOSTILE:
        answer = sam.open(address.format(**ids), method=method, json=body(typed))
        if answer.status_code == 422:
            if len(sentence(answer)) < 10:
                found.append(f"{typed[:20]!r}: refused without a sentence")
        elif answer.status_code >= 400:
            found.append(f"{typed[:20]!r}: {answer.status}")
        else:
            found += [f"{typed[:20]!r}: {no}" for no in harm(sam, page.format(**ids))]
    none_of(found)
    db.session.rollback()


@pytest.mark.parametrize(
    "page",
    [
        "<p>Sam\u202e</p>",
        "<p>S\0m</p>",
        "<p>Sam\ud800</p>",
        "<p onclick='x'>Sam</p>",
        "<script>alert(1)</script>",
        "<a href='javascript:x'>Sam</a>",
    ],
)
def test_harm_is_found(page):
    assert Shown(page).objections


def test_a_plain_page_is_let_pass():
    assert not Shown('<script src="/app.js"></script><p>\u2067שרה\u2069 "O\'Neil"</p>').objections
