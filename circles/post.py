"""Where letters are handed in: a mail server (RFC 5321), or a terminal at home."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from socket import SHUT_RDWR
from threading import Timer
from typing import Any

from circles.mail import Fate, Letter, MailServer, Post, read_url, sender_of

PATIENCE = 10
"""Seconds that one step of the conversation may take."""
LONGEST = 60.0
"""Seconds that a whole conversation may take."""
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")

log = logging.getLogger(__name__)


class _Timed(smtplib.SMTP):
    """A conversation that is over after `LONGEST`, however slowly the other side speaks."""

    _end: Timer | None = None

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._end = Timer(LONGEST, self._hang_up)
        self._end.daemon = True
        self._end.start()
        return super().connect(*args, **kwargs)

    def _hang_up(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(SHUT_RDWR)

    def close(self) -> None:
        if self._end is not None:
            self._end.cancel()
        super().close()


class _Open(_Timed):
    pass


class _Sealed(_Timed, smtplib.SMTP_SSL):
    pass


class SmtpPost:
    """Hands letters to a mail server, each in a conversation of its own."""

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    def deliver(self, letter: Letter) -> Fate:
        try:
            message = self._message(letter)
        except ValueError:  # an address that no header can hold
            return _fate_of(553)
        try:
            with self._conversation() as server:
                server.send_message(message)
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

    def greet(self) -> str | None:
        """Say hello and who we are, without a letter; what is wrong, in a few words."""
        try:
            with self._conversation():
                return None
        except (OSError, smtplib.SMTPException) as trouble:
            return str(trouble)[:200] or type(trouble).__name__

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        """Encrypted, unless the server is on this machine. How it ends is no matter: what was
        taken is taken."""
        where, safely = self._server, ssl.create_default_context()
        if where.is_sealed:
            server: smtplib.SMTP = _Sealed(where.host, where.port, timeout=PATIENCE, context=safely)
        else:
            server = _Open(where.host, where.port, timeout=PATIENCE)
        try:
            server.ehlo_or_helo_if_needed()
            if not where.is_sealed and where.host not in ON_THIS_MACHINE:
                if not server.has_extn("starttls"):
                    raise smtplib.SMTPException("nothing is told to it in the open")
                server.starttls(context=safely)
            self._say_who(server)
            yield server
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

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
