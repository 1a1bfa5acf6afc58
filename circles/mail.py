"""Letters by e-mail: what one is, and how it is handed to a mail server (RFC 5321).

`read_url` and `is_sender` say what `CIRCLES_SMTP_URL` and `CIRCLES_MAIL_FROM` may be.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import AddressHeader, HeaderRegistry
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

PATIENCE = 10
"""Seconds that one step of the conversation may take."""
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")

Fate = Literal["sent", "refused", "later"]
"""Taken over by the server; refused for good (RFC 5321, 5yz); or to be tried again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """One letter to one address, in plain text and in HTML."""

    to: str
    subject: str
    text: str
    html: str


class Post(Protocol):
    """Where letters are handed in."""

    def deliver(self, letter: Letter) -> Fate:
        """Hand one letter in. Never raises for what the network or the server does."""


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
    """Whether letters can come from it: an address, with or without a name before it."""
    try:
        addresses = sender_of(text).addresses
    except ValueError:
        return False
    return len(addresses) == 1 and "." in addresses[0].domain and bool(addresses[0].username)


def sender_of(text: str) -> AddressHeader:
    """The address, parsed as the header it becomes (RFC 5322)."""
    header: AddressHeader = HeaderRegistry()("From", text)  # type: ignore[assignment]
    return header


class SmtpPost:
    """Hands letters to a mail server, each in a conversation of its own."""

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    def deliver(self, letter: Letter) -> Fate:
        try:
            with self._conversation() as server:
                server.send_message(self._message(letter))
            return "sent"
        except smtplib.SMTPRecipientsRefused as no:
            return _fate_of(min(code for code, _ in no.recipients.values()))
        except smtplib.SMTPDataError as no:
            return _fate_of(no.smtp_code)
        except smtplib.SMTPNotSupportedError:  # an address in letters that this server cannot write
            return _fate_of(550)
        except (OSError, smtplib.SMTPException) as trouble:
            reason = getattr(trouble, "smtp_code", None) or type(trouble).__name__
            log.warning("The mail server did not take a letter: %s. It is tried again.", reason)
            return "later"

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        """Encrypted, unless the server is on this machine."""
        where, at = self._server, (self._server.host, self._server.port)
        safely = ssl.create_default_context()
        if where.is_sealed:
            server: smtplib.SMTP = smtplib.SMTP_SSL(*at, timeout=PATIENCE, context=safely)
        else:
            server = smtplib.SMTP(*at, timeout=PATIENCE)
        with server:
            server.ehlo_or_helo_if_needed()
            if not where.is_sealed and where.host not in ON_THIS_MACHINE:
                if not server.has_extn("starttls"):
                    raise smtplib.SMTPException("nothing is told to it in the open")
                server.starttls(context=safely)
            self._say_who(server)
            yield server

    def _say_who(self, server: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        try:
            server.login(self._server.user, self._server.password)
        except smtplib.SMTPNotSupportedError as no:  # our settings, and no fault of a letter's
            raise smtplib.SMTPException("a password is not asked for here") from no

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=sender_of(self._sender).addresses[0].domain)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message


def _fate_of(code: int) -> Fate:
    """What a reply code says of a letter; whoever runs the server reads of each no, and never
    whose it was."""
    log.warning("The mail server said no to a letter: %s.", code)
    return "refused" if code >= 500 else "later"


class Terminal:
    """Shows letters on the terminal of whoever tries Circles on their own machine."""

    def deliver(self, letter: Letter) -> Fate:
        print(f"A letter to {letter.to}: {letter.subject}\n\n{letter.text}", flush=True)
        return "sent"


def post_of(smtp_url: str, sender: str, is_public: bool) -> Post | None:
    """Where letters go: to the mail server; without one to the terminal, or, where others
    reach this server, nowhere."""
    server = read_url(smtp_url)
    if server is not None:
        return SmtpPost(server, sender)
    return None if is_public else Terminal()
