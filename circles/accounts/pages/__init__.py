"""You, your devices, and the ways back in."""

from circles.accounts.pages import (
    address,
    by_email,
    by_passkey,
    carrying,
    coming_back,
    devices,
    farewell,
    own_words,
    passkeys,
    you,
)
from circles.accounts.pages.blueprint import accounts

__all__ = [
    "accounts",
    "address",
    "by_email",
    "by_passkey",
    "carrying",
    "coming_back",
    "devices",
    "farewell",
    "own_words",
    "passkeys",
    "you",
]
