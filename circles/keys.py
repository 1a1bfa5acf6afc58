"""The server's own keys: made on first start, kept beside the database, mode 600."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


class EmptyKey(RuntimeError):
    """A key file holds nothing, as after a full disk. The message says which and what to do."""


def secret(path: Path) -> str:
    """The key that signs session cookies: 64 hexadecimal digits."""
    return _kept(path, lambda: secrets.token_hex(32))


def sealing(path: Path) -> str:
    """The key that seals private details (AES-256): 64 hexadecimal digits."""
    return _kept(path, lambda: secrets.token_hex(32))


def vapid(path: Path) -> str:
    """The P-256 key that push services know this server by (RFC 8292), as PEM."""
    return _kept(path, _new_vapid)


def _new_vapid() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _kept(path: Path, make: Callable[[], str]) -> str:
    """Read the key, or make it once. Raises `EmptyKey`: signing with nothing would go unnoticed.

    Web and worker may start together on an empty folder. Each writes a file of its
    own and links it into place: only one link succeeds, and both read the winner.
    """
    if not path.exists():
        mine = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    key = path.read_text()
    if not key.strip():
        raise EmptyKey(
            f"The key in {path} is empty; the disk may have been full. Put it back from a backup. "
            "If there is none, delete the file: a new key is made, and what the old one opened "
            "stays shut."
        )
    return key
