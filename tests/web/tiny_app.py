"""The smallest application that has assets, a manifest and a worker."""

from pathlib import Path
from types import SimpleNamespace

from flask import Flask
from flask_babel import Babel
from jinja2 import DictLoader

from circles.web.assets import STATIC, register_assets
from circles.web.pwa import register_pwa


def tiny_app(instance: Path, static: Path = STATIC) -> Flask:
    """An application whose offline page is a word and whose ask page is another."""
    app = Flask(__name__, static_folder=None)
    app.config.update(TESTING=True, CIRCLES=SimpleNamespace(instance_path=instance))
    app.jinja_loader = DictLoader({"web/offline.html": "<title>Offline</title>"})
    Babel(app)
    app.add_url_rule("/ask", "needs.show_ask", lambda: "Ask")
    register_assets(app, static)
    register_pwa(app)
    return app
