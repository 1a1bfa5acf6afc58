"""Letters by e-mail: what one is, and how it is handed to a mail server (RFC 5321).

`read_url` and `is_sender` say what `CIRCLES_SMTP_URL` and `CIRCLES_MAIL_FROM` may be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.headerregistry import AddressHeader, HeaderRegistry
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

Fate = Literal["sent", "unreachable", "refused", "later", "perhaps"]
"""Taken over by the server; refused for good because of the address, or for another reason
(RFC 5321, 5yz); to be tried again; or handed over whole to a server that never said whether it
took it."""


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
    is_sealed = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        parts.port or (465 if is_sealed else 587),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        is_sealed,
    )


def is_sender(text: str) -> bool:
    """Whether letters can come from it: an address that every mail server can write, with or
    without a name before it, on one line."""
    try:
        addresses = sender_of(text).addresses
    except ValueError:
        return False
    if len(addresses) != 1 or not text.isprintable() or not addresses[0].addr_spec.isascii():
        return False
    return "." in addresses[0].domain and bool(addresses[0].username)


def sender_of(text: str) -> AddressHeader:
    """The address, parsed as the header it becomes (RFC 5322)."""
    header: AddressHeader = HeaderRegistry()("From", text)  # type: ignore[assignment]
    return header
