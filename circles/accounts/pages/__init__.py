"""You, your devices, and the ways back in."""

from circles.accounts.pages import sign_in, you
from circles.accounts.pages.blueprint import accounts

__all__ = ["accounts", "sign_in", "you"]
