"""The letter with the eight digits: written and handed in by the worker.

The row is the ledger. Whoever posts claims it by moving `post_at` ahead, so that two workers, or
one that was killed, do not hold it up for long; no transaction is open while a mail server thinks.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from circles import clock
from circles.accounts.email_address import EmailAddress
from circles.accounts.sign_in_code import SignInCode, in_groups
from circles.conversation import LONGEST
from circles.database import db
from circles.mail import Letter, Post
from circles.sealing import BrokenSeal

LEASE = timedelta(seconds=LONGEST) + timedelta(minutes=1)
"""After that the conversation is over, one way or another, and the next may try."""
WAIT = timedelta(minutes=2)
"""Until a letter that was not taken is tried again."""

log = logging.getLogger(__name__)

Write = Callable[..., Letter]
"""`write(to, name, language, **words)`: the letter of that name in that language."""


def post_codes(post: Post, write: Write) -> int:
    """Post what waits, one letter after another; how many letters went out."""
    sent = 0
    while (claimed := _claim()) is not None:
        letter = _letter(claimed, write)
        db.session.expunge(claimed)
        db.session.rollback()
        fate = post.deliver(letter) if letter else "refused"
        if fate == "later":
            _change(claimed, post_at=clock.now() + WAIT)
        else:  # "perhaps" too: whoever waits in vain asks for others
            _change(claimed, code_sealed=None)
        sent += fate == "sent"
    db.session.rollback()
    return sent


def _claim() -> SignInCode | None:
    """One whose letter is due and that nobody else has in hand."""
    now = clock.now()
    due = (
        select(SignInCode.id)
        .where(
            SignInCode.code_sealed.is_not(None),
            SignInCode.post_at <= now,
            SignInCode.expires_at > now,
        )
        .order_by(SignInCode.post_at, SignInCode.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    key = db.session.scalar(
        update(SignInCode)
        .where(SignInCode.id == due.scalar_subquery())
        .values(post_at=now + LEASE)
        .returning(SignInCode.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return None if key is None else db.session.get(SignInCode, key, populate_existing=True)


def _letter(claimed: SignInCode, write: Write) -> Letter | None:
    """To come back, it goes to the address that was confirmed, never to another that is spelt
    almost so. Nothing for an address that opens no way back: nobody there asked us to write."""
    try:
        to, code = _address(claimed), claimed.code
    except BrokenSeal:
        log.exception("A letter cannot be written with this sealing key.")
        return None
    name = "address_code" if claimed.purpose == "add" else "sign_in_code"
    return write(to, name, claimed.language, code=in_groups(code)) if to else None


def _address(claimed: SignInCode) -> str | None:
    if claimed.purpose == "add":
        return claimed.address
    known = EmailAddress.at(claimed.address_digest)
    return known.words if known else None


def _change(claimed: SignInCode, **values: Any) -> None:
    """Later; or nobody needs it any more but whoever got the letter. Unless another has it in
    hand by now."""
    db.session.execute(
        update(SignInCode)
        .where(SignInCode.id == claimed.id, SignInCode.post_at == claimed.post_at)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
