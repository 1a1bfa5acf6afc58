"""Where a request comes from, as far as guesses are concerned."""

import ipaddress

from flask import request


def network() -> str:
    """The network a request comes from: an IPv4 address, or the /64 of an IPv6 address, which is
    what one household or phone is given (RFC 6177) and can take any address of."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
