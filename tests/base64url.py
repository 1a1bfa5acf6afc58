"""Base64url without padding, the spelling of keys and tokens in web push (RFC 4648, section 5)."""

import base64


def to_text(raw: bytes) -> str:
    """The unpadded text of some bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    """The bytes of an unpadded text; ValueError if a character does not belong."""
    padded = (text + "=" * (-len(text) % 4)).replace("-", "+").replace("_", "/")
    return base64.b64decode(padded, validate=True)
