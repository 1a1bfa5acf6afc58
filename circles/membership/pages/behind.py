"""The invitation behind what someone typed: a token, a whole link, or a code read aloud."""

import re
import uuid
from datetime import timedelta

from circles.accounts import (
    CODE_TRIES,
    CodeTriedTooOften,
    Guesses,
    Limit,
    SpokenCode,
    TooManyGuesses,
    UnknownCode,
    beginning,
    is_code,
)
from circles.membership.invitation import Invitation
from circles.web import network, pay_first

TOKEN = re.compile(r"(?<=#)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
"""32 bytes in base64url, behind the # of a link."""

TRIES = Limit("invitation", most=60, within=timedelta(hours=1))
"""Wrong ones from one network. It only brakes; the bound of a code is its own."""


def invitation_behind(typed: str) -> Invitation:
    """What was typed, looked up, and paid for. A code is used up by it.

    Raises `UnknownInvitation` or `TooManyGuesses`.
    """
    here = network()
    pay_first(lambda: Guesses.take(TRIES, here))
    found = _by_code(typed) if is_code(typed) else Invitation.of_token(bare(typed))
    Guesses.give_back(TRIES, here)
    return found


def bare(pasted: str) -> str:
    """The token in what was pasted: a link, or the whole message around one."""
    found = TOKEN.search(pasted)
    return found[0] if found else pasted.rpartition("#")[2].strip()


def _by_code(typed: str) -> Invitation:
    try:
        pay_first(lambda: Guesses.take(CODE_TRIES, beginning(typed)))
    except TooManyGuesses:
        raise CodeTriedTooOften("token") from None
    opened: uuid.UUID | None = SpokenCode.spend("invitation", typed)
    if opened is None:
        raise UnknownCode("token")
    return Invitation.of_id(opened)
