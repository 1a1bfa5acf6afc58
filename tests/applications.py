"""Applications that tests take turns with.

To make one takes longer than most tests, and each has to learn every statement and page anew.
So one is made for each way of setting Circles up, and lent to a test at a time. The test's own
folder, database and keys are not shared: the application looks for them behind a link, and the
link is turned to the folder of whoever has borrowed it.

A test that builds on its application, with a route for example, asks for `own_app` and gets a
fresh one. Who forgets that is told so: Flask refuses, and what Flask lets pass is found when the
application is given back.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache

from circles import create_app, sealing
from circles.database import db
from circles.notifications import QUEUE, Queue
from circles.settings import Settings
from tests import postgres


class Applications:
    """Made when first needed, and kept until the run ends."""

    def __init__(self, folder: Path, templates: BytecodeCache) -> None:
        self._link = folder / "home"
        self._templates = templates
        self._kept: dict[Settings, Flask] = {}
        self._lent: tuple[Settings, Any] | None = None

    def make(self, settings: Settings) -> Flask:
        """One that nobody else will get."""
        app = create_app(settings)
        app.jinja_env.bytecode_cache = self._templates
        return app

    def lend(self, settings: Settings) -> Flask:
        """One that is set up like this, until `take_back`."""
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(settings.instance_path)
        usual = self._behind_the_link(settings)
        app = self._kept.get(usual) or self._open(usual)
        self._lent = usual, features(app)
        app.config["CIRCLES"] = settings
        app.extensions[QUEUE] = Queue(settings.queue_url)
        sealing.use_key(settings.sealing_key)
        return app

    def take_back(self) -> None:
        """Nothing of the test may stay in the application; raises `AssertionError` if it does."""
        if self._lent is None:
            return
        (usual, before), self._lent = self._lent, None
        app = self._kept.pop(usual)
        app.config["CIRCLES"] = usual
        app.extensions[QUEUE] = before["extensions"][QUEUE]
        after = features(app)
        changed = sorted(name for name in before if before[name] != after[name])
        assert not changed, (
            f"This test changed {', '.join(changed)} of an application that others use too: "
            "it needs `own_app`."
        )
        self._kept[usual] = app

    def close(self) -> None:
        """Leave no connection behind."""
        for app in self._kept.values():
            with app.app_context():
                db.engine.dispose()

    def _open(self, usual: Settings) -> Flask:
        """A new one, asked once: from its first request on, Flask lets nobody build on it."""
        app = self._kept[usual] = self.make(usual)
        app.test_client().get("/manifest.webmanifest")
        return app

    def _behind_the_link(self, settings: Settings) -> Settings:
        """The same settings, with nothing in them that is of one test alone."""
        here, link = str(settings.instance_path), str(self._link)
        database = settings.database_url.replace(here, link)
        if not database.startswith("sqlite"):
            database += f"&application_name={postgres.LASTING}"
        return replace(
            settings,
            instance_path=self._link,
            database_url=database,
            queue_url=settings.queue_url.replace(here, link),
            push_allowed_origins=(),  # asked for at each request, and another for each test
        )


def features(app: Flask) -> dict[str, Any]:
    """All there is to an application, by name, to be compared."""
    parts = vars(app) | {"jinja": vars(app.jinja_env), "babel": vars(app.extensions["babel"])}
    return {name: _still(part) for name, part in parts.items()}


def _still(part: Any) -> Any:
    """The part as it is now. What is empty counts as absent: Flask makes room by looking."""
    if isinstance(part, dict):
        inner = {key: _still(value) for key, value in part.items()}
        return {key: value for key, value in inner.items() if value not in ({}, [])}
    return [*part] if isinstance(part, list) else part
