"""A certificate authority of our own, and the stores of those who trust it.

Clients differ most in what a new connection costs them, and much of that is reading the
certificates they trust. So two stores are measured: `many` is what a user has, with ours beside
the hundred and more of `certifi`; `one` holds ours alone.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

PEM = Encoding.PEM


class Authority:
    """Made in a folder: `chain` for the server, `stores` for the clients."""

    def __init__(self, folder: Path) -> None:
        ours, theirs = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _certificate("A test authority", ours, "A test authority", ours)
        leaf = _certificate("localhost", theirs, "A test authority", ours)
        self.chain = folder / "chain.pem"
        key = theirs.private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption())
        self.chain.write_bytes(key + leaf.public_bytes(PEM))
        self.stores = {"one": folder / "one.pem", "many": folder / "many.pem"}
        self.stores["one"].write_bytes(root.public_bytes(PEM))
        self.stores["many"].write_bytes(Path(certifi.where()).read_bytes() + root.public_bytes(PEM))

    def environment(self, store: str) -> dict[str, str]:
        """What makes OpenSSL, requests and node trust this store and no other."""
        path = str(self.stores[store])
        return {
            "SSL_CERT_FILE": path,
            "SSL_CERT_DIR": "/nonexistent",
            "REQUESTS_CA_BUNDLE": path,
            "NODE_OPTIONS": "--use-openssl-ca",
        }


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now, is_root = datetime.now(UTC), name == issuer
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
        )
    )
    if not is_root:
        hosts = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(hosts), critical=False)
    return builder.sign(signer, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
