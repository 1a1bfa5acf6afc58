"""Circles: a small care circle shares needs and keeps no score.

`create_app` is the table of contents: the frames first, then the capabilities,
each with its pages, API and news, from the ground up.
"""

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress

from circles.settings import Settings

ROOT = Path(__file__).parents[1]


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Settings come from the environment unless they are given.

    Raises `circles.settings.WrongSetting`, `circles.keys.EmptyKey` and
    `circles.database.UnsafeSqlite`.
    """
    from circles import (
        accounts,
        api,
        calendar,
        database,
        membership,
        needs,
        notifications,
        offers,
        offline,
        sealing,
        web,
    )

    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config["CIRCLES"] = settings
    app.config["SECRET_KEY"] = settings.secret_key
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "circles" / "translations")
    Compress(app)
    Babel(app, locale_selector=web.spoken_language)
    sealing.use_key(settings.sealing_key)
    database.register(app, settings.database_url)
    for part in (web, api, accounts, membership, needs, offers, calendar, notifications, offline):
        part.register(app)
    return app
