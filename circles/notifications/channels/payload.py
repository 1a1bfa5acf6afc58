"""The message inside a push, as Declarative Web Push writes it.

Safari 18.4 shows it without running anything; other browsers hand the same JSON to our
service worker. What breaks the whole message there is left out: no icon address, no
`silent`, no `mutable`; and no `app_badge`, which there can only be a number.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag

from babel import Locale

from circles.announcement import SOMETHING_NEW, Words
from circles.phrase import Phrase

LARGEST = 2000
"""Bytes. Encrypted at most 4,096 are allowed, but Firefox on Android takes about 2,700."""

DECLARATIVE = 8030
"""What `web_push` must say for Safari to take the message as declarative."""


TITLE = 120
"""Characters of a title that are left where it is cut."""


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
    """The message in `locale`; what is too long is cut, with an ellipsis, and last of all it
    goes without its buttons."""
    title, body = words.title.say(locale), words.body.say(locale)
    more = _answers(words, base_url, locale)
    message = _message(title, body, words, base_url, locale, more)
    for cut, kept in ((500, more), (120, more), (0, more), (0, {})):
        if len(message) <= LARGEST:
            break
        title, body = _cut(title, TITLE), _cut(body, cut)
        message = _message(title, body, words, base_url, locale, kept)
    return message


def short(words: Words, base_url: str, locale: str) -> bytes:
    """With the fewest words, for a service that found the full one too long."""
    title = SOMETHING_NEW.say(locale)
    return _message(title, "", words, base_url, locale, {})


def topic(words: Words) -> str:
    """Names what replaces what while a phone is away: 32 characters that say nothing of
    the subject (RFC 8030, section 5.4)."""
    return base64.urlsafe_b64encode(hashlib.sha256(words.tag.encode()).digest()[:24]).decode()


def _message(
    title: str, body: str, words: Words, base_url: str, locale: str, more: dict[str, Any]
) -> bytes:
    notification: dict[str, Any] = {
        "title": title,
        "body": body,
        "navigate": base_url + words.path,
        "lang": locale.replace("_", "-"),
        "dir": Locale.parse(locale).text_direction,
        "tag": words.tag,
        **more,
    }
    message = {"web_push": DECLARATIVE, "notification": notification}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _answers(words: Words, base_url: str, locale: str) -> dict[str, Any]:
    """The buttons of an ask, and what our worker needs to know to do as they say. A browser that
    shows them by itself leads to where the page has the same button."""
    answer = words.answer
    if answer is None:
        return {}
    about = {"need": str(answer.need_id)}
    aside = base_url + urldefrag(words.path).url + "#put-aside"
    buttons = [_button("put-aside", Phrase("Not this time"), aside, locale)]
    if answer.slot_id is not None:
        about["slot"] = str(answer.slot_id)
        buttons.insert(0, _button("sign-up", Phrase("I can"), base_url + words.path, locale))
    return {"actions": buttons, "data": about}


def _button(action: str, title: Phrase, navigate: str, locale: str) -> dict[str, str]:
    return {"action": action, "title": title.say(locale), "navigate": navigate}


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rstrip() + "…"
