"""Letters by e-mail: what one is, and how it is handed to a mail server (RFC 5321).

`read_url` and `is_sender` say what `CIRCLES_SMTP_URL` and `CIRCLES_MAIL_FROM` may be.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import AddressHeader, HeaderRegistry
from ipaddress import ip_address
from typing import Literal, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

Fate = Literal["sent", "unreachable", "doubtful", "refused", "later", "perhaps"]
"""Taken over by the server; refused for good because of the address, perhaps because of it, or
for another reason (RFC 5321, 5yz); to be tried again; or handed over whole to a server that never
said whether it took it."""

LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """One letter to one address, in plain text and in HTML."""

    to: str
    subject: str
    text: str
    html: str
    key: str = ""
    """By which a mailbox knows it again, should it come twice; each has its own without one."""
    ends_at: str = ""
    """Where one click ends letters of its sort (RFC 8058), where they can be ended."""


class Post(Protocol):
    """Where letters are handed in."""

    def deliver(self, letter: Letter) -> Fate:
        """Hand one letter in. Never raises for what the network or the server does."""

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Fate]:
        """Hand them in, in one conversation, and say of each what became of it. It ends early
        where the server is away, slow, or wants none from us: the rest was not tried."""


@dataclass(frozen=True)
class MailServer:
    """Where a mail server is, and who we are to it."""

    host: str
    port: int
    user: str
    password: str
    is_sealed: bool
    """Whether the conversation is encrypted from its first byte (`smtps://`)."""


def read_url(url: str) -> MailServer | None:
    """`smtp://user:password@host:587` or `smtps://…:465`; nothing where nothing is given.

    Raises `ValueError` with a sentence.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("it must be like smtp://user:password@mail.example:587.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():  # neither PLAIN nor CRAM-MD5 can say others here
        raise ValueError("its user and password must be ASCII.")
    if not _is_host(parts.hostname):
        raise ValueError("its host is none; it must be like mail.example or 192.0.2.7.")
    is_sealed = parts.scheme == "smtps"
    port = _port(parts) or (465 if is_sealed else 587)
    return MailServer(parts.hostname, port, user, password, is_sealed)


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise ValueError("its port is none; it must be a number up to 65535.") from error


def _is_host(name: str) -> bool:
    """Whether it can be looked up: a name that DNS can hold (a `_` stands in many a container's),
    or a number."""
    with suppress(ValueError):
        return bool(ip_address(name))
    try:
        ascii_name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return all(LABEL.fullmatch(label) for label in ascii_name.removesuffix(".").split("."))


def is_sender(text: str) -> bool:
    """Whether letters can come from it: an address that every mail server can write, with or
    without a name before it, on one line."""
    try:
        header = sender_of(text)
    except ValueError:
        return False
    addresses, bare = header.addresses, text.strip()
    if bare.strip(",;") != bare or any(group.display_name for group in header.groups):
        return False  # mail servers read a list, or a group
    if len(addresses) != 1 or not text.isprintable() or not addresses[0].addr_spec.isascii():
        return False
    return "." in addresses[0].domain and bool(addresses[0].username)


def sender_of(text: str) -> AddressHeader:
    """The address, parsed as the header it becomes (RFC 5322)."""
    header: AddressHeader = HeaderRegistry()("From", text)  # type: ignore[assignment]
    return header
