"""A guess at a secret is paid for before it is looked at.

A refusal rolls its request back. What it cost must stay, so it is committed on its own, and
first: a process killed in between has taken a try and given nothing.
"""

from collections.abc import Callable
from typing import TypeVar

from circles.database import db

Price = TypeVar("Price")

after_paying: list[Callable[[], None]] = []
"""Called once the price is committed, and with it every lock of the request let go."""


def pay_first(take: Callable[[], Price]) -> Price:
    """Do what counts a guess, and make it stay whatever comes of the request; what `take` gives.
    Call it before anything else is written; raises what `take` raises."""
    paid = take()
    db.session.commit()
    for step in after_paying:
        step()
    return paid
