"""Something a worker does in a thread of its own, when it is rung for and every few seconds."""

import logging
from collections.abc import Callable
from threading import Event, Thread

log = logging.getLogger(__name__)


class Round:
    """Goes round until it is stopped; what goes wrong in one round is made up for by the next."""

    def __init__(self, name: str, seconds: float, deed: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._deed = deed
        self._rung = Event()
        self._is_stopping = False
        self._thread = Thread(target=self._go_round, name=name, daemon=True)

    def start(self) -> None:
        """Begin with a round at once."""
        self._thread.start()

    def ring(self) -> None:
        """There may be something to do. May be called from any thread."""
        self._rung.set()

    def stop(self) -> None:
        """Begin no other round."""
        self._is_stopping = True
        self._rung.set()

    def join(self, seconds: float) -> None:
        """Wait so long at the most for the round that has begun."""
        self._thread.join(seconds)

    def _go_round(self) -> None:
        while not self._is_stopping:
            self._rung.clear()
            try:
                self._deed()
            except Exception:
                log.exception("%s went wrong; the next round makes up for it.", self._name)
            self._rung.wait(self._seconds)
