"""What a courier writes and reads in the database, in short transactions.

Two threads of its own, because the courier itself never waits for a database: one
writes outcomes and claims, at once, whatever the other is doing; the other puts claims
into words, which takes longer and only reads.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
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
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="letters")

    async def turn(
        self, answered: Sequence[tuple[Claim, Outcome]], count: int, paused: Collection[str]
    ) -> Sequence[Claim]:
        """Write these outcomes and claim up to `count` more, in one transaction."""

        def write() -> Sequence[Claim]:
            settle(answered)
            claims = Delivery.claim(count, paused) if count else ()
            db.session.commit()
            return claims

        return await self._in(self._writer, write)

    async def next_due(self, paused: Collection[str]) -> datetime | None:
        """When there is something to claim next."""
        return await self._in(self._writer, lambda: Delivery.next_due(paused), reads=True)

    async def letters(self, claims: Sequence[Claim]) -> list[Letter]:
        """What these claims say now."""
        return await self._in(
            self._reader, lambda: list(write_letters(claims, self._base_url)), reads=True
        )

    def close(self) -> None:
        """Let go of the threads."""
        self._writer.shutdown()
        self._reader.shutdown()

    async def _in(
        self, thread: ThreadPoolExecutor, work: Callable[[], T], reads: bool = False
    ) -> T:
        def with_database() -> T:
            READ_ONLY.set(reads)  # these threads are ours alone
            with self._app.app_context():
                try:
                    return work()
                finally:
                    db.session.rollback()

        return await asyncio.get_running_loop().run_in_executor(thread, with_database)
