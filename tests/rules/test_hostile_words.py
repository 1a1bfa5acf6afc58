"""Whatever is typed into whichever field: refused with a sentence, or kept and shown harmlessly."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import delete, select

from circles.database import db
from circles.needs import KINDS, Opening
from tests.hostile_words import HOSTILE
from tests.rules.hostile_fields import ADDED, FIELDS, FORMS, in_words
from tests.rules.repository import none_of

OPENS, CLOSES = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
AT_ONCE = 20
"""Words that are looked at together, where a page shows all that were sent."""
NEW = re.compile(r'"(id|\w+_at)":"[^"]*"')
TURNS = re.compile(f"[{OPENS}{CLOSES}]")
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


class Shown(HTMLParser):
    """The tags, attributes and words of a page, to look for what typed words must not become."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.objections: list[str] = []
        self.words = ""
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
        self.words += words
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


def kept(answer: Any) -> str:
    """What the answer says is kept, without what is new in each answer."""
    return NEW.sub("", answer.text)


def badly_answered(answer: Any) -> list[str]:
    """What is wrong with an answer that refuses."""
    if answer.status_code == 422:
        return [] if len(sentence(answer)) >= 10 else ["refused without a sentence"]
    return [answer.status] if answer.status_code >= 400 else []


Send, Look = Callable[[str], Any], Callable[[], list[str]]


def harm_one_by_one(typed: Sequence[str], send: Send, look: Look) -> Iterator[str]:
    """They are added again to see which of them adds harm."""
    before, found = Counter(look()), False
    for one in typed:
        send(one)
        after = Counter(look())
        for no in after - before:
            found = True
            yield f"{one[:20]!r}: {no}"
        before = after
    if not found:
        yield f"one of {[one[:20] for one in typed]}: {[*before]}"


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
        if answer.status_code < 400:
            found += [f"{typed[:20]!r}: {no}" for no in harm(sam, page.format(**ids))]
    found += [f"of what was refused: {no}" for no in harm(sam, page.format(**ids))]
    none_of(found)


def test_there_are_two_hundred():
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in ADDED])
def test_whatever_is_typed_is_refused_kindly_or_shown_harmlessly(field, world, ids, harm):
    """Two that are kept as the same words look the same, and are looked at once."""
    method, address, body, page = FIELDS[field]
    sam = world.client("Sam")
    found, seen = [], set()
    for typed in HOSTILE:
        answer = sam.open(address.format(**ids), method=method, json=body(typed))
        wrong = badly_answered(answer)
        if answer.status_code < 400 and kept(answer) not in seen:
            seen.add(kept(answer))
            wrong += harm(sam, page.format(**ids))
        found += [f"{typed[:20]!r}: {no}" for no in wrong]
    none_of(found)
    assert len(seen) > 100, "the answer does not say what is kept"
    db.session.rollback()


@pytest.mark.parametrize("field", ADDED)
def test_whatever_is_added_is_refused_kindly_or_shown_harmlessly(field, world, ids, harm):
    """The page is looked at when there are some, and not so many that it shows fewer."""
    method, address, body, page = FIELDS[field]
    sam = world.client("Sam")

    def send(typed: str) -> Any:
        return sam.open(address.format(**ids), method=method, json=body(typed))

    def look() -> list[str]:
        return harm(sam, page.format(**ids))

    found = []
    for n in range(0, len(HOSTILE), AT_ONCE):
        some = HOSTILE[n : n + AT_ONCE]
        with forgotten_again(*ADDED[field]) as added:
            for typed in some:
                found += [f"{typed[:20]!r}: {no}" for no in badly_answered(send(typed))]
            is_harmless = not look()
            words = Shown(sam.get(page.format(**ids)).text).words
            hidden = [one for one in added() if (one or "") not in words]
        if not is_harmless:
            with forgotten_again(*ADDED[field]):
                found += harm_one_by_one(some, send, look)
        else:
            assert hidden == [], "this page shows fewer than there are"
    none_of(found)


@contextmanager
def forgotten_again(model: Any, column: str) -> Iterator[Callable[[], list[str]]]:
    """Takes what is added away again; what is yielded says which words these are."""
    before = [*db.session.scalars(select(model.id))]
    is_new = model.id.not_in(before)
    yield lambda: [*db.session.scalars(select(getattr(model, column)).where(is_new))]
    db.session.execute(delete(model).where(is_new))
    db.session.commit()


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
