"""Which addresses a push may go to.

An endpoint's host is known, but what its name resolves to is decided elsewhere. So it
is resolved here, once, and a connection is made to that very address and only if it is
public: nobody reaches this machine or its neighbours through a name.
"""

import errno
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

TRANSLATED = IPv6Network("64:ff9b::/96")
"""A gateway turns these into the IPv4 address in their last bytes (RFC 6052)."""
OF_A_HOUSE = IPv6Network("64:ff9b:1::/48")
"""The same, for translation that a network keeps to itself (RFC 8215)."""


class NotPublic(OSError):
    """The name leads to no public address."""


class PublicAddresses(AbstractResolver):
    """Resolves names, and keeps what is not public to itself.

    `excepted` are the host and port pairs an operator vouches for.
    """

    def __init__(self, excepted: Collection[tuple[str, int]]) -> None:
        self._excepted = frozenset(excepted)
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses to connect to; raises `NotPublic`."""
        found = await self._names.resolve(host, port, family)
        if (host, port) in self._excepted:
            return found
        public = [address for address in found if is_public(address["host"])]
        if not public:
            raise NotPublic(errno.EADDRNOTAVAIL, f"{host} has no public address")
        return public

    async def close(self) -> None:
        """Nothing is kept open."""
        await self._names.close()


def is_public(address: str) -> bool:
    """Whether this is an address of the wide world, also when written as IPv6."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip in OF_A_HOUSE:
            return False
        ip = ip.ipv4_mapped or ip.sixtofour or _translated(ip) or ip
    return ip.is_global and not ip.is_multicast


def _translated(ip: IPv6Address) -> IPv4Address | None:
    return IPv4Address(ip.packed[12:]) if ip in TRANSLATED else None
