"""Asking, the board, one ask, "I can", stepping back, ending."""

from circles.needs.pages import answering, asking, board, days, need, series
from circles.needs.pages.blueprint import needs

__all__ = ["answering", "asking", "board", "days", "need", "needs", "series"]
