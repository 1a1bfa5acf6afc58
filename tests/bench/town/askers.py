"""Those who ask over HTTP, and hold on until they are answered, as a phone does."""

import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests

from tests.bench.town.misbehaving import Services
from tests.bench.town.streets import Street, Town

PATIENCE = 15  # seconds for one try
BETWEEN = 0.1  # seconds between tries
GIVES_UP = 120  # seconds; a phone would go on for two days


@dataclass(frozen=True)
class Ask:
    """One that was acknowledged."""

    need_id: str
    title: str
    street: Street


class Askers:
    """Ask as long as `with` lasts: `every` so many seconds, unless more pushes
    than `most_due` are due already."""

    def __init__(
        self,
        town: Town,
        services: Services,
        origins: Sequence[str],
        every: float,
        most_due: int,
    ) -> None:
        self._town, self._services, self._origins = town, services, origins
        self._every, self._most_due = every, most_due
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="askers")
        self.acknowledged: list[Ask] = []
        self.unlike: list[str] = []
        """What was answered otherwise when it was asked once more."""
        self.errors: list[BaseException] = []
        self.tries = 0

    def __enter__(self) -> "Askers":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ending.set()
        self._thread.join(GIVES_UP + 30)
        if self.errors:
            raise self.errors[0]

    def ask(self, street: Street | None = None) -> Ask:
        """In this street, or a new one; returns when it is acknowledged."""
        street = street or self._town.street()
        key, title = str(uuid.uuid4()), f"Dinner in {street.name}"
        ask = Ask(self._answered(street, title, key), title, street)
        if len(self.acknowledged) % 5 == 0 and self._answered(street, title, key) != ask.need_id:
            self.unlike.append(title)
        self.acknowledged.append(ask)
        return ask

    def _go_on(self) -> None:
        try:
            while not self._ending.is_set():
                began = time.monotonic()
                wanted = sum(len(ask.street.told) for ask in self.acknowledged)
                if wanted - self._services.count() < self._most_due:
                    self.ask()
                self._ending.wait(max(0.0, began + self._every - time.monotonic()))
        except BaseException as error:
            self.errors.append(error)
            raise

    def _answered(self, street: Street, title: str, key: str) -> str:
        deadline = time.monotonic() + GIVES_UP
        while time.monotonic() < deadline:
            self.tries += 1
            answer = self._try(self._origins[self.tries % len(self._origins)], street, title, key)
            if answer is not None and answer.status_code == 201:
                return str(answer.json()["id"])
            assert answer is None or answer.status_code >= 500, answer.text
            time.sleep(BETWEEN)
        raise AssertionError(f"{title} was not acknowledged within {GIVES_UP} s")

    @staticmethod
    def _try(origin: str, street: Street, title: str, key: str) -> Any:
        headers = {"Authorization": f"Bearer {street.token}", "Idempotency-Key": key}
        path = f"{origin}/api/v1/circles/{street.circle_id}/needs"
        words = {"kind": "meal", "title": title}
        try:
            return requests.post(path, json=words, headers=headers, timeout=PATIENCE)
        except requests.RequestException:
            return None
