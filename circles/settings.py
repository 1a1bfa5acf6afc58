"""The environment, read once into one typed object.

Every setting starts with `CIRCLES_`. A wrong value, or a name nobody knows, stops
the start with a sentence: a typing mistake must not quietly mean "default".
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from circles import keys

PREFIX = "CIRCLES_"
INSTANCE = Path(__file__).parents[1] / "instance"
DATABASES = ("sqlite", "postgresql")
QUEUES = ("sqlite", "postgresql", "redis", "rediss")


class WrongSetting(ValueError):
    """A setting cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Settings:
    """What the operator decided. Secrets are made on first start and kept on disk."""

    instance_path: Path
    database_url: str
    queue_url: str
    bind: str
    base_url: str
    secret_key: str
    sealing_key: bytes
    vapid_private_key: str
    vapid_contact: str
    push_allowed_origins: tuple[str, ...]
    founding: str
    trusted_proxies: int

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read `CIRCLES_*`; raises `WrongSetting` with a sentence for the operator."""
        given = {k[len(PREFIX) :].lower(): v for k, v in environ.items() if k.startswith(PREFIX)}
        _refuse_unknown(given, {field.name for field in fields(cls)})
        home = _home(given.get("instance_path") or str(INSTANCE))
        bind = given.get("bind") or "127.0.0.1:8000"
        address = _web_address(given, f"http://{_host_of(bind)}")
        return cls(
            instance_path=home,
            database_url=_url(given, "database_url", f"sqlite:///{home}/circles.db", DATABASES),
            queue_url=_url(given, "queue_url", f"sqlite:///{home}/queue.db", QUEUES),
            bind=bind,
            base_url=address,
            secret_key=given.get("secret_key") or keys.secret(home / "secret.key"),
            sealing_key=_sealing_key(given.get("sealing_key"), home),
            vapid_private_key=_vapid_key(given.get("vapid_private_key"), home),
            vapid_contact=_contact(given.get("vapid_contact"), address),
            push_allowed_origins=_origins(given.get("push_allowed_origins", "")),
            founding=_one_of(given, "founding", ("link", "open")),
            trusted_proxies=_count(given, "trusted_proxies"),
        )


def _refuse_unknown(given: Mapping[str, str], known: set[str]) -> None:
    for name in sorted(given):
        if name not in known:
            raise WrongSetting(f"{PREFIX}{name.upper()} is not a setting of Circles.")


def _home(path: str) -> Path:
    home = Path(path).resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"{PREFIX}INSTANCE_PATH cannot be used: {error}.") from error
    return home


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # looked at only when asked for
    except ValueError as error:
        raise WrongSetting(f"{PREFIX}{name.upper()} is not an address: {error}.") from error
    return parts


def _url(given: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    value = given.get(name) or default
    if _split(name, value).scheme.split("+")[0] not in schemes:
        allowed = ", ".join(f"{scheme}://" for scheme in schemes)
        raise WrongSetting(f"{PREFIX}{name.upper()} must start with one of {allowed}.")
    return value


def _host_of(bind: str) -> str:
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise WrongSetting(f"{PREFIX}BIND must be host:port, for example 127.0.0.1:8000.")
    return f"localhost:{port}" if host in ("127.0.0.1", "0.0.0.0", "[::1]", "") else bind


def _web_address(given: Mapping[str, str], default: str) -> str:
    value = (given.get("base_url") or default).rstrip("/")
    parts = _split("base_url", value)
    more = parts.path or parts.query or parts.fragment
    if parts.scheme not in ("http", "https") or not parts.netloc or more:
        raise WrongSetting(
            f"{PREFIX}BASE_URL must be like https://care.example, with nothing after it."
        )
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise WrongSetting(
            f"{PREFIX}BASE_URL must start with https:// unless it is localhost: without it "
            "phones do not ring, and cookies travel in the open."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"  # as browsers spell it


def _sealing_key(given: str | None, home: Path) -> bytes:
    text = given or keys.sealing(home / "sealing.key")
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise WrongSetting(f"{PREFIX}SEALING_KEY must be 64 hexadecimal digits.")
    return key


def _vapid_key(given: str | None, home: Path) -> str:
    pem = given or keys.vapid(home / "vapid.pem")
    try:
        load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise WrongSetting(
            f"{PREFIX}VAPID_PRIVATE_KEY must be a private key in PEM, without a password."
        ) from error
    return pem


def _contact(given: str | None, base_url: str) -> str:
    """Who a push service may write to. Apple refuses a mailbox that cannot exist."""
    if not given:
        if base_url.startswith("https://"):
            raise WrongSetting(
                f"{PREFIX}VAPID_CONTACT is needed in production: a mailto: or https: address "
                "at which a push service can reach you."
            )
        return "https://circles.invalid/contact"
    if not _is_contact(given):
        raise WrongSetting(
            f"{PREFIX}VAPID_CONTACT must be a real mailto: or https: address, "
            "for example mailto:you@care.example."
        )
    return given


def _is_contact(value: str) -> bool:
    parts = _split("vapid_contact", value)
    host = parts.path.rpartition("@")[2] if parts.scheme == "mailto" else parts.hostname or ""
    if parts.scheme == "mailto" and "@" not in parts.path:
        return False
    unreachable = host == "localhost" or host.endswith((".local", ".localhost"))
    return parts.scheme in ("mailto", "https") and "." in host and not unreachable


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for origin in origins:
        parts = _split("push_allowed_origins", origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise WrongSetting(
                f"{PREFIX}PUSH_ALLOWED_ORIGINS must be origins such as https://push.example, "
                f"separated by commas; {origin!r} is not one."
            )
    return origins


def _one_of(given: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    value = given.get(name) or words[0]
    if value not in words:
        raise WrongSetting(f"{PREFIX}{name.upper()} must be one of: {', '.join(words)}.")
    return value


def _count(given: Mapping[str, str], name: str) -> int:
    value = given.get(name) or "0"
    if not value.isdecimal():
        raise WrongSetting(f"{PREFIX}{name.upper()} must be a whole number, 0 or more.")
    return int(value)
