"""Files of the page: read once, addressed by release, kept by browsers for a year.

A release is one hash over all of `static/`. Scripts and styles carry it in their address
(`/static/<release>/js/app.js`), so a module that imports `./lib/push.js` stays within
its own release without a bundler. A picture stands alone and is addressed by its own
hash: phones keep it, and the installed app its icons, from one release to the next.
During an upgrade a page may ask with another release: it is answered with what is here,
and nobody keeps that answer for long.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from flask import Flask, Response, abort, current_app, request, url_for

from circles.web.guard import open_to_anyone

STATIC = Path(__file__).parents[2] / "static"
STYLESHEET = "app.css"
FIRST_LAYER = "_layers.css"
DIGITS = 12
"""Hexadecimal digits of a hash in an address."""

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
}
"""What is served. A file of another kind (a licence, notes) stays in the house."""

A_YEAR = 365 * 24 * 3600
A_MINUTE = 60


@dataclass(frozen=True)
class Asset:
    """One file as it goes out."""

    body: bytes
    content_type: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:DIGITS]

    @property
    def stands_alone(self) -> bool:
        """Whether it refers to no other file, as scripts and styles do."""
        return self.content_type.startswith("image/")


class Assets:
    """Everything under `folder`, and the release it makes together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[int, float] = (0, 0.0)
        self._assets: dict[str, Asset] = {}
        self.release = ""
        self.gather()

    def get(self, path: str) -> Asset | None:
        """The file at `path`, relative to the folder; `app.css` is all styles in one."""
        return self._assets.get(path)

    def address(self, path: str) -> str:
        """Where a page finds `path`; raises `LookupError` for a name that is misspelt."""
        asset = self.get(path)
        if asset is None:
            raise LookupError(f"There is no file {path!r} in {self._folder.name}/.")
        release = asset.digest if asset.stands_alone else self.release
        return url_for("web.asset", release=release, path=path)

    def gather(self) -> None:
        """Read the folder, unless nothing in it changed since."""
        files = sorted(f for f in self._folder.rglob("*") if f.suffix in CONTENT_TYPES)
        stamp = (len(files), max((f.stat().st_mtime for f in files), default=0.0))
        if stamp == self._stamp and self.release:
            return
        assets = {f.relative_to(self._folder).as_posix(): _read(f) for f in files}
        assets[STYLESHEET] = _stylesheet(assets)
        self._stamp, self._assets, self.release = stamp, assets, _release(assets)


def register_assets(app: Flask, folder: Path = STATIC) -> None:
    """Serve `folder`, and give templates `asset("js/app.js")`."""
    assets = app.extensions["circles.assets"] = Assets(folder)

    if app.debug:
        app.before_request(assets.gather)
    app.add_url_rule(
        f"/static/<string(length={DIGITS}):release>/<path:path>",
        endpoint="web.asset",
        view_func=send_asset,
    )
    app.add_template_global(assets.address, "asset")


def current_assets() -> Assets:
    """The assets of the running application."""
    return cast(Assets, current_app.extensions["circles.assets"])


@open_to_anyone
def send_asset(release: str, path: str) -> Response:
    """Answer one file: for a year under its present address, else for a minute."""
    assets = current_assets()
    asset = assets.get(path)
    if asset is None:
        abort(404)
    response = Response(asset.body, content_type=asset.content_type)
    response.cache_control.public = True
    if release in (assets.release, asset.digest):
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = A_MINUTE
    response.set_etag(asset.digest, weak=True)  # weak: true whatever the compression
    response.make_conditional(request)
    return response


def _read(file: Path) -> Asset:
    return Asset(file.read_bytes(), CONTENT_TYPES[file.suffix])


def _stylesheet(assets: dict[str, Asset]) -> Asset:
    """All of `css/` in one: the order of layers first, then every component."""
    parts = {Path(path).name: asset for path, asset in assets.items() if path.startswith("css/")}
    order = sorted(parts, key=lambda name: (name != FIRST_LAYER, name))
    body = b"\n".join(parts[name].body.strip() for name in order)
    return Asset(body, CONTENT_TYPES[".css"])


def _release(assets: dict[str, Asset]) -> str:
    whole = hashlib.sha256()
    for path in sorted(assets):
        whole.update(f"{path} {assets[path].digest}\n".encode())
    return whole.hexdigest()[:DIGITS]
