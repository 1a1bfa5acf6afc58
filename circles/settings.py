"""The environment, read once into one typed object.

Every setting starts with `CIRCLES_`. A wrong value, or a name nobody knows, stops
the start with a sentence: a typing mistake must not quietly mean "default".
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from circles import keys
from circles.environment import (
    PREFIX,
    WrongSetting,
    contact,
    count,
    home_at,
    host_of,
    mail_sender,
    mail_server,
    one_of,
    origins,
    refuse_unknown,
    sealing_key,
    url,
    vapid_key,
    web_address,
)

__all__ = ["Settings", "WrongSetting"]

INSTANCE = Path(__file__).parents[1] / "instance"
DATABASES = ("sqlite", "postgresql")
QUEUES = ("sqlite", "postgresql", "redis", "rediss")


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
    smtp_url: str
    mail_from: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read `CIRCLES_*`; raises `WrongSetting` with a sentence for the operator."""
        given = {k[len(PREFIX) :].lower(): v for k, v in environ.items() if k.startswith(PREFIX)}
        refuse_unknown(given, {field.name for field in fields(cls)})
        home = home_at(given.get("instance_path") or str(INSTANCE))
        bind = given.get("bind") or "127.0.0.1:8000"
        address = web_address(given, f"http://{host_of(bind)}")
        return cls(
            instance_path=home,
            database_url=url(given, "database_url", f"sqlite:///{home}/circles.db", DATABASES),
            queue_url=url(given, "queue_url", f"sqlite:///{home}/queue.db", QUEUES),
            bind=bind,
            base_url=address,
            secret_key=given.get("secret_key") or keys.secret(home / "secret.key"),
            sealing_key=sealing_key(given.get("sealing_key"), home),
            vapid_private_key=vapid_key(given.get("vapid_private_key"), home),
            vapid_contact=contact(given.get("vapid_contact"), address),
            push_allowed_origins=origins(given.get("push_allowed_origins", "")),
            founding=one_of(given, "founding", ("link", "open")),
            trusted_proxies=count(given, "trusted_proxies"),
            smtp_url=mail_server(given),
            mail_from=mail_sender(given),
        )

    @property
    def is_public(self) -> bool:
        """Whether others reach it: over HTTPS. What is not, is somebody's own machine."""
        return self.base_url.startswith("https://")
