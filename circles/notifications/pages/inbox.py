"""The inbox."""

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from circles.cursor import read_cursor, write_cursor
from circles.membership import Circle
from circles.notifications.delivery import Delivery
from circles.notifications.inbox import InboxPage, Item, inbox
from circles.notifications.last_run import is_worker_heard
from circles.notifications.notification import Notification, Seen
from circles.notifications.pages.blueprint import notifications
from circles.web import me, me_or_nobody, moment, on_every_page, say


@notifications.get("/inbox")
def show_inbox() -> str:
    """What happened, the newest first."""
    found = inbox(me().person, read_cursor(request.args.get("after")))
    older = write_cursor(found.after)
    return render_template(
        "notifications/inbox.html",
        items=_rows(found),
        seen=[f"{key} {at.isoformat()}" for key, at in found.seen],
        next_page=url_for(".show_inbox", after=older) if older else None,
        is_late=Delivery.is_late() or not is_worker_heard(),
    )


@notifications.post("/inbox/reading")
def read_shown() -> Response:
    """What the page showed has been seen."""
    Notification.read(me().person, [*filter(None, map(_seen, request.form.getlist("seen")))])
    return redirect(url_for(".show_inbox"), 303)


@on_every_page
def _dot() -> dict[str, Any]:
    """A dot where there is news, and no number."""
    person = me_or_nobody()
    return {"has_news": person is not None and Notification.any_unread(person.person)}


def _seen(typed: str) -> Seen | None:
    key, _, at = typed.partition(" ")
    try:
        return uuid.UUID(key), datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _rows(found: InboxPage) -> list[dict[str, Any]]:
    circles = {circle.id: circle for circle in Circle.of(me().person)}
    return [_row(item, circles[item.circle_id]) for item in found.items]


def _row(item: Item, of: Circle) -> dict[str, Any]:
    return {
        "id": item.id,
        "line": say(item.words.line),
        "when": moment(item.happened_at, of.time_zone),
        "circle": of.name,
        "path": item.words.path,
        "is_new": item.is_new,
    }
