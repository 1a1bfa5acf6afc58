"""Subscriptions as a push service knows them, and phones that need no browser."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.base64url import to_text
from tests.push_faults import Fault, Script, as_callable
from tests.push_records import Attempt

_TAG_BYTES, _LAST_RECORD = 16, b"\x02"


class Subscription:
    """One endpoint: whose key may send to it, and how it behaves."""

    def __init__(self, token: str, origin: str, application_server_key: str | None):
        self.id = token
        self.endpoint = f"{origin}/wpush/{token}"
        self.application_server_key = application_server_key
        self.attempts = 0
        self.behave(None)

    def behave(self, script: Script) -> None:
        """From now on answer as the script says; it goes before the script of the service."""
        self._script = as_callable(script)

    def fault(self, attempt: Attempt) -> Fault | None:
        """What the script of this subscription has for an attempt."""
        return self._script(attempt)


class Device(Subscription):
    """A phone whose private key the service holds, so that it reads every push."""

    def __init__(self, token: str, origin: str, application_server_key: str | None):
        super().__init__(token, origin, application_server_key)
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.p256dh = to_text(_point(self._private.public_key()))
        self.auth = to_text(self._auth)

    @property
    def subscription(self) -> dict[str, object]:
        """What `PushSubscription.toJSON()` gives in a browser."""
        return {"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}}

    def read(self, body: bytes) -> bytes:
        """The plaintext of a push; ValueError or InvalidTag if it was not made for this device."""
        return decrypt(body, self._private, self._auth)


def decrypt(body: bytes, private: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """Open one aes128gcm record as RFC 8291 describes it, apart from the library under test."""
    salt, size, sender, sealed = _parts(body)
    if len(sealed) > size:
        raise ValueError("more than one record")
    shared = private.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    )
    info = b"WebPush: info\x00" + _point(private.public_key()) + sender
    secret = _derived(shared, auth, info, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
    if not padded.endswith(_LAST_RECORD):
        raise ValueError("the last record is not marked as last")
    return padded[:-1]


def _parts(body: bytes) -> tuple[bytes, int, bytes, bytes]:
    if len(body) < 21 or len(body) < 21 + body[20] + _TAG_BYTES + 1:
        raise ValueError("too short for an aes128gcm record")
    after = 21 + body[20]
    return body[:16], int.from_bytes(body[16:20], "big"), body[21:after], body[after:]


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
