"""What is inside a push: valid declarative JSON, small, and of one topic per tag."""

import json
import re
from datetime import UTC, datetime

import pytest

from circles.announcement import Words
from circles.notifications.channels import payload
from circles.phrase import Phrase

BASE = "https://care.example"


def words(title: str = "A new ask", body: str = "Company, Sunday afternoon") -> Words:
    return Words(
        title=Phrase("{text}", text=title),
        body=Phrase("{text}", text=body),
        line=Phrase("Ruth asks: Someone to sit with me"),
        path="/needs/1",
        tag="need-1",
        matters_until=datetime(2026, 11, 30, tzinfo=UTC),
    )


def test_it_is_declarative_json() -> None:
    told = json.loads(payload.full(words(), BASE, "en"))
    assert told == {
        "web_push": 8030,
        "notification": {
            "title": "A new ask",
            "body": "Company, Sunday afternoon",
            "navigate": "https://care.example/needs/1",
            "lang": "en",
            "dir": "ltr",
            "tag": "need-1",
        },
    }


def test_it_says_nothing_of_what_only_the_inbox_says() -> None:
    assert b"Ruth" not in payload.full(words(), BASE, "en")
    assert b"Ruth" not in payload.short(words(), BASE, "en")


@pytest.mark.parametrize("locale", ["en", "de", "he", "ar", "zh_Hant"])
def test_language_and_direction_are_said(locale: str) -> None:
    told = json.loads(payload.full(words(), BASE, locale))["notification"]
    assert told["lang"] == locale.replace("_", "-")
    assert told["dir"] == ("rtl" if locale in ("he", "ar") else "ltr")


@pytest.mark.parametrize("letter", ["a", "ä", "食", "\N{FAMILY}", '"', "\n", "\\"])
@pytest.mark.parametrize("length", [10, 500, 1000, 5000])
def test_however_long_the_words_it_fits(letter: str, length: int) -> None:
    for said in (words(body=letter * length), words(title=letter * length)):
        sent = payload.full(said, BASE, "en")
        assert len(sent) <= payload.LARGEST
        assert json.loads(sent)["web_push"] == 8030
        assert len(payload.short(said, BASE, "en")) <= 400


def test_a_topic_is_32_characters_that_tell_nothing() -> None:
    topic = payload.topic(words())
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", topic)
    assert topic == payload.topic(words(title="Something else"))
    assert "need" not in topic
