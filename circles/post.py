"""Where letters are handed in: a mail server (RFC 5321), or a terminal at home."""

import logging
import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from circles.conversation import Conversation, begin, end
from circles.mail import Fate, Letter, MailServer, Post, read_url, sender_of
from circles.smtp_reply import fate_of

WIDE = policy.SMTP.clone(max_line_length=998)
"""Lines as long as they may be (RFC 5322, section 2.1.1): a folded address is none any more."""

log = logging.getLogger(__name__)


class SmtpPost:
    """Hands letters to a mail server, as many in one conversation as are there."""

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    def deliver(self, letter: Letter) -> Fate:
        fate: Fate = next(self.deliver_all([letter]), "later")
        return "unreachable" if fate == "doubtful" else fate

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Fate]:
        try:
            with self._conversation() as server:
                for letter in letters:
                    if not server.may_begin():
                        log.warning("The mail server is slow, or said goodbye: the rest waits.")
                        break
                    yield from self._hand_in(server, letter)
        except (OSError, smtplib.SMTPException) as trouble:
            reason = getattr(trouble, "smtp_code", None) or type(trouble).__name__
            log.warning("The mail server takes no letters: %s. It is tried again.", reason)

    def _hand_in(self, server: Conversation, letter: Letter) -> Iterator[Fate]:
        """What became of it. Where the conversation broke within it, it is tried again, after
        the others; where it broke once all was said, it may have been taken."""
        try:
            server.send_message(self._message(letter))
            fate: Fate = "sent"
        except smtplib.SMTPRecipientsRefused as no:
            fate = fate_of(*min(no.recipients.values()), of_address=True)
        except smtplib.SMTPDataError as no:
            fate = fate_of(no.smtp_code, no.smtp_error)
        except (ValueError, smtplib.SMTPNotSupportedError) as no:
            log.warning("A letter could not be handed in: %s.", type(no).__name__)
            fate = "refused" if _can_hold(letter.to) else "unreachable"
        except smtplib.SMTPSenderRefused as no:
            if not server.takes_from(no.sender):  # it is we who are not wanted
                yield "later"
                raise
            log.warning("The mail server does not want one letter: %s.", no.smtp_code)
            fate = "later" if no.smtp_code < 500 else "refused"
        except OSError:  # all that smtplib raises is one
            yield "perhaps" if server.is_handed_over else "later"
            raise
        yield fate

    def greet(self) -> str | None:
        """Say hello and who we are, without a letter; what is wrong, in a few words."""
        try:
            with self._conversation():
                return None
        except (OSError, smtplib.SMTPException) as trouble:
            return str(trouble)[:200] or type(trouble).__name__

    @contextmanager
    def _conversation(self) -> Iterator[Conversation]:
        server = begin(self._server)
        try:
            yield server
        finally:
            end(server)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=WIDE)
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        domain = sender_of(self._sender).addresses[0].domain
        message["Message-ID"] = (
            f"<{letter.key}@{domain}>" if letter.key else make_msgid(domain=domain)
        )
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        if letter.ends_at:
            message["List-Unsubscribe"] = f"<{letter.ends_at}>"
        if letter.ends_at.startswith("https://"):  # which RFC 8058 asks for
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message


def _can_hold(address: str) -> bool:
    """Whether it fits into a header, and every server can write it: whatever else was wrong is no
    fault of whoever lives there."""
    try:
        EmailMessage(policy=WIDE)["To"] = address
    except ValueError:
        return False
    return address.isascii()


class Terminal:
    """Shows letters on the terminal of whoever tries Circles on their own machine."""

    def deliver(self, letter: Letter) -> Fate:
        print(f"A letter to {letter.to}: {letter.subject}\n\n{letter.text}", flush=True)
        return "sent"

    def deliver_all(self, letters: Iterable[Letter]) -> Iterator[Fate]:
        return map(self.deliver, letters)


def post_of(smtp_url: str, sender: str, is_public: bool) -> Post | None:
    """Where letters go: to the mail server; without one to the terminal, or, where others
    reach this server, nowhere."""
    server = read_url(smtp_url)
    if server is not None:
        return SmtpPost(server, sender)
    return None if is_public else Terminal()
