"""One day of what repeats that was called off, as calendars read it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from circles import clock
from circles.accounts import Session
from circles.calendar import Feed
from circles.database import db
from circles.needs import Series, coming_up, sign_up_for_all
from circles.needs.days import call_off
from tests.calendar.reading import events


def test_one_day_that_was_called_off_says_so_at_its_own_time(world):
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))
    need = world.repeat()
    sign_up_for_all(Series.of(need.id), world.ines)
    feed = Feed.make(Session.open(world.ines, "a phone"))
    call_off(need.slots[1], world.ruth)
    db.session.commit()
    path, called_off = feed.path(), need.slots[1].id
    until = datetime(2026, 12, 1, tzinfo=UTC)
    coming = coming_up(world.circle.id, world.ines.id, until, since=clock.now() - timedelta(days=9))
    assert called_off not in {row.id for row, _ in coming}
    [off] = [e for e in events(world.client().get(path).data) if e["STATUS"] == "CANCELLED"]
    assert off["SEQUENCE"] == 2
    assert off.start == datetime(2026, 11, 25, 18, tzinfo=ZoneInfo("Europe/London"))
    assert off.end > off.start
