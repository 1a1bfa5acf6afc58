"""The inbox."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from circles.membership import circle_with
from circles.notifications.inbox import InboxPage, Item, inbox
from circles.notifications.notification import Notification
from circles.web import me, me_or_nobody, moment, on_every_page, say

notifications = Blueprint("notifications", __name__)


@notifications.get("/inbox")
def show_inbox() -> str:
    """What happened, the newest first."""
    return render_template("notifications/inbox.html", items=_rows(inbox(me().person)))


@notifications.post("/inbox/reading")
def read_all() -> Response:
    """All of it has been seen."""
    Notification.read_all(me().person)
    return redirect(url_for(".show_inbox"), 303)


@on_every_page
def _dot() -> dict[str, Any]:
    """A dot where there is news, and no number."""
    person = me_or_nobody()
    return {"has_news": person is not None and Notification.any_unread(person.person)}


def _rows(found: InboxPage) -> list[dict[str, Any]]:
    rows = [_row(item) for item in found.items]
    if found.has_settled:
        settled = gettext("Other news has settled itself since.")
        rows.append({"line": settled, "when": "", "path": "/", "is_new": True})
    return rows


def _row(item: Item) -> dict[str, Any]:
    of = circle_with(item.circle_id)
    return {
        "id": item.id,
        "line": say(item.words.line),
        "when": moment(item.happened_at, of.time_zone if of else "UTC"),
        "path": item.words.path,
        "is_new": item.is_new,
    }
