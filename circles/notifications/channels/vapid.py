"""Who is sending: a signed line that push services know this server by (RFC 8292).

Signed here with `cryptography`: `py_vapid` lets contacts pass that Apple refuses and
refuses others that are good. A contact is checked with the settings.
"""

import base64
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

GOOD_FOR = timedelta(hours=12)
"""A push service takes at most 24 h; half of it leaves room for wrong clocks."""
RENEWED_AFTER = timedelta(hours=6)


class Signer:
    """Signs once per push service and half a day, not once per message."""

    def __init__(self, private_key: str, contact: str) -> None:
        self._key = _loaded(private_key)
        self._contact = contact
        self._public = public_key(private_key)
        self._kept: dict[str, tuple[datetime, str]] = {}

    def authorization(self, audience: str, now: datetime) -> str:
        """The `Authorization` header for a push service, by its origin."""
        signed_at, header = self._kept.get(audience, (None, ""))
        if signed_at is None or not timedelta() <= now - signed_at < RENEWED_AFTER:
            header = f"vapid t={self._token(audience, now)}, k={self._public}"
            self._kept[audience] = (now, header)
        return header

    def _token(self, audience: str, now: datetime) -> str:
        expires = int((now + GOOD_FOR).timestamp())
        claims = {"aud": audience, "exp": expires, "sub": self._contact}
        signed = f"{_text({'typ': 'JWT', 'alg': 'ES256'})}.{_text(claims)}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{_base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


@cache
def public_key(private_key: str) -> str:
    """What a browser subscribes with: the point of our key, base64url."""
    point = _loaded(private_key).public_key()
    return _base64url(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _loaded(pem: str) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError("The VAPID key must be a P-256 private key in PEM.")
    return key


def _text(part: dict[str, Any]) -> str:
    return _base64url(json.dumps(part, separators=(",", ":")).encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
