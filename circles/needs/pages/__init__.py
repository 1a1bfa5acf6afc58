"""Asking, the board, one ask, "I can", stepping back, enough for now, ending."""

from circles.needs.pages import answering, asking, board, enough, need
from circles.needs.pages.blueprint import needs

__all__ = ["answering", "asking", "board", "enough", "need", "needs"]
