"""Takes deliveries to the phones: claim, put into words, send, write what became of it.

Nothing is held in memory that the database does not know better. A claim is a lease; an
outcome is written as soon as the answer is there, together with whatever else has been
answered by then, so a process killed at any moment repeats a handful at most and loses
nothing. No transaction is open while anything is on the wire.
"""

import asyncio
import logging
import random
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from circles import clock
from circles.notifications.channels.audiences import Audiences
from circles.notifications.channels.outcomes import Answer, Outcome, Try, outcome_of
from circles.notifications.channels.push import IN_FLIGHT, Push, PushClient
from circles.notifications.delivery import Claim
from circles.notifications.ledger import Ledger
from circles.notifications.letter import Letter

LONGEST_IDLE = timedelta(minutes=1)
"""The longest it sits without looking, should nobody ring."""

AFTER_TROUBLE = 1.0
"""Seconds before the database is tried again."""

WORTH_A_CLAIM = IN_FLIGHT // 4
"""Free places for which it is worth asking the database."""

log = logging.getLogger(__name__)


class Courier:
    """One per process, in one event loop."""

    def __init__(self, ledger: Ledger, client: PushClient) -> None:
        self._ledger = ledger
        self._client = client
        self._audiences = Audiences()
        self._answered: list[tuple[Claim, Outcome]] = []
        self._out = 0
        self._rung = asyncio.Event()
        self._news = asyncio.Event()
        self._stopping = False
        self._sending: set[asyncio.Task[None]] = set()

    def ring(self) -> None:
        """There may be something to do."""
        self._rung.set()
        self._news.set()

    def stop(self) -> None:
        """Claim nothing more; what is on its way still arrives and is written down."""
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
            self._news.clear()
            claims = await self._turn()
            if claims:
                self._start(self._send_all(claims))
            if not self._out and not self._answered:
                return
            await self._news.wait()

    async def _turn(self) -> Sequence[Claim]:
        """Write down what has been answered; claim for the places that are free."""
        answered, self._answered = self._answered, []
        free = IN_FLIGHT - self._out + len(answered)
        count = 0 if self._stopping or free < WORTH_A_CLAIM else free
        if not answered and not count:
            return ()
        try:
            paused = self._audiences.paused(clock.now())
            claims = await self._ledger.turn(answered, count, paused)
        except Exception:
            log.exception("The database did not answer; what was sent is still to be written.")
            self._answered = answered + self._answered
            await asyncio.sleep(AFTER_TROUBLE)
            self._news.set()
            return ()
        self._out += len(claims) - len(answered)
        return claims

    async def _send_all(self, claims: Sequence[Claim]) -> None:
        try:
            letters = await self._ledger.letters(claims)
        except Exception as trouble:
            log.exception("Claims could not be read.")
            letters = [Letter(claim, outcome=self._later(claim, trouble)) for claim in claims]
        for letter in letters:
            if letter.push is not None:
                self._start(self._send(letter.claim, letter.push))
            elif letter.outcome is not None:
                self._note(letter.claim, letter.outcome)

    async def _send(self, claim: Claim, push: Push) -> None:
        try:
            answer = await self._client.send(push)
        except Exception as bug:
            log.exception("A push could not be sent.")
            answer = Answer(None, repr(bug))
        now = clock.now()
        tried = Try(claim.attempts, now, push.matters_until, random.random())  # noqa: S311
        outcome = replace(outcome_of(answer, tried), matters_until=push.matters_until)
        self._audiences.note(claim.audience, claim.subscription_id, answer, outcome, now)
        if outcome.is_alarming:
            log.error("%s answered a push with: %s", claim.audience, answer.said)
        self._note(claim, outcome)

    def _note(self, claim: Claim, outcome: Outcome) -> None:
        self._answered.append((claim, outcome))
        self._news.set()

    def _later(self, claim: Claim, trouble: Exception) -> Outcome:
        tried = Try(claim.attempts, clock.now(), claim.matters_until, random.random())  # noqa: S311
        return outcome_of(Answer(None, repr(trouble)), tried)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _rest(self) -> None:
        """Until someone rings, something falls due, or a minute is over."""
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
