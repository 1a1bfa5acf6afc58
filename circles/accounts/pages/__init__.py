"""You, your devices, and the ways back in."""

from circles.accounts.pages import coming_back, devices, export, sign_in, you
from circles.accounts.pages.blueprint import accounts

__all__ = ["accounts", "coming_back", "devices", "export", "sign_in", "you"]
