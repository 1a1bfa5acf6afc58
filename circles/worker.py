"""The worker: spreads news, takes it to the phones, and keeps the timetable.

Huey brings the nudges, a clock thread does what the timetable says, and the courier has
an event loop of its own. None of them holds anything that the database does not know,
so any of them may die at any moment, and several workers may run beside each other.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from types import FrameType
from typing import Any

from flask import Flask
from huey.consumer import Consumer

from circles.accounts import post_codes
from circles.database import db
from circles.notifications import LastRun, Outbox, fan_out, queue_of
from circles.notifications.channels.push import IN_FLIGHT, PushClient
from circles.notifications.courier import Courier
from circles.notifications.ledger import Ledger
from circles.round import Round
from circles.timetable import TIMETABLE, Job
from circles.tuning import tune
from circles.web import mail_post, write_letter

GRACE = 10
"""Seconds that what has begun may take to end, after SIGTERM or Ctrl-C."""

LOOKS_AT_THE_CLOCK = 5
"""Seconds between looks at the timetable, whose shortest period is a minute."""

LOOKS_FOR_LETTERS = 5
"""Seconds between looks for letters that are due, or that a lost nudge has left."""

POLLING = {"workers": 2, "initial_delay": 0.05, "max_delay": 0.2, "scheduler_interval": 60}
"""How Huey looks for nudges where its storage cannot call: 5 to 20 times a second. Two
threads, for one may be spreading to a large circle."""

log = logging.getLogger(__name__)


def run_worker(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; call it in the main thread."""
    worker = Worker(app)
    asked_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True  # and nothing else: a handler may interrupt anything

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with app.app_context():
        tune(db.engine)
    worker.start()
    log.info("The worker is at work.")
    looks = 0
    while not asked_to_stop:
        time.sleep(0.1)
        looks += 1
        if looks % 100 == 0:
            worker.look_after_threads()
    worker.stop()
    log.info("The worker has stopped.")


class Worker:
    """The threads of one worker process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._queue = queue_of(app)
        self._queue.on("spread", self.spread)
        self._queue.on("deliver", self._ring)
        self._stopping = Event()
        self._courier: Courier | None = None
        self._loop = asyncio.new_event_loop()
        self._sender = Thread(target=self._send, name="courier", daemon=True)
        self._clock = Thread(target=self._keep_time, name="timetable", daemon=True)
        self._post = Round("post", LOOKS_FOR_LETTERS, self._post_codes)
        self._outbox = Outbox(app.config["CIRCLES"].base_url)
        self._letters = Round("letters", LOOKS_FOR_LETTERS, self._post_letters)
        self._consumer: Any = None

    def start(self) -> None:
        """Begin, with a look at what was left by whoever worked before."""
        self._sender.start()
        self._clock.start()
        self._post.start()
        self._letters.start()
        self._listen()

    def stop(self) -> None:
        """End what has begun, within the grace time; the rest is found by the next."""
        until = time.monotonic() + GRACE
        self._stopping.set()
        self._post.stop()
        self._letters.stop()
        self._outbox.stop()
        if self._courier is not None:
            self._loop.call_soon_threadsafe(self._courier.stop)
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
        for thread in (self._sender, self._post, self._letters):
            thread.join(max(0.0, until - time.monotonic()))

    def spread(self) -> None:
        """Turn facts into deliveries; ring for letters, the courier, and others if it is a lot."""
        self._post.ring()
        with self._app.app_context():
            deliveries = fan_out(by_mail=mail_post() is not None)
        self._letters.ring()
        self._ring()
        if deliveries > IN_FLIGHT:
            self._queue.send("deliver")

    def look_after_threads(self) -> None:
        """Start the listening again where it ended; the queue may have been away."""
        if self._consumer is None:
            self._listen()
        else:
            self._consumer.check_worker_health()

    def _post_codes(self) -> None:
        with self._app.app_context():
            if (post := mail_post()) is not None:
                post_codes(post, write_letter)

    def _post_letters(self) -> None:
        """In a thread of their own, too: whoever waits for digits waits for no news."""
        with self._app.app_context():
            if (post := mail_post()) is not None:
                self._outbox.empty(post, write_letter)

    def _ring(self) -> None:
        if self._courier is not None:
            self._loop.call_soon_threadsafe(self._courier.ring)

    def _listen(self) -> None:
        try:
            consumer = Listener(self._queue.huey, shutdown_timeout=GRACE, **POLLING)
            consumer.start()
        except Exception:
            log.warning("The queue is not there; sweeping goes on without it.", exc_info=True)
            return
        self._consumer = consumer

    def _send(self) -> None:
        """The courier's thread. What breaks it is logged, and it begins anew."""
        while not self._stopping.is_set():
            try:
                self._loop.run_until_complete(self._deliver())
            except Exception:
                log.exception("The courier broke off.")
                self._stopping.wait(1)

    async def _deliver(self) -> None:
        ledger = Ledger(self._app)
        try:
            async with PushClient(self._app.config["CIRCLES"]) as client:
                self._courier = Courier(ledger, client)
                await self._courier.work()
        finally:
            ledger.close()

    def _keep_time(self) -> None:
        """The timetable's thread: at once, so that it is heard of, and whenever a period begins."""
        self._run_safely("start", self.spread)
        tried, is_over = dict[str, int](), False
        while not is_over:
            for job in TIMETABLE:
                is_due = tried.get(job.name) != (period := LastRun.number(job.every))
                if is_due and not self._stopping.is_set():
                    tried[job.name] = period
                    self._run_safely(job.name, partial(self._take, job))
            is_over = self._stopping.wait(LOOKS_AT_THE_CLOCK)

    def _take(self, job: Job) -> None:
        with self._app.app_context():
            if LastRun.take(job.name, job.every):
                job.run(self)

    def _run_safely(self, name: str, run: Callable[[], None]) -> None:
        try:
            run()
        except Exception:
            log.exception("%s went wrong; the next run makes up for it.", name)


class Listener(Consumer):
    """Huey's consumer without its signal handlers: signals are the worker's."""

    def _set_signal_handlers(self) -> None:
        pass
