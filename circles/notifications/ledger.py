"""What a courier writes and reads in the database, in short transactions.

Two threads of its own, because the courier itself never waits for a database: one only
writes outcomes, so that nothing delays them; the other claims, and puts the claims into
words.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from flask import Flask

from circles.database import READ_ONLY, db
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.delivery import Claim, Delivery
from circles.notifications.letter import Letter, write_letters
from circles.notifications.settlement import settle, settle_left
from circles.notifications.slate import Slate, left_in, taken_over

T = TypeVar("T")

log = logging.getLogger(__name__)


class Ledger:
    """The courier's side of the delivery rows."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._base_url = app.config["CIRCLES"].base_url
        self._folder = app.config["CIRCLES"].instance_path
        self._slate = Slate(self._folder)
        self._not_ours: set[Path] = set()
        self._outcomes = ThreadPoolExecutor(1, thread_name_prefix="outcomes")
        self._claims = ThreadPoolExecutor(1, thread_name_prefix="claims")

    def note(self, claim: Claim, outcome: Outcome) -> None:
        """Jot down at once what would be repeated if this process were killed now."""
        if outcome.word == "sent":
            self._slate.take(claim)

    async def settle(self, answered: Sequence[tuple[Claim, Outcome]]) -> None:
        """Write these outcomes, in one transaction."""
        await self._in(self._outcomes, partial(settle, answered))
        self._slate.wipe(claim for claim, _ in answered)

    async def claim(self, count: int, paused: Collection[str]) -> list[Letter]:
        """Claim up to `count` deliveries, and what they say now.

        The words are made after the claim is committed, in a transaction that only
        reads: they take longer than the database should be locked.
        """

        def claim_and_read() -> list[Letter]:
            token = uuid.uuid4()
            READ_ONLY.set(False)
            self._settle_what_was_left()
            self._slate.hold(token)
            ids = Delivery.claim(token, count, paused)
            db.session.commit()
            READ_ONLY.set(True)
            claims = Delivery.claimed(token, ids) if ids else ()
            return list(write_letters(claims, self._base_url))

        return await self._in(self._claims, claim_and_read)

    async def next_due(self, paused: Collection[str]) -> datetime | None:
        """When there is something to claim next."""

        def read() -> datetime | None:
            READ_ONLY.set(True)
            return Delivery.next_due(paused)

        return await self._in(self._claims, read)

    def close(self) -> None:
        """Let go of the threads and of the slate."""
        self._outcomes.shutdown()
        self._claims.shutdown()
        self._slate.close()

    def _settle_what_was_left(self) -> None:
        """By couriers beside this one that were killed; before a claim, so that nothing they
        had sent is claimed again, and the rest at once."""
        for path in set(left_in(self._folder)) - self._not_ours:
            try:
                with taken_over(path) as left:
                    if left is not None:
                        settle_left(left)
            except OSError as trouble:
                log.warning("%s It stays; its leases lapse.", trouble)
                self._not_ours.add(path)

    async def _in(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        def with_database() -> T:
            with self._app.app_context():
                try:
                    return work()
                finally:
                    db.session.rollback()

        return await asyncio.get_running_loop().run_in_executor(thread, with_database)
