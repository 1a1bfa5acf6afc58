"""The address at which one click ends letters, without signing in (RFC 8058).

It holds the place in a circle and a keyed digest, and no name or address; 32 bytes, as every
secret of ours, so that the server's log paints it over. It can silence letters of one sort, and do
nothing else; as long as the place is there it stays good, for letters are kept for years.
"""

import base64
import hmac
import uuid

from sqlalchemy import select

from circles.database import db
from circles.membership import Membership
from circles.notifications.preference import NEVER, Preference
from circles.phrase import Phrase
from circles.refusal import Refusal
from circles.sealing import keyed_digest

SORTS = NEWS, WEEKLY = ("news", "weekly")
KEY = 16
"""Bytes of the id, and of the digest: nobody finds 128 bits by trying."""


class UnknownLetterEnd(Refusal):
    """The address is none of ours, or of a place that is no more; which, stays untold."""

    code = "letter_end_unknown"
    nature = "missing"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This link ends no letters, or they have ended already. "
                "You choose which ones you get in Circles, under “What rings”."
            )
        )


class LetterEnd:
    """Letters of one sort to one place in a circle, and how they end."""

    def __init__(self, place: Membership, sort: str) -> None:
        self._place = place
        self.sort = sort

    @staticmethod
    def secret(membership_id: uuid.UUID, sort: str) -> str:
        """What stands in a letter of this sort."""
        raw = membership_id.bytes + _digest(membership_id, sort)
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    @classmethod
    def at(cls, secret: str) -> "LetterEnd":
        """What this ends. Raises `UnknownLetterEnd`."""
        try:
            raw = base64.b64decode(f"{secret}=".encode("ascii"), altchars=b"-_", validate=True)
        except ValueError:
            raise UnknownLetterEnd from None
        if len(raw) == 2 * KEY:
            key = uuid.UUID(bytes=raw[:KEY])
            for sort in SORTS:
                if hmac.compare_digest(_digest(key, sort), raw[KEY:]):
                    return cls(_place(key), sort)
        raise UnknownLetterEnd

    @property
    def has_come(self) -> bool:
        """Whether they have ended already."""
        chosen = Preference.of(self._place)
        return not chosen.weekly_letter if self.sort == WEEKLY else chosen.letters == NEVER

    def end(self) -> None:
        """No more of them. Saying it twice is saying it once."""
        if self.sort == WEEKLY:
            Preference.change(self._place, weekly_letter=False)
        else:
            Preference.change(self._place, letters=NEVER)


def _place(key: uuid.UUID) -> Membership:
    place = db.session.scalar(select(Membership).where(Membership.id == key))
    if place is None:
        raise UnknownLetterEnd
    return place


def _digest(key: uuid.UUID, sort: str) -> bytes:
    return keyed_digest("end of letters", key.hex, sort)[:KEY]
