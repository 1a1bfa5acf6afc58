"""Circles as a passkey knows it (WebAuthn level 3): what it is asked, and how its answer is read.

It is known by the host name and the origin of the operator's own address, never by what a request
says of itself.
"""

import ipaddress
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from circles.accounts.passkey_challenge import LIFETIME
from circles.accounts.person import Person
from circles.phrase import Phrase
from circles.refusal import Nature, Refusal

NAME = "Circles"
PATIENCE = int(LIFETIME.total_seconds() * 1000)
"""Milliseconds that a browser waits for the person; later the challenge is gone anyway."""


class PasskeyRefused(Refusal):
    """What came is no answer to what was asked; which of the reasons it is stays untold."""

    code: ClassVar[str] = "passkey_refused"
    nature: ClassVar[Nature] = "invalid"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "That passkey opens nothing here. It may have been removed. Please try once more, "
                "or come back another way."
            ),
            field="credential",
        )


@contextmanager
def refused_if_broken() -> Iterator[None]:
    """Let whatever cannot be read or does not hold be one refusal.

    Beside its own errors the library lets through what Python raises on bytes that nobody
    expected: wrong types, missing keys, numbers that are no curve's, nesting without an end.
    """
    try:
        yield
    except Exception as broken:
        raise PasskeyRefused from broken


def read_new(text: str) -> RegistrationCredential:
    """A new passkey as the browser sent it, unchecked. Raises `PasskeyRefused`."""
    with refused_if_broken():
        return parse_registration_credential_json(text)


def read_answer(text: str) -> AuthenticationCredential:
    """A passkey's answer as the browser sent it, unchecked. Raises `PasskeyRefused`."""
    with refused_if_broken():
        return parse_authentication_credential_json(text)


def challenge_in(sent: RegistrationCredential | AuthenticationCredential) -> bytes:
    """Which challenge it says to answer. Raises `PasskeyRefused`, too where another site framed
    the dialog."""
    with refused_if_broken():
        said = parse_client_data_json(sent.response.client_data_json)
    if said.cross_origin:
        raise PasskeyRefused
    return said.challenge


@dataclass(frozen=True)
class RelyingParty:
    """The name and the origin that passkeys of this server are bound to."""

    id: str
    origin: str

    @classmethod
    def at(cls, base_url: str) -> "RelyingParty | None":
        """That of this address; None where it has no name: passkeys know no bare IP address."""
        host = urlsplit(base_url).hostname or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return cls(host, base_url)
        return None

    def to_add(
        self, person: Person, challenge: bytes, known: Iterable[bytes], verified: bool
    ) -> dict[str, Any]:
        """What a browser is asked in order to make a passkey that finds its person by itself."""
        return options_to_json_dict(
            generate_registration_options(
                rp_id=self.id,
                rp_name=NAME,
                user_id=person.id.bytes,
                user_name=person.name,
                challenge=challenge,
                timeout=PATIENCE,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.REQUIRED,
                    user_verification=_wanted(verified),
                ),
                exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
            )
        )

    def to_sign_in(self, challenge: bytes) -> dict[str, Any]:
        """What a browser is asked so that whoever is there signs in; nobody is named."""
        return options_to_json_dict(
            generate_authentication_options(
                rp_id=self.id,
                challenge=challenge,
                timeout=PATIENCE,
                user_verification=_wanted(required=False),
            )
        )

    def added(self, sent: RegistrationCredential, challenge: bytes) -> VerifiedRegistration:
        """What stands in a new passkey, checked. Raises `PasskeyRefused`."""
        with refused_if_broken():
            made = verify_registration_response(
                credential=sent,
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=self.origin,
            )
            # A key that no signature can be checked with would never let anybody in.
            decoded_public_key_to_cryptography(
                decode_credential_public_key(made.credential_public_key)
            )
        return made

    def answered(
        self, sent: AuthenticationCredential, challenge: bytes, public_key: bytes, number: int
    ) -> VerifiedAuthentication:
        """What stands in a passkey's answer, checked: the origin, the name, the signature, and a
        number that grows unless it stays 0. Raises `PasskeyRefused`."""
        with refused_if_broken():
            return verify_authentication_response(
                credential=sent,
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=self.origin,
                credential_public_key=public_key,
                credential_current_sign_count=number,
            )


def _wanted(required: bool) -> UserVerificationRequirement:
    requirement = UserVerificationRequirement
    return requirement.REQUIRED if required else requirement.PREFERRED
