"""The bell between a commit and the worker.

A lost ring costs nothing: the worker sweeps once a minute for what is due.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

wakers: list[Callable[[], Any]] = []
"""Called after a commit that recorded news; each must be quick and may not raise."""


def mark(session: Session) -> None:
    """This transaction holds news."""
    session.info["news"] = True


def take(session: Session) -> bool:
    """Whether this transaction holds news; asking clears the mark."""
    return bool(session.info.pop("news", False))


def ring() -> None:
    """Wake whoever waits for news."""
    for waker in wakers:
        waker()
