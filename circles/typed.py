"""Words as people type them, made safe to keep and to show.

Unicode normal form C; control and invisible format characters go, but the joiners
that scripts and emoji need stay; bidirectional controls must be paired; piles of
combining marks are cut (Unicode Technical Standard 39, section 5.4).
"""

import re
import unicodedata
from typing import Any

from marshmallow import ValidationError, fields

from circles.phrase import N_, Phrase

fields.Field.default_error_messages |= {
    "required": N_("This is needed."),
    "null": N_("This cannot be empty."),
    "validator_failed": N_("This cannot be used."),
}
"""In our words, whatever the field: a person may read them."""

NAME_LENGTH = 60
JOINERS = "\u200c\u200d"
MARKS = "\u200e\u200f\u061c"
OPENERS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
ISOLATES = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
BIDI = {**OPENERS, **ISOLATES}
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category that draw nothing: Hangul fillers, braille without a dot."""
STACK = 4
"""Nonspacing marks kept on one letter; Vietnamese and Hebrew need up to three."""


def tidy(text: str, *, lines: bool = False) -> str:
    """Typed words, fit to keep. `lines` keeps line breaks. Raises `ValidationError`."""
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValidationError([Phrase("There is a character in it that cannot be kept.")])
    text = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    kept = _unstacked("".join(c for c in text if _is_kept(c)))
    if not _is_paired(kept):
        raise ValidationError(
            [Phrase("There is a hidden character in it that turns the text around.")]
        )
    if lines:
        return "\n".join(line.rstrip() for line in kept.split("\n")).strip()
    return " ".join(kept.split())


def _is_kept(c: str) -> bool:
    if unicodedata.category(c)[0] != "C" or c in "\n\t":
        return True
    return c in JOINERS or c in MARKS or c in BIDI or c in BIDI.values() or _is_young(c)


def _is_young(c: str) -> bool:
    """Whether it may be a sign, often an emoji, that this Python's tables do not know yet."""
    can_be_one = 0x10000 <= ord(c) < 0xE0000 and ord(c) & 0xFFFE != 0xFFFE
    return can_be_one and unicodedata.category(c) == "Cn"


def _unstacked(text: str) -> str:
    kept, stack = [], 0
    for c in text:
        stack = stack + 1 if unicodedata.category(c) in ("Mn", "Me") else 0
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
    return any(
        (unicodedata.category(c)[0] not in "CZM" and c not in BLANKS) or _is_young(c) for c in text
    )


class Words(fields.String):
    """One line of typed words, 1 to `longest` characters after tidying."""

    lines = False
    default_error_messages = {
        "required": N_("Please write something here."),
        "null": N_("Please write something here."),
        "invalid": N_("Please write words here."),
        "invalid_utf8": N_("Please write words here."),
    }

    def __init__(
        self, longest: int, *, blank: bool = False, empty: str = "", **kwargs: Any
    ) -> None:
        bounds = {"maxLength": longest} if blank else {"minLength": 1, "maxLength": longest}
        super().__init__(metadata=bounds, **kwargs)
        self.longest = longest
        self.blank = blank
        self.empty = empty or N_("Please write something here.")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = tidy(super()._deserialize(value, attr, data, **kwargs), lines=self.lines)
        if not self.blank and not _is_visible(text):
            raise ValidationError([Phrase(self.empty)])
        if len(text) > self.longest:
            raise ValidationError(
                [Phrase("Please keep it to {longest} characters.", longest=self.longest)]
            )
        return text


class Prose(Words):
    """Typed words that may have several lines."""

    lines = True
