"""What a push service checks before it takes a push (RFC 8030, 8188, 8292)."""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.base64url import to_bytes

LARGEST_BODY = 4096  # bytes, encrypted; RFC 8030 section 7.2
LONGEST_VAPID = 24 * 3600  # seconds; RFC 8292 section 2
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
_VAPID = re.compile(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)", re.IGNORECASE)
_URGENCIES = {None, "very-low", "low", "normal", "high"}


class Malformed(Exception):
    """A push no service takes, with the status it answers and the reason in words."""

    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status, self.reason = status, reason


def check_shape(headers: Mapping[str, str], body: bytes) -> None:
    """Headers and size; raises Malformed."""
    if len(body) > LARGEST_BODY:
        raise Malformed(413, f"body of {len(body)} bytes")
    if not headers.get("TTL", "").isdecimal():
        raise Malformed(400, "TTL missing or not a number")
    if headers.get("Content-Encoding") != "aes128gcm":
        raise Malformed(400, "Content-Encoding is not aes128gcm")
    if "Topic" in headers and not _TOPIC.fullmatch(headers["Topic"]):
        raise Malformed(400, "Topic is not 1 to 32 base64url characters")
    if headers.get("Urgency") not in _URGENCIES:
        raise Malformed(400, "Urgency is not one of RFC 8030")


def check_vapid(authorization: str, origin: str, expected_key: str | None, now: float) -> str:
    """The signature of a good VAPID header; raises Malformed. `now` in seconds since 1970."""
    parts = _VAPID.fullmatch(authorization)
    if not parts:
        raise Malformed(401, "no Authorization of the form 'vapid t=..., k=...'")
    head, claims, signature, key = parts.groups()
    if expected_key is not None and key != expected_key.rstrip("="):
        raise Malformed(403, "k is not the key of the subscription")
    _check_signature(f"{head}.{claims}".encode(), signature, key)
    if _decoded(head).get("alg") != "ES256":
        raise Malformed(403, "alg is not ES256")
    _check_claims(_decoded(claims), origin, now)
    return signature


def _check_signature(signed: bytes, signature: str, key: str) -> None:
    try:
        raw = to_bytes(signature)
        if len(raw) != 64:
            raise Malformed(403, "signature is not 64 bytes")
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_bytes(key))
        public.verify(der, signed, ec.ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        raise Malformed(403, "the VAPID signature is not of this key") from None


def _check_claims(claims: dict[str, object], origin: str, now: float) -> None:
    expires = claims.get("exp")
    if claims.get("aud") != origin:
        raise Malformed(403, f"aud is {claims.get('aud')!r}, not {origin}")
    if isinstance(expires, bool) or not isinstance(expires, (int, float)):
        raise Malformed(403, "exp is not a number")
    if not now < expires <= now + LONGEST_VAPID:
        raise Malformed(403, "exp is past or more than 24 h ahead")
    if not _is_contact(claims.get("sub")):
        raise Malformed(403, "sub is no contact")


def _is_contact(sub: object) -> bool:
    """A mailbox or https page at a public name: what Apple, the strictest, takes."""
    if not isinstance(sub, str):
        return False
    if sub.startswith("mailto:"):
        mailbox, _, host = sub.removeprefix("mailto:").rpartition("@")
        return bool(mailbox) and _is_public(host)
    return sub.startswith("https://") and _is_public(urlsplit(sub).hostname or "")


def _is_public(host: str) -> bool:
    return "." in host.strip(".") and not host.endswith((".local", ".localhost"))


def _decoded(part: str) -> dict[str, object]:
    try:
        decoded = json.loads(to_bytes(part))
    except ValueError:
        decoded = None
    if not isinstance(decoded, dict):
        raise Malformed(403, "the VAPID token is not JSON")
    return decoded
