"""What this browser keeps for whoever is signed in on it: links and codes that are shown once.

They stand in the cookie, so that the server knows only their digests; and sealed for the session,
so that neither the next person on this browser nor whoever finds a phone that was signed out from
elsewhere can read them.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import session as cookie

from circles.sealing import BrokenSeal, open_sealed, seal
from circles.web.me import me


def keep(name: str, value: Any) -> None:
    """Keep this (plain JSON) under a name, in place of what was there; cookies are small."""
    cookie[name] = urlsafe_b64encode(seal(json.dumps(value), _place(name))).decode()


def kept(name: str) -> Any:
    """What whoever is signed in keeps under this name; nothing where it is another's."""
    try:
        return json.loads(open_sealed(urlsafe_b64decode(cookie.get(name, "")), _place(name)))
    except (BrokenSeal, ValueError, TypeError, AttributeError):
        return None


def _place(name: str) -> bytes:
    return f"cookie.{name}.{me().session.id}".encode()
