"""A secret link by which one's own calendar reads one's days; and that link, read."""

import uuid

from flask import Response as Answer
from flask import abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from circles.calendar.feed import Feed
from circles.calendar.icalendar import digest_of, write
from circles.calendar.pages.blueprint import calendar
from circles.database import db
from circles.needs import own_days
from circles.web import me, open_to_anyone, settings

MADE = "calendar_feed"
"""Where this browser's cookie keeps the secret of the link made last, until its page is left."""


@calendar.get("/calendar/feed")
def show_feeds() -> str:
    """The links there are; and the one this browser has just made, which is shown only here."""
    kept = cookie.get(MADE, {})
    feeds = Feed.of(me().person)
    made = next((feed for feed in feeds if str(feed.id) in kept), None)
    if made is not None:
        made.secret = kept[str(made.id)]
    return render_template(
        "calendar/feeds.html",
        url=f"{settings().base_url}{made.path()}" if made else None,
        feeds=[
            {
                "id": feed.id,
                "label": feed.session.label,
                "is_this": feed.session_id == me().session.id,
            }
            for feed in feeds
        ],
    )


@calendar.post("/calendar/feed")
def make_feed() -> Response:
    """Make a link for this device. Its secret is known to this browser alone."""
    feed = Feed.make(me().session)
    db.session.flush()
    cookie[MADE] = {str(feed.id): feed.secret}
    return redirect(url_for(".show_feeds"), 303)


@calendar.post("/calendar/feeds/<uuid:feed_id>/revocation")
def revoke_feed(feed_id: uuid.UUID) -> Response:
    """Take a link back; calendars that hold it find nothing from now on."""
    feed: Feed = me().visible(Feed, feed_id)
    feed.revoke()
    flash(gettext("That link opens nothing any more."), "good")
    return redirect(url_for(".show_feeds"), 303)


@calendar.get("/calendar/<secret>.ics")
@open_to_anyone
def send_feed(secret: str) -> Answer:
    """The days of whoever made the link, for whoever has it."""
    person_id = Feed.reader_of(secret)
    if person_id is None:
        abort(404)
    language, days = str(get_locale() or "en"), own_days(person_id)
    answer = Answer(content_type="text/calendar; charset=utf-8")
    answer.set_etag(digest_of(days, language), weak=True)  # when it was written is in it
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    answer.vary.add("Accept-Language")
    if answer.make_conditional(request).status_code != 304:
        answer.data = write(days, settings().base_url, language)
    return answer
