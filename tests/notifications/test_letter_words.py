"""Every letter, of every kind of news: well-formed, discreet on the outside, and nothing remote."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circles import clock
from circles.announcement import Words
from circles.fact import Fact
from circles.mail import Letter, read_url
from circles.notifications.bell import News
from circles.notifications.channels.email import Stationery
from circles.notifications.mail_desk import MailNews
from circles.notifications.mailing import MailClaim
from circles.notifications.preference import LETTERS, LOCK_SCREENS
from circles.notifications.weekly import MailWeek
from circles.phrase import Phrase
from circles.post import SmtpPost
from circles.web import write_letter
from circles.week import Planned, Week
from tests.hostile_words import HOSTILE
from tests.mail_server import html_of, text_of
from tests.notifications.test_every_payload import told  # noqa: F401 - a fixture

BASE = "https://care.example"
SENDER = "Circles <circles@care.example>"
NAMES = re.compile(r"Ruth|Sam|Ines|Omar|Maple|Dinner")
CLAIM = MailClaim(
    uuid.uuid4(),
    uuid.uuid4(),
    None,
    datetime(2026, 11, 24, tzinfo=UTC),
    datetime(2026, 11, 25, tzinfo=UTC),
    0,
    uuid.uuid4(),
    uuid.uuid4(),
    uuid.uuid4(),
)
VOID = {"meta", "hr", "br"}


class Page(HTMLParser):
    """Reads a letter in HTML: its words, its links, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.tags: set[str] = set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        named = dict(attributes)
        assert not named.keys() & {"src", "style", "onclick", "background"}
        if tag == "a":
            self.links.append(named["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def parsed(letter: Letter) -> EmailMessage:
    """As whoever gets it reads it, byte for byte."""
    server = read_url("smtp://127.0.0.1:2525")
    assert server is not None
    raw = SmtpPost(server, SENDER)._message(letter).as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    found = message_from_bytes(raw, policy=policy.default)
    assert not found.defects
    return found


def is_well_formed(letter: Letter) -> tuple[EmailMessage, Page]:
    found = parsed(letter)
    page = Page(html_of(found))
    assert found["List-Unsubscribe"] == f"<{letter.ends_at}>"
    assert sorted(found.keys()) == sorted(set(found.keys())), "no header comes twice"
    assert set(found.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("List-Unsubscribe", "List-Unsubscribe-Post", "Content-Type"),
    }
    assert page.tags <= {
        *("html", "head", "meta", "title", "body", "h2", "p", "a", "hr", "small", "ul", "li")
    }
    assert len(page.links) == 2
    assert all(link.startswith(f"{BASE}/") for link in page.links)
    assert all(link in text_of(found) for link in page.links)
    return found, page


def news_of(fact: Fact, words: Words) -> News:
    person, at = uuid.uuid4(), fact.recorded_at or clock.now()
    return News(person, fact.subject_id or uuid.uuid4(), at, words, None, None, False)


def letter_of(words: Words, level: str, letters: str = "unheard", circle="Maple Street") -> Letter:
    fact = Fact(kind="x", recorded_at=clock.now(), subject_id=uuid.uuid4())
    telling = MailNews([news_of(fact, words)], level, letters)
    return Stationery(write_letter, BASE).news("ines@example.org", circle, CLAIM, telling)


def test_every_news_is_well_formed_and_discreet_outside(told):  # noqa: F811
    assert len(told) > 20
    for _fact, words in told:
        for level in LOCK_SCREENS:
            found, page = is_well_formed(letter_of(words, level))
            assert not NAMES.search(found["Subject"]), found["Subject"]
            assert ("Maple Street, in Circles" in text_of(found)) is (level == "words")
            if level == "nothing":
                assert found["Subject"] == "Something new in your circle"
                assert not NAMES.search(page.words + text_of(found))


@pytest.mark.parametrize("letters", LETTERS[:2])
def test_it_says_why_it_came_and_how_it_ends(world, letters):
    words = Words(*[Phrase("A thing")] * 3, "/needs/1", "x", clock.now())
    found = parsed(letter_of(words, "words", letters))
    why = {"unheard": "because no phone of yours took it", "always": "because you chose"}[letters]
    for said in (text_of(found), html_of(found)):
        assert why in said
        assert "/letters/" in said


def hostile(text: str) -> Words:
    line = Phrase("{name} asks: {title}", name=text, title=text)
    return Words(Phrase("A new ask"), Phrase("A meal"), line, "/needs/1", "x", clock.now())


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_whatever_somebody_is_called_writes_no_header_and_no_tag(app, number):
    text = HOSTILE[number]
    found, page = is_well_formed(letter_of(hostile(text), "words", circle=text))
    assert found["Subject"] == "A new ask"
    assert "script" not in page.tags


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_leaves_a_letter_whole(applied, text):
    with applied.app_context():
        is_well_formed(letter_of(hostile(text), "words", circle=text))


@pytest.fixture(scope="module")
def applied(applications, tmp_path_factory):
    """An application that needs no database."""
    from circles.settings import Settings

    home = str(tmp_path_factory.mktemp("words"))
    return applications.lend(Settings.from_environment({"CIRCLES_INSTANCE_PATH": home}))


@pytest.mark.parametrize("level", LOCK_SCREENS)
@pytest.mark.parametrize("has", ["open", "own", "both"])
def test_every_week_is_well_formed(app, level, has):
    thing = [Planned(Phrase("Tuesday: A ride"), Phrase("{t}", t="<b>Ruth & co</b>\r\nBcc: x"))]
    week = Week(
        Phrase("a ride is still open in the next days.") if has != "own" else None,
        thing if has != "own" else [],
        thing if has != "open" else [],
    )
    claim = replace(CLAIM, fact_id=None)
    letter = Stationery(write_letter, BASE).week(
        "i@example.org", "A\r\nB", claim, MailWeek(week, level)
    )
    found, page = is_well_formed(letter)
    assert found["Subject"] in ("Your circle this week", "Something new in your circle")
    assert ("Ruth & co" in page.words) is (level == "words")
    assert ("A B, in Circles" in " ".join(page.words.split())) is (level == "words")
    assert "Bcc" not in found


def test_news_of_a_place_with_a_long_address_keeps_its_links(app):
    base = f"https://{'long.' * 30}example"
    letter = Stationery(write_letter, base)._letter(
        "week",
        "i@example.org",
        CLAIM,
        "weekly",
        path="/circles/x",
        subject=Phrase("A week"),
        is_blank=True,
    )
    assert parsed(letter)["List-Unsubscribe"] == f"<{letter.ends_at}>"
    raw = SmtpPost(read_url("smtp://127.0.0.1:25"), SENDER)._message(letter).as_bytes()
    assert f"List-Unsubscribe: <{letter.ends_at}>\r\n".encode() in raw
