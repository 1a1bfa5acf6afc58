"""Asking, the board, one ask, "I can", stepping back, ending; words, company and thanks."""

from circles.needs.pages import answering, asking, board, need, talk
from circles.needs.pages.blueprint import needs

__all__ = ["answering", "asking", "board", "need", "needs", "talk"]
