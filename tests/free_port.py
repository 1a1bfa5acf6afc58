"""A port of 127.0.0.1 that nobody else is given."""

import socket


def reserved_port() -> socket.socket:
    """A free port, held so that nobody else is given it: the server shares it (`SO_REUSEPORT`).

    Nothing listens on this socket, so no connection goes astray.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind(("127.0.0.1", 0))
    return held
