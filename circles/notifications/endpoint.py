"""Where a phone's pushes go: an address that someone else chose, so it is checked.

Only `https` on port 443 to push services that browsers really use, plus what the
operator added. Everything that could lead elsewhere (user info, other ports,
look-alike hosts, odd characters) is refused by its shape, before anything is
resolved or connected.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from circles.phrase import Phrase
from circles.refusal import Nature, Refusal

ENDPOINT_LENGTH = 1024
"""Characters. Those in use have 150 to 500; PostgreSQL indexes up to 2,700 bytes."""

HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com"})
DOMAINS = (".push.apple.com", ".notify.windows.com")
"""Any host below these; the leading dot keeps `evilpush.apple.com.example` out."""

PORTS = {"http": 80, "https": 443}

_SHAPE = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[!\"$-\[\]-~]*)?"  # what can be seen, but for # and \
)


class UnfitSubscription(Refusal):
    """This cannot be a phone's push subscription; `field` says which part."""

    code = "push_subscription_invalid"
    nature: ClassVar[Nature] = "invalid"


@dataclass(frozen=True)
class Endpoint:
    """An address that may be sent to. `audience` is its origin (RFC 8292, section 2)."""

    url: str
    audience: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port, as a request names them."""
        return self.audience.partition("://")[2]

    @classmethod
    def parse(cls, url: str, allowed_origins: Collection[str]) -> "Endpoint":
        """The endpoint at this URL; raises `UnfitSubscription`.

        `allowed_origins` are those the operator added beside the known services.
        """
        found = cls._of_shape(url)
        if found.audience not in _audiences(tuple(allowed_origins)):
            found._refuse_strangers()
        return found

    @classmethod
    def _of_shape(cls, url: str) -> "Endpoint":
        if "@" in url.split("://")[-1].split("/")[0]:
            raise _unfit(Phrase("The push address must not hold a user name."))
        shape = _SHAPE.fullmatch(url)
        if shape is None or len(url) > ENDPOINT_LENGTH:
            raise _unfit(Phrase("This is not the address of a push service."))
        scheme, host = shape["scheme"], shape["host"]
        port = int(shape["port"] or PORTS[scheme])
        origin = f"{scheme}://{host}" + ("" if port == PORTS[scheme] else f":{port}")
        path = shape["path"] or "/"
        return cls(url=url, audience=origin, host=host.strip("[]"), port=port, path=path)

    def _refuse_strangers(self) -> None:
        if not self.audience.startswith("https://"):
            raise _unfit(Phrase("The push address must start with https://."))
        if self.port != PORTS["https"]:
            raise _unfit(Phrase("The push address must not name another port."))
        if self.host not in HOSTS and not self.host.endswith(DOMAINS):
            raise _unfit(Phrase("This push service is not known to this server."))


@cache
def _audiences(origins: tuple[str, ...]) -> frozenset[str]:
    return frozenset(Endpoint._of_shape(origin).audience for origin in origins)


def _unfit(phrase: Phrase) -> UnfitSubscription:
    return UnfitSubscription(phrase, field="endpoint")
