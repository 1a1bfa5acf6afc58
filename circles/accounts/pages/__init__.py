"""You, your devices, and the ways back in."""

from circles.accounts.pages import (
    by_passkey,
    carrying,
    coming_back,
    devices,
    own_words,
    passkeys,
    you,
)
from circles.accounts.pages.blueprint import accounts

__all__ = [
    "accounts",
    "by_passkey",
    "carrying",
    "coming_back",
    "devices",
    "own_words",
    "passkeys",
    "you",
]
