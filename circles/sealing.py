"""Private details at rest: sealed with AES-256-GCM, bound to where they stand.

The table, the column and the row are authenticated with the text, so a sealed
value copied into another row does not open there. Layout: 12 random bytes of
nonce (NIST SP 800-38D), then the ciphertext with its tag.
"""

import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12

_key: bytes | None = None


class BrokenSeal(ValueError):
    """The sealed bytes do not belong here, or the key is another."""


def use_key(key: bytes) -> None:
    """Seal and open with this 32-byte key from now on."""
    global _key
    _key = key


class sealed:  # noqa: N801 - reads as a declaration, beside mapped_column
    """An attribute of text or None, kept sealed in the named bytes column.

    With `whose`, the name of another attribute of the row, it opens only while that says the same
    as when it was sealed.
    """

    def __init__(self, column: str, whose: str | None = None) -> None:
        self.column, self.whose = column, whose

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        kept = getattr(row, self.column)
        return None if kept is None else open_sealed(kept, self._place(row))

    def __set__(self, row: Any, text: str | None) -> None:
        kept = None if not text else seal(text, self._place(row))
        setattr(row, self.column, kept)

    def _place(self, row: Any) -> bytes:
        owner = f".{getattr(row, self.whose)}" if self.whose else ""
        return f"{row.__tablename__}.{self.column}.{row.id}{owner}".encode()


def seal(text: str, place: bytes) -> bytes:
    """Encrypt text so that it opens only at this place."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, text.encode(), place)


def open_sealed(kept: bytes, place: bytes) -> str:
    """The text sealed at this place; raises `BrokenSeal`."""
    try:
        return _cipher().decrypt(kept[:NONCE], kept[NONCE:], place).decode()
    except (InvalidTag, ValueError) as broken:  # too short to hold a nonce and a tag
        raise BrokenSeal(f"What is kept at {place.decode()} cannot be opened.") from broken


def keyed_digest(purpose: str, *parts: str) -> bytes:
    """32 bytes that say whether the same was typed again, to this server alone.

    HMAC-SHA256 (RFC 2104) under the sealing key: a short code or an e-mail address cannot be
    found by trying them all on a stolen database. `purpose` keeps its uses apart.
    """
    said = "\0".join((purpose, *parts)).encode()
    return hmac.digest(_known_key(), said, hashlib.sha256)


def _cipher() -> AESGCM:
    return AESGCM(_known_key())


def _known_key() -> bytes:
    if _key is None:
        raise RuntimeError("sealing.use_key() was not called")
    return _key
