"""Takes deliveries to the phones: claim, put into words, send, write what became of it.

Nothing is held in memory that the database does not know better. A claim is a lease; an
outcome is jotted down as soon as the answer is there, and written together with whatever else
has been answered by then, so a process killed at any moment repeats what is on its wire at most
(`IN_FLIGHT`), mostly a handful, and loses nothing. No transaction is open while anything is on it.
"""

import asyncio
import logging
import random
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from circles import clock
from circles.notifications.bag import Bag
from circles.notifications.channels.audiences import Audiences
from circles.notifications.channels.outcomes import Answer, Outcome, Try, outcome_of
from circles.notifications.channels.push import IN_FLIGHT, Push, PushClient
from circles.notifications.delivery import Claim
from circles.notifications.ledger import Ledger

LONGEST_IDLE = timedelta(seconds=2)
"""The longest it sits without looking: who rings calls one worker, and another may have
more to do than it does alone."""

AFTER_TROUBLE = 1.0
"""Seconds before the database is tried again."""

GATHERED = 0.03
"""Seconds in which answers are gathered before they are written down, when they come fast.
Meanwhile the slate has what was sent, where there is one."""

FAST = 8
"""Answers at once from which on they come fast. Fewer are written down at once."""

log = logging.getLogger(__name__)


class Courier:
    """One per process, in one event loop."""

    def __init__(self, ledger: Ledger, client: PushClient) -> None:
        self._ledger = ledger
        self._client = client
        self._audiences = Audiences()
        self._bag = Bag()
        self._carriers = 0
        self._answered: list[tuple[Claim, Outcome]] = []
        self._out = 0  # claimed, and the outcome not yet written
        self._is_writing = False
        self._changed = asyncio.Event()
        self._rung = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    def ring(self) -> None:
        """There may be something to do."""
        self._rung.set()
        self._changed.set()

    def stop(self) -> None:
        """Claim nothing more; what is on its way still arrives and is written down, and
        what was not begun is handed back."""
        self._stopping = True
        self.ring()

    async def work(self) -> None:
        """Until told to stop."""
        while not self._stopping:
            self._rung.clear()
            await self.deliver()
            if not self._stopping:
                await self._rest()

    async def deliver(self) -> None:
        """Until nothing is due and everything sent has been written down."""
        while True:
            self._changed.clear()
            await self._claim()
            if not self._out:
                return
            await self._changed.wait()

    async def _claim(self) -> None:
        """Some more, if that is worth asking the database."""
        now = asyncio.get_running_loop().time()
        count = 0 if self._stopping else self._bag.worth_claiming(self._out, now)
        if not count:
            return
        try:
            letters = await self._ledger.claim(count, self._audiences.paused(clock.now()))
        except Exception:
            log.exception("Nothing could be claimed; it is tried again.")
            return
        self._out += len(letters)
        self._bag.put((letter for letter in letters if letter.push is not None), now)
        for letter in letters:
            if letter.outcome is not None:
                self._note(letter.claim, letter.outcome)
        for _ in range(min(IN_FLIGHT - self._carriers, len(self._bag))):
            self._carriers += 1
            self._start(self._carry())

    async def _carry(self) -> None:
        """One after the other, as long as there are any."""
        while self._bag:
            letter, is_fresh = self._bag.take(asyncio.get_running_loop().time())
            pause = self._audiences.paused_until(letter.claim.audience, clock.now())
            if pause is None and is_fresh and not self._stopping:
                assert letter.push is not None
                await self._send(letter.claim, letter.push)
            else:
                self._note(letter.claim, Outcome(None, pause or clock.now(), is_try=False))
        self._carriers -= 1

    async def _send(self, claim: Claim, push: Push) -> None:
        try:
            answer = await self._client.send(push)
        except Exception as bug:
            log.exception("A push could not be sent.")
            answer = Answer(None, repr(bug))
        now = clock.now()
        tried = Try(claim.attempts + 1, now, push.matters_until, random.random())  # noqa: S311
        outcome = outcome_of(answer, tried)
        self._audiences.note(claim.audience, claim.subscription_id, answer, outcome, now)
        if outcome.is_alarming:
            log.error("%s answered a push with: %s", claim.audience, answer.said)
        self._note(claim, outcome)

    def _note(self, claim: Claim, outcome: Outcome) -> None:
        self._ledger.note(claim, outcome)
        self._answered.append((claim, outcome))
        self._bag.note_answer()
        if not self._is_writing:
            self._is_writing = True
            self._start(self._write_down())

    async def _write_down(self) -> None:
        """Each time all that was answered while the last were being written."""
        answered: list[tuple[Claim, Outcome]] = []
        while self._answered:
            if len(answered) >= FAST:
                await asyncio.sleep(GATHERED)
            answered, self._answered = self._answered, []
            try:
                await self._ledger.settle(answered)
            except Exception:
                log.exception("The database did not take what was answered; it is kept.")
                self._answered = answered + self._answered
                await asyncio.sleep(AFTER_TROUBLE)
                continue
            self._out -= len(answered)
            self._changed.set()
        self._is_writing = False

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _rest(self) -> None:
        """Until someone rings, something falls due, or it is time to look again."""
        try:
            seconds = await self._idle_seconds()
        except Exception:
            log.exception("The database did not say what is due next.")
            seconds = AFTER_TROUBLE
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return

    async def _idle_seconds(self) -> float:
        now = clock.now()
        paused = self._audiences.paused(now)
        due = await self._ledger.next_due(paused)
        times = [at for at in (due, self._audiences.next_end(now)) if at is not None]
        wait = min([*(at - now for at in times), LONGEST_IDLE])
        return max(wait.total_seconds(), 0.05)
