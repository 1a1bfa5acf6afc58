"""What a mail server's reply says of a letter (RFC 5321, RFC 3463)."""

import logging
import re

from circles.mail import Fate

EXACTLY = re.compile(r"(?<![\w.])5\.(\d{1,3})\.\d{1,3}(?!\.?\d)")
"""Why, wherever it stands in a line, and no part of a network address."""
OF_US = ("5.1.7", "5.1.8", "5.2.2", "5.2.3")
"""Our own address, a mailbox that is full, a letter that is too long: no fault of the address."""
MAILBOX = (550, 551, 553)

log = logging.getLogger(__name__)


def fate_of(code: int, said: bytes | str, of_address: bool = False) -> Fate:
    """What a no means: to the letter, or to its address alone. Whoever runs the server reads of
    each, and never whose it was.

    A server that says more exactly why is believed (RFC 3463: 5.1 is the address and 5.2 the
    mailbox, but for `OF_US`; 5.7 that it wants nothing from us). Else three codes may be about a
    mailbox (RFC 5321, section 4.2.3) where they are said of an address; but many a server says
    the same where it is we who are not wanted.
    """
    log.warning("The mail server said no to a letter: %s.", code)
    if code < 500:
        return "later"
    text = said if isinstance(said, str) else said.decode("ascii", "replace")
    exactly = EXACTLY.search(text.partition("\n")[0])
    if exactly is None:
        return "doubtful" if of_address and code in MAILBOX else "refused"
    is_theirs = exactly[1] in ("1", "2") and exactly[0] not in OF_US
    return "unreachable" if is_theirs else "refused"
