"""At night phones keep silent; in the morning they say what is new, all in one."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from circles import clock
from circles.database import db
from circles.notifications import Delivery, QuietTime, Rest
from tests.push_service import PushService

LONDON = ZoneInfo("Europe/London")
NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def night(world, phone):
    """It is Monday, 22:00 in London, and Ines and Omar have phones that keep silent."""
    world.at(NIGHT)
    world.nights("Ines", "Omar")
    phone("Ines")
    return world


def due() -> set[datetime]:
    db.session.rollback()
    return set(db.session.scalars(select(Delivery.due_at).where(Delivery.outcome.is_(None))))


def titles(service: PushService) -> list[str]:
    return [push.json["notification"]["title"] for push in service.received]


def test_nothing_rings_before_the_morning(night, service, deliver):
    night.ask("Ruth")
    deliver()
    assert service.attempts == []
    assert due() == {MORNING}
    night.at(MORNING)
    deliver()
    assert titles(service) == ["A new ask in your circle"]


def test_an_urgent_ask_does_not_break_it_either(night, service, deliver):
    night.ask("Ruth", openings=[night.tomorrow(hour=1)])
    deliver()
    assert service.attempts == []
    night.at(MORNING)
    deliver()
    assert service.attempts == [], "it was over by then"


def test_several_are_told_in_one(night, service, deliver):
    for name in ("Ruth", "Sam", "Omar"):
        night.ask(name)
        deliver()
    night.at(MORNING)
    deliver()
    assert titles(service) == ["A few things are new in your circles"]
    assert service.received[0].json["notification"]["navigate"] == "http://localhost/inbox"
    db.session.rollback()
    assert sorted(db.session.scalars(select(Delivery.outcome))) == ["folded", "folded", "sent"]


def test_what_no_longer_matters_is_not_among_them(night, service, deliver):
    gone, _ = night.ask("Ruth"), night.ask("Sam")
    deliver()
    gone.withdraw(night.ruth)
    db.session.commit()
    night.at(MORNING)
    deliver()
    assert titles(service) == ["A new ask in your circle"]


def test_when_the_sending_fails_nothing_that_waited_with_it_is_lost(night, service, deliver):
    for name in ("Ruth", "Sam"):
        night.ask(name)
    deliver()
    night.at(MORNING)
    service.behave([500])
    deliver()
    night.later(minutes=1)
    deliver()
    db.session.rollback()
    assert set(db.session.scalars(select(Delivery.outcome))) == {"sent", "folded"}


def test_whoever_rests_by_the_morning_hears_nothing(night, service, deliver):
    night.ask("Ruth")
    deliver()
    Rest.begin(night.ines)
    db.session.commit()
    night.at(MORNING)
    deliver()
    assert service.attempts == []


def test_a_worker_that_was_away_does_not_ring_at_night(night, service, deliver):
    night.at(datetime(2026, 11, 23, 17, tzinfo=UTC))
    night.ask("Ruth")
    night.at(NIGHT)
    deliver()
    assert service.attempts == []
    assert due() == {MORNING}


def test_waiting_is_not_a_failed_try(night, deliver):
    night.ask("Ruth")
    deliver()
    db.session.rollback()
    assert db.session.scalars(select(Delivery.attempts)).one() == 0


def test_each_persons_own_clock_counts(night, service, phone, deliver):
    QuietTime.change(night.ines, is_on=True, time_zone="America/New_York")
    db.session.commit()
    night.ask("Ruth")
    deliver()
    assert len(service.received) == 1, "it is 17:00 where she is"


def quiet(begins: int = 21, ends: int = 8) -> QuietTime:
    found = QuietTime.default("Europe/London")
    found.begins, found.ends = time(begins), time(ends)
    return found


@pytest.mark.parametrize(
    ("hours", "at", "after"),
    [
        ((21, 8), (23, 20, 59), (23, 20, 59)),
        ((21, 8), (23, 21, 0), (24, 8, 0)),
        ((21, 8), (24, 3, 0), (24, 8, 0)),
        ((21, 8), (24, 8, 0), (24, 8, 0)),
        ((12, 14), (23, 13, 0), (23, 14, 0)),
        ((12, 14), (23, 23, 0), (23, 23, 0)),
        ((0, 23), (23, 1, 0), (23, 23, 0)),
    ],
)
def test_it_ends_when_it_says(hours, at, after):
    day, hour, minute = at
    wanted = datetime(2026, 11, *after, tzinfo=LONDON)
    assert quiet(*hours).after(datetime(2026, 11, day, hour, minute, tzinfo=LONDON)) == wanted


@pytest.mark.parametrize("day", [(2026, 3, 28), (2026, 10, 24), (2026, 7, 1)])
def test_eight_is_eight_whatever_the_clocks_do(day):
    at = datetime(*day, 23, tzinfo=LONDON)
    assert quiet().after(at).astimezone(LONDON).time() == time(8)


def test_in_the_hour_that_comes_twice_it_still_ends(world):
    """Quiet until 1:30, on the night when London shows 1:00 to 2:00 twice."""
    found, zone = quiet(21, 1), ZoneInfo("Europe/London")
    found.ends = time(1, 30)
    for minute in range(0, 180, 5):
        at = datetime(2026, 10, 24, 23, tzinfo=UTC).timestamp() + minute * 60
        after = found.after(datetime.fromtimestamp(at, UTC))
        assert after.timestamp() >= at
        assert not found._holds(after.astimezone(zone).time())


def test_whoever_chose_nothing_is_quiet_where_their_circle_is(world):
    db.session.delete(QuietTime.among([world.clara.id])[world.clara.id])
    db.session.commit()
    found = QuietTime.of(world.clara)
    assert (found.time_zone, found.is_on) == ("America/New_York", True)
    assert clock.now() <= found.after(clock.now())
