"""Words as people type them, and as people type them who mean no good."""

import json
import unicodedata

import pytest
from marshmallow import Schema, ValidationError
from sqlalchemy import select

from circles.accounts import Person
from circles.database import db
from circles.typed import NAME_LENGTH, Prose, Words, tidy


class Form(Schema):
    """One field of each sort."""

    name = Words(NAME_LENGTH, required=True)
    note = Words(NAME_LENGTH, blank=True)
    details = Prose(2000, blank=True)


def name(typed: object) -> str:
    return Form().load({"name": typed})["name"]


def refusal(**typed: object) -> str:
    with pytest.raises(ValidationError) as no:
        Form().load({"name": "Ruth", **typed})
    return str(next(iter(no.value.normalized_messages().values()))[0])


@pytest.mark.parametrize(
    "typed",
    [
        "Ruth",
        "Bo",
        "O’Brien-Smith, the 3rd",
        "Nguyễn Thị Ánh",
        "שָׁלוֹם",
        "عبد الله",
        "می‌خواهم",  # Persian, with the joiner it needs
        "श्रीमती",
        "བསྒྲུབས",
        "山田太郎",
        "Ω",
        "👩‍👩‍👧‍👦",
        "❤️",
        "🩷",  # younger than the tables of Python 3.11
        "😶‍🌫️ Sam",
        "<b>Robert'); DROP TABLE person;--</b>",
        "{{ 7 * 7 }} {name} %s",
    ],
)
def test_real_names_are_kept_as_they_are(typed):
    assert name(typed) == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ruth  ", "Ruth"),
        ("Ruth\tand\nSam", "Ruth and Sam"),
        ("Ruth\r\nSam", "Ruth Sam"),
        ("Ruth\u00a0\u2003Sam", "Ruth Sam"),
        ("Ruth\u2028Sam", "Ruth Sam"),
        ("R\u200bu\u2060t\ufeffh", "Ruth"),  # zero width
        ("R\u00aduth", "Ruth"),  # soft hyphen
        ("Ruth\x07\x1b[31m\x7f\x85", "Ruth[31m"),
        ("Ruth\U000e0041\U000e0042", "Ruth"),  # tags: invisible words
        ("Ruth\ufdd0\uffff\U0010ffff", "Ruth"),  # never characters
        ("Ruth\ue000", "Ruth"),  # private use: anyone's guess
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_seen_goes(typed, kept):
    assert name(typed) == kept


def test_zalgo_is_cut_down_to_what_languages_need():
    kept = name("Z" + "\u0301" * 40 + "a" + "\u0316\u0489" * 20 + "l")
    assert [c for c in kept if c.isalpha()] == ["Ź", "a", "l"]
    assert len(kept) <= 3 + 2 * 4


@pytest.mark.parametrize("mark", ["\u0300", "\u0489", "\u20dd", "\ufe0f", "\u034f"])
def test_no_mark_can_be_piled_up(mark):
    assert name("a" + mark * 50).count(mark) <= 8


@pytest.mark.parametrize(
    "typed",
    [
        "\u202eRuth",
        "Ruth\u202c",
        "\u2066Ruth",
        "Ruth\u2069",
        "\u2067Ruth\u202c",
        "\u202b\u2067Ruth\u202c\u2069",
        "\u2069Ruth\u2066",
    ],
)
def test_a_direction_that_is_not_ended_is_refused(typed):
    assert "turns the text around" in refusal(name=typed)


@pytest.mark.parametrize(
    "typed", ["\u2067רות\u2069 Ruth", "\u202bרות\u202c", "\u2066a\u202bb\u202c\u2069", "רות\u200f!"]
)
def test_a_direction_that_is_ended_is_kept(typed):
    assert name(typed) == typed


@pytest.mark.parametrize("typed", ["Ru\0th", "\0", "Ruth\ud800", "\udfff", json.loads('"\\udead"')])
def test_what_no_database_keeps_is_refused(typed):
    assert refusal(name=typed) == "There is a character in it that cannot be kept."


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\u200b\u2060\ufeff",
        "\u200d\u200c",
        "\u200e\u200f",
        "\u2067\u2069",
        "\u0301\u0302",
        "\u3164",  # Hangul filler: a letter that draws nothing
        "\u115f\u1160\uffa0",
        "\u2800",  # braille with no dot
        "\u034f\ufe0f",
        "\n\n\t",
    ],
)
def test_a_name_that_nobody_can_see_is_no_name(typed):
    assert refusal(name=typed) == "Please write something here."


@pytest.mark.parametrize("typed", [None, 3, True, ["Ruth"], {"name": "Ruth"}, b"\xff"])
def test_what_is_not_words_is_a_sentence(typed):
    assert refusal(name=typed).startswith("Please write")


def test_a_missing_name_is_a_sentence():
    with pytest.raises(ValidationError) as no:
        Form().load({})
    assert no.value.messages == {"name": ["Please write something here."]}


def test_a_name_may_be_as_long_as_its_column():
    assert len(name("x" * NAME_LENGTH)) == NAME_LENGTH
    assert refusal(name="x" * (NAME_LENGTH + 1)) == "Please keep it to 60 characters."


def test_ten_thousand_characters_are_too_many():
    assert refusal(name="x" * 10_000) == "Please keep it to 60 characters."
    assert refusal(details="x" * 10_000) == "Please keep it to 2000 characters."


def test_the_length_counts_what_is_kept():
    assert name("  " + "x" * NAME_LENGTH + "\u200b" * 500) == "x" * NAME_LENGTH


def test_something_optional_may_be_left_blank():
    assert Form().load({"name": "Ruth", "note": " \u200b", "details": ""})["note"] == ""


def test_prose_keeps_its_lines_and_no_empty_end():
    assert tidy("\n One \r\ntwo\r\n\r\n  three  \n", lines=True) == "One\ntwo\n\n  three"


def test_tidy_words_stay_tidy():
    for typed in ("e\u0301" * 3, "a\u202b b\u202c ", " \u200dx\u0301\u0301\u0301\u0301\u0301"):
        assert tidy(tidy(typed)) == tidy(typed)


@pytest.mark.parametrize("typed", ["👩‍👩‍👧‍👦" * 5, "ȩ́" * 20, "🩷" * NAME_LENGTH, "ﷺ" * NAME_LENGTH])
def test_what_was_let_in_comes_back_from_the_database(app, typed):
    Person.arrive(name(typed))
    db.session.commit()
    assert db.session.scalar(select(Person.name)) == unicodedata.normalize("NFC", typed)
