"""A conversation with a mail server (RFC 5321), and how long each part of it may take."""

import smtplib
import ssl
from contextlib import suppress
from socket import SHUT_RDWR
from threading import Timer
from time import monotonic
from typing import Any, BinaryIO

from circles.mail import MailServer

PATIENCE = 10
"""Seconds that one step of the conversation may take."""
THINKING = 180
"""Seconds a server may take to say whether it took a letter that it has: many look for spam then.
RFC 5321, section 4.5.3.2.6, asks for ten minutes; digits, which wait behind a server that hangs,
are good for no longer than that."""
ONE_LETTER = 4.0 * PATIENCE + THINKING
"""Seconds that one letter may take: from whom, to whom, that it comes, itself, and the reply."""
LONGEST = 60.0 + ONE_LETTER
"""Seconds that a whole conversation may take: a minute, and the last letter."""
LONGEST_REPLY = 64 * 1024
"""Bytes that one reply may have. A line has 512 (RFC 5321, section 4.5.3.1.5), a reply few lines;
their number is limited nowhere."""
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class _Ear:
    """Hears replies line by line, and none without end."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines
        self.may_hear = LONGEST_REPLY

    def readline(self, size: int) -> bytes:
        line = self._lines.readline(size)
        self.may_hear -= len(line)
        if self.may_hear < 0:
            raise OSError("a reply without end")
        return line

    def close(self) -> None:
        self._lines.close()


class Conversation(smtplib.SMTP):
    """One that is over after `LONGEST`, however slowly the other side speaks."""

    is_handed_over = False
    """Whether the last that was said was a whole letter: it may be taken, whatever comes now."""
    file: _Ear | None
    _over_at = 0.0
    _end: Timer | None = None

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self._over_at = monotonic() + LONGEST
        self._end = Timer(LONGEST, self._hang_up)
        self._end.daemon = True
        self._end.start()
        try:
            return super().connect(*args, **kwargs)
        except BaseException:
            self.close()
            raise

    def may_begin(self) -> bool:
        """Whether there is a letter's full time left: one that is cut off comes twice."""
        return self.sock is not None and monotonic() + ONE_LETTER <= self._over_at

    def send(self, s: Any) -> None:
        self.is_handed_over = False
        super().send(s)
        self.is_handed_over = isinstance(s, bytes)  # commands are words

    def getreply(self) -> tuple[int, bytes]:
        if self.sock is not None:
            self.sock.settimeout(THINKING if self.is_handed_over else PATIENCE)
            self.file = self.file or _Ear(self.sock.makefile("rb"))
            self.file.may_hear = LONGEST_REPLY
        return super().getreply()

    def data(self, msg: Any) -> tuple[int, bytes]:
        """What is said of a whole letter: any 2yz is a yes. What is neither that nor a no leaves
        open whether it was taken."""
        code, said = super().data(msg)
        if code // 100 not in (2, 4, 5):
            raise smtplib.SMTPServerDisconnected("neither yes nor no")
        return (250 if code < 300 else code), said

    def takes_from(self, sender: str) -> bool:
        """Whether it takes letters from them at all: asked without the size and the alphabet of
        the one that it has just refused."""
        try:
            code, _said = self.mail(sender)
            self.rset()
        except OSError:
            return False
        return code == 250

    def _hang_up(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(SHUT_RDWR)

    def close(self) -> None:
        if self._end is not None:
            self._end.cancel()
        super().close()


class _Sealed(Conversation, smtplib.SMTP_SSL):
    pass


def begin(where: MailServer) -> Conversation:
    """Call it and say who we are: encrypted, unless it is on this machine. Raises `OSError`, as
    all that `smtplib` raises is, but for what it cannot write or read."""
    safely = ssl.create_default_context()
    try:
        server = _call(where, safely)
    except ValueError as no:
        raise smtplib.SMTPException("its host cannot be called so") from no
    try:
        server.ehlo_or_helo_if_needed()
        if not where.is_sealed and where.host not in ON_THIS_MACHINE:
            _seal(server, safely)
        _say_who(server, where)
    except BaseException:
        end(server)
        raise
    return server


def _call(where: MailServer, safely: ssl.SSLContext) -> Conversation:
    if where.is_sealed:
        return _Sealed(where.host, where.port, timeout=PATIENCE, context=safely)
    return Conversation(where.host, where.port, timeout=PATIENCE)


def end(server: Conversation) -> None:
    """How it ends is no matter: what was taken is taken."""
    with suppress(OSError):
        server.quit()
    server.close()


def _seal(server: Conversation, safely: ssl.SSLContext) -> None:
    if not server.has_extn("starttls"):
        raise smtplib.SMTPException("nothing is told to it in the open")
    server.starttls(context=safely)


def _say_who(server: Conversation, where: MailServer) -> None:
    if not where.user:
        return
    try:
        server.login(where.user, where.password)
    except smtplib.SMTPNotSupportedError as no:  # our settings, and no fault of a letter's
        raise smtplib.SMTPException("a password is not asked for here") from no
    except ValueError:  # says a letter of the password
        raise smtplib.SMTPException("it asks who we are as we cannot answer") from None
