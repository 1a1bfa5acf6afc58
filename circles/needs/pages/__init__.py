"""Asking, the board, one ask, "I can", stepping back, who sees it, talking, enough, ending."""

from circles.needs.pages import (
    answering,
    asking,
    board,
    days,
    enough,
    hands,
    need,
    own_say,
    regret,
    series,
    talk,
    who_sees,
)
from circles.needs.pages.blueprint import needs

__all__ = [
    "answering",
    "asking",
    "board",
    "days",
    "enough",
    "hands",
    "need",
    "needs",
    "own_say",
    "regret",
    "series",
    "talk",
    "who_sees",
]
