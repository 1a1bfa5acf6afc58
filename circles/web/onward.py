"""Where someone goes on after they came in: the page they wanted, if it is one of ours."""

import re
from urllib.parse import quote

from flask import request

OURS = re.compile(r"/(?![/\\])[^\\\s\x00-\x20\x7f]*")
"""A path that starts with one `/`. Browsers read `//` and `/\\` as another host, and pass over
control characters on the way there (WHATWG URL, section 4.4)."""
LONGEST = 300


def onward() -> str:
    """The path that was asked for with `next`, else the board's."""
    wanted = request.form.get("next") or request.args.get("next") or ""
    return wanted if len(wanted) <= LONGEST and OURS.fullmatch(wanted) else "/"


def way_in() -> str:
    """The way in, for someone who wanted the page that is asked for."""
    wanted = request.full_path.removesuffix("?")
    return "/" if wanted == "/" else f"/?next={quote(wanted)}"
