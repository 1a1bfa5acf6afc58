"""Every route of the application as (endpoint, method, path), whoever adds one."""

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

SAFE = {"GET", "HEAD", "OPTIONS"}
ANY = uuid.UUID(int=0)


def routes(app: Flask, ids: Mapping[str, object] = {}) -> Iterator[tuple[str, str, str]]:
    """With these ids in the paths; others name nothing that exists."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        given = {name: ids.get(name, ANY) for name in rule.arguments}
        if rule.endpoint == "web.asset":
            given = {"release": "0" * 12, "path": "app.css"}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, urls.build(rule.endpoint, given, method=method)


def writes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """The routes that may change something."""
    return (route for route in routes(app) if route[1] not in SAFE)


def is_way_in(answer: Any) -> bool:
    """Whether the answer leads a stranger to the way in, and on from there."""
    return (
        answer.status_code == 302 and re.fullmatch(r"/(\?next=/.*)?", answer.location) is not None
    )
