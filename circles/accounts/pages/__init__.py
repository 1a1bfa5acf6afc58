"""You, your devices, and the ways back in."""

from circles.accounts.pages import carrying, coming_back, devices, farewell, own_words, you
from circles.accounts.pages.blueprint import accounts

__all__ = ["accounts", "carrying", "coming_back", "devices", "farewell", "own_words", "you"]
