"""A guess at a secret is paid for before it is looked at.

A refusal rolls its request back. What it cost must stay, so it is committed on its own, and
first: a process killed in between has taken a try and given nothing.
"""

from collections.abc import Callable

from circles.database import db


def pay_first(take: Callable[[], None]) -> None:
    """Do what counts a guess, and make it stay whatever comes of the request. Call it before
    anything else is written; raises what `take` raises."""
    take()
    db.session.commit()
