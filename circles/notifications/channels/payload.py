"""The message inside a push, as Declarative Web Push writes it.

Safari 18.4 shows it without running anything; other browsers hand the same JSON to our
service worker. What breaks the whole message there is left out: no icon address, no
`silent`, no `mutable`.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from babel import Locale

from circles.announcement import Words
from circles.phrase import Phrase

LARGEST = 2000
"""Bytes. Encrypted at most 4,096 are allowed, but Firefox on Android takes about 2,700."""

DECLARATIVE = 8030
"""What `web_push` must say for Safari to take the message as declarative."""


@dataclass(frozen=True)
class Message:
    """What goes to everyone who is told the same."""

    full: bytes
    short: bytes
    topic: str


class Messages:
    """Each made once. Lives no longer than a claim: a person's words are not kept."""

    def __init__(self, base_url: str, locale: str) -> None:
        self._base_url, self._locale = base_url, locale
        self._made: dict[Words, Message] = {}

    def of(self, words: Words) -> Message:
        """The message of these words."""
        if words not in self._made:
            where = self._base_url, self._locale
            self._made[words] = Message(full(words, *where), short(words, *where), topic(words))
        return self._made[words]


def full(words: Words, base_url: str, locale: str) -> bytes:
    """The message in `locale`; a body too long is cut, with an ellipsis."""
    title, body = words.title.say(locale), words.body.say(locale)
    message = _message(title, body, words, base_url, locale)
    for cut in (500, 120, 0):
        if len(message) <= LARGEST:
            break
        message = _message(_cut(title, 120), _cut(body, cut), words, base_url, locale)
    return message


def short(words: Words, base_url: str, locale: str) -> bytes:
    """With the fewest words, for a service that found the full one too long."""
    return _message(Phrase("Something new in your circle").say(locale), "", words, base_url, locale)


def topic(words: Words) -> str:
    """Names what replaces what while a phone is away: 32 characters that say nothing of
    the subject (RFC 8030, section 5.4)."""
    return base64.urlsafe_b64encode(hashlib.sha256(words.tag.encode()).digest()[:24]).decode()


def _message(title: str, body: str, words: Words, base_url: str, locale: str) -> bytes:
    notification: dict[str, Any] = {
        "title": title,
        "body": body,
        "navigate": base_url + words.path,
        "lang": locale.replace("_", "-"),
        "dir": Locale.parse(locale).text_direction,
        "tag": words.tag,
    }
    message = {"web_push": DECLARATIVE, "notification": notification}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rstrip() + "…"
