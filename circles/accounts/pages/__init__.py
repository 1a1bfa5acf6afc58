"""You, your devices, and the ways back in."""

from circles.accounts.pages import carrying, coming_back, devices, own_words, you
from circles.accounts.pages.blueprint import accounts

__all__ = ["accounts", "carrying", "coming_back", "devices", "own_words", "you"]
