"""Takes letters to the mail server: claim, put into words, hand in, write what became of it.

In a thread of its own, so that a mail server that is slow or away delays no push. No transaction
is open while it is spoken to, and what became of a letter is written before the next is begun: a
worker killed in between repeats one, with the `Message-ID` it had.
"""

import logging
import uuid
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from circles import clock
from circles.database import db, reading
from circles.mail import Fate, Letter, Post
from circles.notifications.channels.email import Stationery, Write
from circles.notifications.ending import Beside, Ending, ending_of, settle, try_again
from circles.notifications.mailing import MailClaim, Mailing
from circles.notifications.writing import Written, write_all

BATCH = 10
"""Letters in one conversation: at a few seconds each they fit into a minute."""

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)
"""How long a mail server is left alone that is away, or wants no letters from us; it doubles."""

log = logging.getLogger(__name__)


class Outbox:
    """One per process, used by one thread."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._closed_until: datetime | None = None
        self._rest = FIRST_REST
        self._is_stopping = False
        self._kept: list[tuple[MailClaim, uuid.UUID, Ending, Beside]] = []

    def stop(self) -> None:
        """Begin no other letter. May be called from any thread."""
        self._is_stopping = True

    def empty(self, post: Post, write: Write) -> int:
        """Hand in what is due; how many letters went out. What the database did not take is
        written down first."""
        sent = 0
        while self._writes_down() and self._is_open() and _is_any_due():
            token = uuid.uuid4()
            if not Mailing.claim(token, BATCH):
                break
            db.session.commit()
            sent += self._hand_in(self._written(token, write), token, post, write)
        db.session.rollback()
        return sent

    def _is_open(self) -> bool:
        if self._is_stopping:
            return False
        return self._closed_until is None or clock.now() >= self._closed_until

    def _written(
        self, token: uuid.UUID, write: Write, only: uuid.UUID | None = None
    ) -> list[Written]:
        """All that is held under this token, or only this one, as it is now."""
        with reading():
            claims = Mailing.claimed(token) if only is None else Mailing.still_held(token, only)
            try:
                return write_all(claims, Stationery(write, self._base_url))
            except Exception:
                log.exception("Letters could not be written; they are tried again later.")
                return [Written(claim, ending=try_again(claim)) for claim in claims]

    def _hand_in(
        self, written: Sequence[Written], token: uuid.UUID, post: Post, write: Write
    ) -> int:
        for one in written:
            if one.ending is not None:
                self._note(one, token, one.ending)
        fates: list[Fate | None] = []
        doubtful = []
        ready = [one for one in written if one.letter is not None]
        for one, fate in self._conversation(ready, token, post, write):
            fates.append(fate)
            if fate == "doubtful":
                doubtful.append(one)
                continue
            self._note(one, token, ending_of(fate, one.claim))
            if fate is None:
                self._close()
            elif fate not in ("later", "perhaps"):
                self._rest = FIRST_REST
        meant = self._meaning_of(doubtful, fates)
        for one in doubtful:
            self._note(one, token, ending_of(meant, one.claim))
        return fates.count("sent")

    def _conversation(
        self, ready: Sequence[Written], token: uuid.UUID, post: Post, write: Write
    ) -> Iterator[tuple[Written, Fate | None]]:
        """What the mail server said to each letter, one after the other. Each is written anew when
        its turn has come: whoever ended letters, left or rests since then gets none."""
        left, handed = deque(ready), deque[Written]()

        def letters() -> Iterator[Letter]:
            while left and not self._is_stopping:
                for one in self._written(token, write, left.popleft().claim.mailing_id):
                    if one.letter is not None:
                        handed.append(one)
                        yield one.letter
                    elif one.ending is not None:
                        self._note(one, token, one.ending)

        for fate in post.deliver_all(letters()):
            yield handed.popleft(), fate
        for one in (*handed, *left):
            yield one, None

    def _meaning_of(self, doubtful: Sequence[Written], fates: Collection[Fate | None]) -> Fate:
        """What a no is that may be about the mailbox: said to everybody it is about us."""
        people = {one.letter.to for one in doubtful if one.letter is not None}
        if len(people) < 2 or set(fates) - {"doubtful", "later", None}:
            return "unreachable"
        log.error(
            "The mail server wants no letter to anybody, and says no more exactly why: are the "
            "mail settings right? They are tried again."
        )
        self._close()
        return "later"

    def _note(self, one: Written, token: uuid.UUID, ending: Ending) -> None:
        self._kept.append((one.claim, token, ending, one.beside))
        self._writes_down()

    def _writes_down(self) -> bool:
        """Whether all that is known of letters is written now; what is not is kept, for else a
        letter that went out would go again."""
        kept, self._kept = self._kept, []
        for known in kept:
            try:
                settle(*known)
            except Exception:
                log.exception("The database did not take what became of a letter; it is kept.")
                self._kept.append(known)
        return not self._kept

    def _close(self) -> None:
        """Once for a conversation that did not come about, or broke off."""
        if self._is_open():
            self._closed_until = clock.now() + self._rest
            self._rest = min(2 * self._rest, LONGEST_REST)


def _is_any_due() -> bool:
    with reading():
        return Mailing.is_any_due()
