"""What a message must be for Safari to show it by itself (Declarative Web Push, WebKit)."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from circles.notifications.channels.payload import LARGEST

MEMBERS = {"title", "body", "navigate", "lang", "dir", "tag", "actions", "data"}
"""Those we send. Others may be allowed, but one that is wrong breaks the whole message."""
ACTION = {"action", "title", "navigate"}


def faults(sent: bytes, base_url: str) -> Iterator[str]:
    """What is wrong with a message, in words."""
    message = json.loads(sent)
    told = message.get("notification")
    if len(sent) > LARGEST:
        yield f"{len(sent)} bytes"
    if message.keys() != {"web_push", "notification"} or message["web_push"] != 8030:
        yield f"not declarative: {message.keys()}"
    if not isinstance(told, dict) or not told.keys() <= MEMBERS:
        yield f"members: {told}"
        return
    yield from _wrong_members(told, base_url)
    for button in told.get("actions", []):
        if button.keys() != ACTION or not _leads(button["navigate"], base_url):
            yield f"button: {button}"


def _wrong_members(told: dict[str, Any], base_url: str) -> Iterator[str]:
    if not told["title"].strip():
        yield "no title"
    if not all(isinstance(told[name], str) for name in ("body", "lang", "tag")):
        yield f"no text: {told}"
    if told["dir"] not in ("ltr", "rtl", "auto"):
        yield f"dir: {told['dir']}"
    if not _leads(told["navigate"], base_url):
        yield f"navigate: {told['navigate']}"


def _leads(address: str, base_url: str) -> bool:
    """Whether it is an absolute address of ours."""
    return urlsplit(address)[:2] == urlsplit(base_url)[:2] and address.startswith(f"{base_url}/")
