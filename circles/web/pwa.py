"""The installed app: its manifest, its service worker, and the page for no network."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from circles.web.assets import Assets, current_assets
from circles.web.formatting import region
from circles.web.guard import open_to_anyone
from circles.web.said_by_worker import answers

PAPER = "#FAF6F0"
"""The ground of every page in light mode, as in `static/css/_layers.css`."""

ICONS = (
    ("icons/icon-192.png", 192, "any"),
    ("icons/icon-512.png", 512, "any"),
    ("icons/maskable-192.png", 192, "maskable"),
    ("icons/maskable-512.png", 512, "maskable"),
    ("icons/monochrome-512.png", 512, "monochrome"),
)

ROOMS = ("lifecycle", "pages", "news", "taps", "answers", "subscription")
"""The parts of the worker, in order, each a file of `static/js/worker/`."""

QUIET_ROOMS = ("quiet", "news", "taps", "answers", "subscription")
"""The kill switch: a worker that only rings and answers (see `static/js/worker/quiet.js`)."""

KILL_SWITCH = "without-offline"
"""While the instance folder holds a file of this name, phones get the quiet worker."""


def register_pwa(app: Flask) -> None:
    """Serve the manifest, the worker and the offline page; needs `register_assets`."""
    app.add_url_rule("/manifest.webmanifest", "web.manifest", show_manifest)
    app.add_url_rule("/service-worker.js", "web.service_worker", show_worker)
    app.add_url_rule("/offline", "web.offline", show_offline)


@open_to_anyone
def show_manifest() -> Response:
    """What a phone needs to know to put Circles on its home screen."""
    response = jsonify(manifest(current_assets()))
    response.mimetype = "application/manifest+json"
    return _checked_each_time(response)


@open_to_anyone
def show_worker() -> Response:
    """The worker as one classic script: stock browsers do not all take modules here."""
    instance: Path = current_app.config["CIRCLES"].instance_path
    rooms = QUIET_ROOMS if (instance / KILL_SWITCH).exists() else ROOMS
    response = Response(
        worker(current_assets(), rooms), content_type="text/javascript; charset=utf-8"
    )
    response.headers["Service-Worker-Allowed"] = "/"
    return _checked_each_time(response)


@open_to_anyone
def show_offline() -> Response:
    """The page a phone keeps for when there is no network; the same for everyone."""
    return _checked_each_time(Response(render_template("web/offline.html")))


def manifest(assets: Assets) -> dict[str, Any]:
    """The web app manifest, in the language of who asks."""
    locale = get_locale()
    return {
        "id": "/",
        "name": "Circles",
        "short_name": "Circles",
        "description": _("A small circle of people looks after each other."),
        "lang": str(locale).replace("_", "-"),
        "dir": locale.text_direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["lifestyle", "social"],
        "icons": [_icon(assets, *icon) for icon in ICONS],
        "shortcuts": [{"name": _("Ask your circle"), "url": url_for("needs.show_ask")}],
    }


def worker(assets: Assets, rooms: Iterable[str]) -> str:
    """The parts in `rooms` as one script; the release in it makes a new one a new worker."""
    known = {
        "release": assets.release,
        "kept": [
            url_for("web.offline"),
            *map(assets.address, ("app.css", "icons/sprite.svg", "icons/favicon.svg")),
        ],
        "icon": assets.address("icons/icon-192.png"),
        "badge": assets.address("icons/badge-96.png"),
        "title": "Circles",
        "body": _("Something new in your circle"),
        "left": "left-for-the-page",
        "region": region().replace("_", "-"),
        "answers": answers(),
    }
    parts = (_room(assets, f"js/worker/{name}.js") for name in rooms)
    return "\n".join(('"use strict";', f"const CIRCLES = {json.dumps(known)};", *parts))


def _room(assets: Assets, path: str) -> str:
    """One part with names of its own, as if it were a module."""
    part = assets.get(path)
    if part is None:
        raise LookupError(f"The service worker needs {path}.")
    return f"(() => {{\n{part.body.decode()}}})();"


def _icon(assets: Assets, path: str, pixels: int, purpose: str) -> dict[str, str]:
    return {
        "src": assets.address(path),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }


def _checked_each_time(response: Response) -> Response:
    response.cache_control.no_cache = True
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response
