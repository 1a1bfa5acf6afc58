"""The bell wire between web and worker: Huey, on SQLite, PostgreSQL or Redis.

Huey takes a task out of its queue before running it, so a worker killed in between has
lost it. Therefore a task here is only a nudge, without a word in it; what is to be done
stands in the database.
"""

import json
import logging
from collections.abc import Callable
from threading import Lock
from typing import Any, Literal, get_args

import psycopg
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import make_url

NAME = "circles"

Nudge = Literal["spread", "deliver"]
"""There is news; there are more deliveries than one courier takes at once."""
NUDGES: tuple[Nudge, ...] = get_args(Nudge)

PATIENCE = 2
"""Seconds that a request may wait for the queue, when that is in trouble."""

BLOCKING_READ = 5
"""Seconds for Redis, longer than the one second that a worker waits for a task."""

log = logging.getLogger(__name__)


class JsonSerializer(Serializer):
    """Messages as JSON: whoever can write to the queue cannot run code by it."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Queue:
    """Opened when it is first used, so that a process which never rings needs none."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._deeds: dict[str, Callable[[], object]] = {}
        self._opening = Lock()
        self._huey: Huey | None = None

    @property
    def huey(self) -> Huey:
        """The engine; raises whatever its storage raises."""
        with self._opening:
            if self._huey is None:
                self._huey = self._with_nudges(_open(self._url))
            return self._huey

    def on(self, nudge: Nudge, deed: Callable[[], object]) -> None:
        """What this process does when the nudge comes: the worker's side."""
        self._deeds[nudge] = deed

    def send(self, nudge: Nudge) -> None:
        """Nudge a worker. Never raises: a lost nudge costs at most a minute."""
        try:
            huey = self.huey
            huey.enqueue(huey.nudges[nudge].s())
        except Exception:
            log.warning("The queue is not there; the next sweep does the work.", exc_info=True)

    def _with_nudges(self, huey: Huey) -> Huey:
        huey.nudges = {nudge: huey.task(name=nudge)(self._follow(nudge)) for nudge in NUDGES}
        return huey

    def _follow(self, nudge: str) -> Callable[[], None]:
        def follow() -> None:
            self._deeds[nudge]()

        return follow


def _open(url: str) -> Huey:
    where = make_url(url)
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    match where.get_backend_name():
        case "sqlite":
            # Not synchronised with the disk: to lose a nudge in a power cut costs nothing.
            return SqliteHuey(
                NAME, filename=where.database, fsync=False, timeout=PATIENCE, **options
            )
        case "postgresql":
            return PostgresHuey(NAME, connection=_to_postgres(where), **options)
        case _:
            return RedisHuey(NAME, url=_to_redis(url), **options)  # needs the package `redis`


def _to_postgres(where: Any) -> Any:
    dsn = where.set(drivername="postgresql").render_as_string(hide_password=False)
    return lambda: psycopg.connect(dsn, connect_timeout=PATIENCE)


def _to_redis(url: str) -> str:
    waits = f"socket_connect_timeout={PATIENCE}&socket_timeout={BLOCKING_READ}"
    return f"{url}{'&' if '?' in url else '?'}{waits}"
