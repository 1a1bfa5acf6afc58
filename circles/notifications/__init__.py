"""News for people: the inbox, and the ring at the door."""

from functools import partial

from flask import Flask, current_app

from circles import api as frame
from circles import fact_bell
from circles.accounts import farewells
from circles.membership import partings
from circles.notifications import announcements, forgetting, own_choices  # noqa: F401 - they declare
from circles.notifications.api import routes
from circles.notifications.channels.vapid import public_key
from circles.notifications.delivery import Delivery
from circles.notifications.fan_out import fan_out
from circles.notifications.farewell import OTHERS_NEWS
from circles.notifications.last_run import SWEEP, LastRun, is_worker_heard
from circles.notifications.mailing import Mailing
from circles.notifications.notification import Notification
from circles.notifications.outbox import Outbox
from circles.notifications.pages import notifications
from circles.notifications.parting import NEWS
from circles.notifications.preference import Preference
from circles.notifications.queue import Queue
from circles.notifications.quiet_time import QuietTime
from circles.notifications.rest import Rest
from circles.notifications.subscription import PushSubscription
from circles.notifications.weekly import note_weeks
from circles.web import checks, mail_post

__all__ = [
    "SWEEP",
    "Delivery",
    "LastRun",
    "Mailing",
    "Notification",
    "Outbox",
    "Preference",
    "PushSubscription",
    "Queue",
    "QuietTime",
    "Rest",
    "fan_out",
    "is_worker_heard",
    "note_weeks",
    "nudge",
    "public_key",
    "queue_of",
    "register",
]

QUEUE = "circles.queue"


def register(app: Flask) -> None:
    """Give this app an inbox, and a queue through which each commit with news rings."""
    if NEWS not in partings:
        partings.append(NEWS)
    if OTHERS_NEWS not in farewells:
        farewells.append(OTHERS_NEWS)
    app.register_blueprint(notifications)
    frame.add(app, routes)
    settings = app.config["CIRCLES"]
    app.extensions[QUEUE] = Queue(settings.queue_url)
    app.add_template_global(partial(public_key, settings.vapid_private_key), "push_key")
    if nudge not in fact_bell.wakers:
        fact_bell.wakers.append(nudge)
        checks.extend((_worker, _deliveries, _letters))


def queue_of(app: Flask) -> Queue:
    """The way to this app's workers."""
    return app.extensions[QUEUE]


def _worker() -> str | None:
    return None if is_worker_heard() else "the worker was not heard of for two minutes"


def _deliveries() -> str | None:
    return "news has been due for two minutes" if Delivery.is_late() else None


def _letters() -> str | None:
    """Where none can be sent none is late."""
    is_late = mail_post() is not None and Mailing.is_late()
    return "a letter has been due for half an hour" if is_late else None


def nudge() -> None:
    """Wake a worker: there is news. Quick, and never raises."""
    queue_of(current_app).send("spread")
