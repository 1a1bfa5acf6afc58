"""Values of the environment, each read and checked; a wrong one is said in a sentence."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from circles import keys, mail

PREFIX = "CIRCLES_"


class WrongSetting(ValueError):
    """A setting cannot be used; the message says which and why."""


def refuse_unknown(given: Mapping[str, str], known: set[str]) -> None:
    for name in sorted(given):
        if name not in known:
            raise WrongSetting(f"{PREFIX}{name.upper()} is not a setting of Circles.")


def home_at(path: str) -> Path:
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


def url(given: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    value = given.get(name) or default
    if _split(name, value).scheme.split("+")[0] not in schemes:
        allowed = ", ".join(f"{scheme}://" for scheme in schemes)
        raise WrongSetting(f"{PREFIX}{name.upper()} must start with one of {allowed}.")
    return value


def host_of(bind: str) -> str:
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise WrongSetting(f"{PREFIX}BIND must be host:port, for example 127.0.0.1:8000.")
    return f"localhost:{port}" if host in ("127.0.0.1", "0.0.0.0", "[::1]", "") else bind


def web_address(given: Mapping[str, str], default: str) -> str:
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
    return f"{parts.scheme}://{_without_usual_port(parts)}"


def _without_usual_port(parts: SplitResult) -> str:
    """The host as browsers spell it where they say which page a request comes from."""
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return parts.netloc.lower().removesuffix(usual)


def sealing_key(given: str | None, home: Path) -> bytes:
    text = given or keys.sealing(home / "sealing.key")
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise WrongSetting(f"{PREFIX}SEALING_KEY must be 64 hexadecimal digits.")
    return key


def vapid_key(given: str | None, home: Path) -> str:
    pem = given or keys.vapid(home / "vapid.pem")
    try:
        load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise WrongSetting(
            f"{PREFIX}VAPID_PRIVATE_KEY must be a private key in PEM, without a password."
        ) from error
    return pem


def contact(given: str | None, base_url: str) -> str:
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


def origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for origin in origins:
        parts = _split("push_allowed_origins", origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise WrongSetting(
                f"{PREFIX}PUSH_ALLOWED_ORIGINS must be origins such as https://push.example, "
                f"separated by commas; {origin!r} is not one."
            )
    return origins


def one_of(given: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    value = given.get(name) or words[0]
    if value not in words:
        raise WrongSetting(f"{PREFIX}{name.upper()} must be one of: {', '.join(words)}.")
    return value


def count(given: Mapping[str, str], name: str) -> int:
    value = given.get(name) or "0"
    if not value.isdecimal():
        raise WrongSetting(f"{PREFIX}{name.upper()} must be a whole number, 0 or more.")
    return int(value)


def mail_server(given: Mapping[str, str]) -> str:
    """The address of the mail server, or nothing."""
    value = given.get("smtp_url", "")
    try:
        mail.read_url(value)
    except ValueError as error:
        raise WrongSetting(f"{PREFIX}SMTP_URL cannot be used: {error}") from error
    return value


def mail_sender(given: Mapping[str, str]) -> str:
    """Whom letters come from; needed where there is a mail server."""
    value = given.get("mail_from", "")
    if given.get("smtp_url") and not value:
        raise WrongSetting(
            f"{PREFIX}MAIL_FROM is needed beside {PREFIX}SMTP_URL: the address letters come from, "
            "for example Circles <circles@care.example>."
        )
    if value and not mail.is_sender(value):
        raise WrongSetting(
            f"{PREFIX}MAIL_FROM must be one address with a whole host name, on one line and in "
            "ASCII but for the name before it, for example Circles <circles@care.example>."
        )
    return value
