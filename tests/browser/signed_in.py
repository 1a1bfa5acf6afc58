"""People of a known circle on a running server, and browsers that are signed in as them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page

from circles import create_app, sealing
from circles.accounts import Session
from circles.database import db
from tests.browser.chromium import phone
from tests.browser.server import Server
from tests.world import World

_application = cache(create_app)
"""One for each server: to make it takes longer than to furnish it."""


@contextmanager
def furnished(server: Server) -> Iterator[World]:
    """A new Maple Street, and Elm Road, in the database of this server.

    What is committed here wakes nobody: news of it waits for the next sweep of the worker.
    """
    app = _application(server.settings)
    sealing.use_key(server.settings.sealing_key)  # the last to be made is not always the next used
    with app.app_context():
        try:
            yield World(app)
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def signed_in(
    browser: Browser, server: Server, world: World, name: str, **more: Any
) -> Iterator[Page]:
    """A page of a phone whose person has joined before; `more` as for `phone`."""
    with phone(browser, server.origin, **more) as context:
        context.add_cookies([_cookie(server, world, name)])
        yield context.new_page()


def _cookie(server: Server, world: World, name: str) -> Any:
    signer = SecureCookieSessionInterface().get_signing_serializer(world.app)
    assert signer is not None
    session = Session.open(world.people[name], "a test")
    db.session.commit()
    kept = {"_user_id": session.token, "_fresh": True, "_permanent": True}
    jar = world.app.config["SESSION_COOKIE_NAME"]
    return {"name": jar, "value": signer.dumps(kept), "url": server.origin}
