"""What runs when, and why: one list.

Every worker goes through it; each run of a job is done by whichever comes first
(`circles/notifications/last_run.py`). A job asks the database what is to be done, so a
run that was missed is made up for by the next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from circles.forgetting import forget
from circles.membership import destroy_closed_circles, turn_seasons
from circles.needs import let_lapse, make_days_ahead, remind, take_hands_down
from circles.notifications import SWEEP, note_weeks
from circles.offers import ask_whether_offers_stand
from circles.web import mail_post


class Engine(Protocol):
    """What a job may ask of the worker that runs it."""

    def spread(self) -> None:
        """Turn facts into deliveries and see to it that they go out."""


@dataclass(frozen=True)
class Job:
    """Something done again and again."""

    name: str
    every: timedelta
    run: Callable[[Engine], object]
    why: str


def _note_weeks() -> None:
    if mail_post() is not None:
        note_weeks()


TIMETABLE = (
    Job(
        SWEEP,
        timedelta(minutes=1),
        lambda engine: engine.spread(),
        why="a nudge may be lost with the process that sent it or took it",
    ),
    Job(
        "seasons",
        timedelta(hours=1),
        lambda engine: turn_seasons(),
        why="nobody looks after a circle for ever without being asked",
    ),
    Job(
        "days",
        timedelta(hours=1),
        lambda engine: make_days_ahead(),
        why="what repeats has its days some weeks ahead, with whoever promised every time",
    ),
    Job(
        "hands",
        timedelta(minutes=5),
        lambda engine: take_hands_down(),
        why="whoever asked hears in time that they can choose, and nobody waits beyond that",
    ),
    Job(
        "remind",
        timedelta(minutes=5),
        lambda engine: remind(),
        why="what comes up is passed on a little before anybody wants to be reminded of it",
    ),
    Job(
        "weeks",
        timedelta(minutes=5),
        lambda engine: _note_weeks(),
        why="somewhere it is Sunday afternoon, when who wants it hears what the week holds",
    ),
    Job(
        "close",
        timedelta(hours=1),
        lambda engine: destroy_closed_circles(),
        why="a circle that was to close is gone within the hour of its day",
    ),
    Job(
        "lapse",
        timedelta(hours=1),
        lambda engine: let_lapse(),
        why="an ask whose days are over asks whether it is still needed, and then ends",
    ),
    Job(
        "offers",
        timedelta(hours=1),
        lambda engine: ask_whether_offers_stand(),
        why="what stood for long asks whether it still does, and rests without an answer",
    ),
    Job(
        "forget",
        timedelta(hours=1),
        lambda engine: forget(),
        why="what is past goes within the hour, a little at a time",
    ),
)
