"""You, your devices, and the ways back in."""

from circles.accounts.pages import (
    address,
    by_email,
    carrying,
    coming_back,
    devices,
    own_words,
    you,
)
from circles.accounts.pages.blueprint import accounts

__all__ = [
    "accounts",
    "address",
    "by_email",
    "carrying",
    "coming_back",
    "devices",
    "own_words",
    "you",
]
