"""An application server in small: what the tests of the push laboratory send with."""

import json
import time
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pywebpush import WebPusher

from tests.base64url import to_text


class Sender:
    """Holds a VAPID key, encrypts with the library the product uses, follows no redirect."""

    def __init__(self):
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._session = requests.Session()
        point = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.public_key = to_text(point)

    def headers(self, endpoint: str, **claims: object) -> dict[str, str]:
        """Good headers for a push, apart from the claims given. Signs whatever it is told to."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(endpoint))
        contact = "mailto:sam@circle.example"
        good = {"aud": origin, "exp": int(time.time()) + 3600, "sub": contact}
        token = self._signed(good | claims)
        vapid = f"vapid t={token}, k={self.public_key}"
        return {"TTL": "60", "Content-Encoding": "aes128gcm", "Authorization": vapid}

    def encrypt(self, subscription: dict, payload: object) -> bytes:
        """The payload as JSON, encrypted for a subscription."""
        plaintext = json.dumps(payload).encode()
        return WebPusher(subscription).encode(plaintext, content_encoding="aes128gcm")["body"]

    def post(
        self, endpoint: str, body: bytes, headers: dict[str, str] | None = None, timeout: float = 30
    ) -> requests.Response:
        """Post a body, with good headers where none are given; `timeout` in seconds."""
        headers = headers if headers is not None else self.headers(endpoint)
        return self._session.post(
            endpoint, body, headers=headers, timeout=timeout, allow_redirects=False
        )

    def send(self, subscription: dict, payload: object, **headers: str) -> requests.Response:
        """Encrypt and post; more headers by name."""
        endpoint = subscription["endpoint"]
        body = self.encrypt(subscription, payload)
        return self.post(endpoint, body, self.headers(endpoint) | headers)

    def _signed(self, claims: dict[str, object]) -> str:
        parts = ({"typ": "JWT", "alg": "ES256"}, claims)
        signed = ".".join(to_text(json.dumps(part).encode()) for part in parts)
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{to_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
