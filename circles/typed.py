"""Words as people type them, made safe to keep and to show.

Unicode normal form C; control and invisible format characters go, but the joiners
that scripts and emoji need stay; bidirectional controls must be paired; piles of
combining marks are cut (Unicode Technical Report 36, sections 2.9 and 3.1).
"""

import unicodedata
from typing import Any

from marshmallow import ValidationError, fields

from circles.phrase import Phrase

NAME_LENGTH = 60
JOINERS = "\u200c\u200d"
MARKS = "\u200e\u200f\u061c"
OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
ISOLATES = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
BIDI = {**OPENERS, **ISOLATES}
STACK = 4
"""Combining marks kept on one letter; Vietnamese and Hebrew need up to three."""


def tidy(text: str, *, lines: bool = False) -> str:
    """Typed words, fit to keep. `lines` keeps line breaks. Raises `ValidationError`."""
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValidationError([Phrase("There is a character in it that cannot be kept.")])
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = _unstacked("".join(c for c in text if _is_kept(c, lines)))
    if not _is_paired(kept):
        raise ValidationError(
            [Phrase("There is a hidden character in it that turns the text around.")]
        )
    if lines:
        return "\n".join(line.rstrip() for line in kept.split("\n")).strip()
    return " ".join(kept.split())


def _is_kept(c: str, lines: bool) -> bool:
    if c == "\n":
        return True
    if unicodedata.category(c) in ("Cf", "Cc", "Cs", "Co", "Cn"):
        return c in JOINERS or c in MARKS or c in BIDI or c in BIDI.values() or c == "\t"
    return lines or c not in "\u2028\u2029"


def _unstacked(text: str) -> str:
    kept, stack = [], 0
    for c in text:
        stack = stack + 1 if unicodedata.combining(c) else 0
        if stack <= STACK:
            kept.append(c)
    return "".join(kept)


def _is_paired(text: str) -> bool:
    expected: list[str] = []
    for c in text:
        if c in BIDI:
            expected.append(BIDI[c])
        elif c in BIDI.values() and (not expected or expected.pop() != c):
            return False
    return not expected


def _is_visible(text: str) -> bool:
    return any(not c.isspace() and unicodedata.category(c)[0] not in "CZM" for c in text)


class Words(fields.String):
    """One line of typed words, 1 to `longest` characters after tidying."""

    lines = False
    default_error_messages = {
        "required": "Please write something here.",
        "null": "Please write something here.",
        "invalid": "Please write words here.",
    }

    def __init__(self, longest: int, *, blank: bool = False, **kwargs: Any) -> None:
        bounds = {"maxLength": longest} if blank else {"minLength": 1, "maxLength": longest}
        super().__init__(metadata=bounds, **kwargs)
        self.longest = longest
        self.blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = tidy(super()._deserialize(value, attr, data, **kwargs), lines=self.lines)
        if not self.blank and not _is_visible(text):
            raise ValidationError([Phrase("Please write something here.")])
        if len(text) > self.longest:
            raise ValidationError(
                [Phrase("Please keep it to {longest} characters.", longest=self.longest)]
            )
        return text


class Prose(Words):
    """Typed words that may have several lines."""

    lines = True
