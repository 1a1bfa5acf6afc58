"""An authenticator in software, with real keys and real signatures (WebAuthn level 3, ES256).

key = Authenticator()
made = key.make(options)        # what navigator.credentials.create() would give, as JSON
answer = key.sign(options)      # what navigator.credentials.get() would give, as JSON

Every lie that a test needs is a keyword: another origin, another name, another challenge.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.base64url import to_bytes, to_text

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey in one device. `number` is what it signs with next; 0 keeps none."""

    origin: str = ORIGIN
    verifies: bool = True
    number: int = 0
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    user_handle: bytes = b""

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def copy(self) -> "Authenticator":
        """The same key in another device, as it is now."""
        twin = Authenticator(
            self.origin, self.verifies, self.number, self.credential_id, self.user_handle
        )
        twin._key = self._key
        return twin

    def secret(self) -> bytes:
        """What never leaves the device."""
        return self._key.private_numbers().private_value.to_bytes(32, "big")

    def make(self, options: dict[str, Any], **lies: Any) -> str:
        """A new passkey for the person that these options name, without attestation."""
        self.user_handle = to_bytes(options["user"]["id"])
        data = self._data(lies.get("rp_id", options["rp"]["id"]), ATTESTED, lies)
        public_key = lies.get("public_key", cbor2.dumps(self._public()))
        data += bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        attestation = {"fmt": "none", "attStmt": {}, "authData": data + public_key}
        client = self._client("webauthn.create", options, lies)
        return self._written(
            clientDataJSON=client, attestationObject=cbor2.dumps(attestation | lies.get("also", {}))
        )

    def sign(self, options: dict[str, Any], **lies: Any) -> str:
        """An answer to the challenge in these options."""
        data = self._data(lies.get("rp_id", options["rpId"]), 0, lies)
        client = self._client("webauthn.get", options, lies)
        signed = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._written(
            clientDataJSON=client,
            authenticatorData=data,
            signature=lies.get("signature", signed),
            userHandle=lies.get("user_handle", self.user_handle),
        )

    def _data(self, rp_id: str, flags: int, lies: dict[str, Any]) -> bytes:
        flags |= lies.get("flags", PRESENT | (VERIFIED if self.verifies else 0))
        said = self.number.to_bytes(4, "big")
        self.number += 1 if self.number else 0
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + said

    def _client(self, kind: str, options: dict[str, Any], lies: dict[str, Any]) -> bytes:
        said = {
            "type": lies.get("type", kind),
            "challenge": lies.get("challenge", options["challenge"]),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": lies.get("cross_origin", False),
        }
        return json.dumps(said).encode()

    def _public(self) -> dict[int, Any]:
        point = self._key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}  # COSE, RFC 9053, section 7.1.1

    def _written(self, **response: bytes | None) -> str:
        said = {name: to_text(part) for name, part in response.items() if part is not None}
        name = to_text(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": said}
            | {"authenticatorAttachment": "platform", "clientExtensionResults": {}}
        )
