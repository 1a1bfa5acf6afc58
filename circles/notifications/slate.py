"""What a courier holds and what push services have taken, jotted down at once where a kill cannot
take it away.

Between an answer and its commit lies a moment: other writers have their turn. A worker killed
in it would leave a push that was sent and a row that does not know. So each answer first goes
into a file of its courier's own, by one write that outlives the process, and is wiped off once
the database has it. A file that nobody holds is what a killed courier left: whoever claims next
beside it settles what was sent, and frees what was not without waiting for the lease.

Nothing is lost if a slate is, in a power cut or with its machine: the lease lapses, and what
was not written is sent again.
"""

import fcntl
import logging
import os
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from circles.notifications.delivery import LEASE, Claim

NAME = "slate-"
KEY = 16
NONE = bytes(KEY)
"""In place of a token, for what was told along; in place of a delivery, for a token alone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Left:
    """By a courier that was killed: what it held, and what of it was sent."""

    tokens: Sequence[uuid.UUID]
    taken: Sequence[tuple[uuid.UUID, uuid.UUID]]
    """Deliveries, each with the token it was held under."""
    along: Sequence[uuid.UUID]
    """Deliveries that were told with one of them."""


class Slate:
    """One courier's; its threads may use it at the same time. Never raises: where a file cannot be
    made, or not be written, all is as if there were no slates."""

    def __init__(self, folder: Path) -> None:
        self._file: int | None = None
        try:
            self._path, self._file = _new_in(folder)
        except OSError as trouble:
            log.warning("%s A kill would repeat what was sent.", trouble)
        self._turn = Lock()
        self._claims = deque[tuple[float, bytes]]()
        self._taken: dict[uuid.UUID, bytes] = {}

    def hold(self, token: uuid.UUID) -> None:
        """A claim under this token is about to be made."""
        with self._turn:
            line = NONE + token.bytes
            self._claims.append((time.monotonic() + LEASE.total_seconds(), line))
            self._write(line)

    def take(self, claim: Claim) -> None:
        """It was sent."""
        with self._turn:
            self._taken[claim.delivery_id] = line = _written(claim)
            self._write(line)

    def wipe(self, claims: Iterable[Claim]) -> None:
        """The database knows what became of these; and what was claimed longer ago than a lease
        is held no more. What stands after the new lines until they are cut off says nothing
        that is not known."""
        with self._turn:
            for claim in claims:
                self._taken.pop(claim.delivery_id, None)
            while self._claims and self._claims[0][0] < time.monotonic():
                self._claims.popleft()
            lines = b"".join([*(line for _, line in self._claims), *self._taken.values()])
            if self._file is not None:
                with suppress(OSError):
                    os.lseek(self._file, 0, os.SEEK_SET)
                    self._write(lines)
                    os.ftruncate(self._file, len(lines))

    def close(self) -> None:
        """What is still on it is for the next."""
        if self._file is None:
            return
        if not self._taken:
            self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _write(self, lines: bytes) -> None:
        if self._file is None:
            return
        try:
            os.write(self._file, lines)
        except OSError:
            log.warning("What was sent cannot be jotted down; a kill would repeat it.")


def left_in(folder: Path) -> Iterator[Path]:
    """The slates there are, whoever holds them."""
    return folder.glob(f"{NAME}*")


@contextmanager
def taken_over(path: Path) -> Iterator[Left | None]:
    """What a killed courier left on its slate, which is gone afterwards unless something is
    raised; None where its courier lives. Raises `OSError` for somebody else's."""
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        if _is_ours(file, path):
            yield _read(os.read(file, os.fstat(file).st_size))
            path.unlink(missing_ok=True)
        else:
            yield None
    finally:
        os.close(file)


def _new_in(folder: Path) -> tuple[Path, int]:
    """Held from now on, and not taken for a dead one's in the moment before."""
    while True:
        path = folder / f"{NAME}{uuid.uuid4().hex}"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            if _is_ours(file, path):
                return path, file
        except OSError:  # a folder in which nothing can be locked
            path.unlink(missing_ok=True)
            os.close(file)
            raise
        os.close(file)


def _is_ours(file: int, path: Path) -> bool:
    """Whether we hold it, and it is still the one of this name. The system lets go of it when
    its process ends, in whichever way."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return path.stat().st_ino == os.fstat(file).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _written(claim: Claim) -> bytes:
    along = b"".join(key.bytes + NONE for key in claim.along)
    return claim.delivery_id.bytes + claim.token.bytes + along


def _read(lines: bytes) -> Left:
    """Half a line, of a full disk, is none."""
    whole = range(0, len(lines) - 2 * KEY + 1, 2 * KEY)
    pairs = [(lines[at : at + KEY], lines[at + KEY : at + 2 * KEY]) for at in whole]
    return Left(
        [_key(token) for key, token in pairs if key == NONE],
        [(_key(key), _key(token)) for key, token in pairs if NONE not in (key, token)],
        [_key(key) for key, token in pairs if token == NONE],
    )


def _key(raw: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=raw)
