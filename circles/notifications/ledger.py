"""What a courier writes and reads in the database, in short transactions.

Two threads of its own, because the courier itself never waits for a database: one only
writes outcomes, so that nothing delays them; the other claims, and puts the claims into
words.
"""

import asyncio
import uuid
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import TypeVar

from flask import Flask

from circles.database import READ_ONLY, db
from circles.notifications.channels.outcomes import Outcome
from circles.notifications.delivery import Claim, Delivery
from circles.notifications.letter import Letter, write_letters
from circles.notifications.settlement import settle

T = TypeVar("T")


class Ledger:
    """The courier's side of the delivery rows."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._base_url = app.config["CIRCLES"].base_url
        self._outcomes = ThreadPoolExecutor(1, thread_name_prefix="outcomes")
        self._claims = ThreadPoolExecutor(1, thread_name_prefix="claims")

    async def settle(self, answered: Sequence[tuple[Claim, Outcome]]) -> None:
        """Write these outcomes, in one transaction."""
        await self._in(self._outcomes, partial(settle, answered))

    async def claim(self, count: int, paused: Collection[str]) -> list[Letter]:
        """Claim up to `count` deliveries, and what they say now.

        The words are made after the claim is committed, in a transaction that only
        reads: they take longer than the database should be locked.
        """

        def claim_and_read() -> list[Letter]:
            token = uuid.uuid4()
            READ_ONLY.set(False)
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
        """Let go of the threads."""
        self._outcomes.shutdown()
        self._claims.shutdown()

    async def _in(self, thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        def with_database() -> T:
            with self._app.app_context():
                try:
                    return work()
                finally:
                    db.session.rollback()

        return await asyncio.get_running_loop().run_in_executor(thread, with_database)
