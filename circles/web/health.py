"""Whether it runs, and whether it is ready, for whoever watches the server."""

from collections.abc import Callable

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from circles import disk, schema
from circles.database import db
from circles.web.guard import open_to_anyone

health = Blueprint("health", __name__)

Check = Callable[[], str | None]

checks: list[Check] = []
"""Each answers None when all is well, else what is not, in a few plain words."""


@health.get("/healthz")
@open_to_anyone
def healthz() -> ResponseReturnValue:
    """The web server answers."""
    return jsonify(status="ok")


@health.get("/readyz")
@open_to_anyone
def readyz() -> ResponseReturnValue:
    """Everything it needs is there; else 503 and the reasons."""
    try:
        reasons = [reason for check in (_database, _disk, *checks) if (reason := check())]
    except SQLAlchemyError:
        reasons = ["the database does not answer"]
    if reasons:
        return jsonify(status="not ready", reasons=reasons), 503
    return jsonify(status="ready")


def _database() -> str | None:
    return None if schema.is_current(db.engine) else "the database is not migrated"


def _disk() -> str | None:
    home = current_app.config["CIRCLES"].instance_path
    return "the disk is nearly full" if disk.is_nearly_full(home) else None
