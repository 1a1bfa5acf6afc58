"""One's own promise is coming up: told the evening before and shortly before, and never stale."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import Opening, SignUp, remind
from circles.needs.days import call_off, move
from circles.needs.reminded import Reminded
from circles.needs.reminders import SHORTLY_NOW, TOMORROW
from circles.notifications import Delivery, Preference
from tests.notifications.conftest import deliver, environment, phone, service  # noqa: F401
from tests.push_service import PushService

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def promised(world, phone):  # noqa: F811
    """On Monday Ines says yes to a meal on Tuesday at 18:00; she and Omar have phones."""
    world.at(NOON)
    phone("Ines")
    phone("Omar")
    world.promise(world.ask("Ruth", openings=[world.tomorrow()]), "Ines")
    db.session.query(Fact).delete()
    db.session.commit()
    return world


@pytest.fixture
def pass_by(promised, deliver):  # noqa: F811
    """Lets time pass, five minutes at a time as the timetable does, or all at once."""

    def until(at: datetime, *, away: bool = False) -> None:
        now = at if away else promised_now() + timedelta(minutes=5)
        while now <= at:
            promised.at(now)
            remind()
            deliver()
            now += timedelta(minutes=15)
        promised.at(at)
        remind()
        deliver()

    return until


def promised_now() -> datetime:
    from circles import clock

    return clock.now()


def told(service: PushService) -> list[tuple[str, str]]:  # noqa: F811
    notes = [push.json["notification"] for push in service.received]
    return [(note["title"], note["body"]) for note in notes]


def facts() -> list[str]:
    return list(db.session.scalars(select(Fact.kind).order_by(Fact.recorded_at)))


def the_slot():
    return db.session.scalars(select(SignUp)).one().slot


def test_whoever_promised_is_told_the_evening_before_and_an_hour_before(
    pass_by,
    service,  # noqa: F811
):
    pass_by(on(23, 17, 55))
    assert told(service) == []
    pass_by(on(23, 18))
    assert told(service) == [("Tomorrow at 18:00", "A meal")]
    pass_by(on(24, 16, 55))
    assert len(told(service)) == 1
    pass_by(on(24, 17))
    assert told(service)[1:] == [("Today at 18:00", "A meal")]
    assert {push.device_id for push in service.received} == {"device-1"}
    assert service.received[1].urgency == "high"


@pytest.mark.parametrize(
    ("chosen", "times"),
    [
        ({"evening_at": None}, [on(24, 17)]),
        ({"minutes_before": 0}, [on(23, 18)]),
        ({"evening_at": time(20), "minutes_before": 180}, [on(23, 20), on(24, 15)]),
        ({"evening_at": time(16), "minutes_before": 120}, [on(23, 16), on(24, 16)]),
        ({"news": "mine"}, [on(23, 18), on(24, 17)]),
        ({"news": "nothing"}, []),
    ],
)
def test_how_long_before_is_each_persons_choice(promised, pass_by, service, chosen, times):  # noqa: F811
    Preference.change(promised.places["Ines"], **chosen)
    db.session.commit()
    seen = []
    for at in (on(23, 16), on(23, 18), on(23, 20), *(on(24, hour) for hour in range(15, 18))):
        before = len(told(service))
        pass_by(at, away=True)
        seen += [at] * (len(told(service)) - before)
    assert seen == times


def test_the_line_inside_the_app_has_the_words(promised):
    promised.at(on(23, 16))
    remind()
    (fact,) = db.session.scalars(select(Fact))
    words = announcement_for(TOMORROW).words(fact, promised.ines.id)
    assert str(words.line) == "Tomorrow at 18:00: Dinner for four"


def test_it_is_passed_on_once_however_often_one_looks(promised):
    promised.at(on(23, 16))
    remind()
    remind()
    assert facts() == [TOMORROW]
    promised.at(on(24, 15))
    remind()
    remind()
    assert facts() == [TOMORROW, SHORTLY_NOW]


def test_a_worker_that_was_away_tells_nothing_stale(pass_by, service):  # noqa: F811
    pass_by(on(23, 23), away=True)
    assert told(service) == [], "the evening is over"
    pass_by(on(24, 18, 1), away=True)
    assert told(service) == [], "it has begun"
    pass_by(on(26, 12), away=True)
    assert told(service) == []


def test_several_that_waited_are_one(promised, pass_by, service):  # noqa: F811
    for hour in (9, 12):
        need = promised.ask("Sam", kind="ride", openings=[promised.tomorrow(hour=hour)])
        promised.promise(need, "Ines")
    db.session.query(Fact).delete()
    db.session.commit()
    pass_by(on(23, 19), away=True)
    assert [title for title, _ in told(service)] == ["A few things are new in your circles"]


def test_another_day_is_reminded_of_anew(promised, pass_by, service):  # noqa: F811
    pass_by(on(23, 18), away=True)
    move(the_slot(), promised.ruth, Opening(promised.day(3), time(10)))
    db.session.commit()
    pass_by(on(24, 17), away=True)
    pass_by(on(25, 18), away=True)
    pass_by(on(26, 9), away=True)
    titles = [title for title, _ in told(service)]
    assert titles == [
        "Tomorrow at 18:00",
        "A day you said yes to has changed",
        "Tomorrow at 10:00",
        "Today at 10:00",
    ]


@pytest.mark.parametrize("how", ["released", "withdrawn", "called off", "left"])
def test_what_is_no_more_is_not_reminded_of(promised, pass_by, service, how):  # noqa: F811
    promised.at(on(23, 16))
    remind()
    slot = the_slot()
    if how == "released":
        slot.sign_ups[0].release()
    elif how == "withdrawn":
        slot.need.withdraw(promised.ruth)
    elif how == "called off":
        promised.ask("Ruth")
        from circles.needs.days import add_day

        add_day(slot.need, promised.ruth, promised.tomorrow(days=3))
        call_off(slot, promised.ruth)
    else:
        db.session.delete(promised.places["Ines"])
    db.session.commit()
    db.session.query(Fact).where(Fact.kind != TOMORROW).delete()
    db.session.commit()
    pass_by(on(23, 18), away=True)
    pass_by(on(24, 17), away=True)
    assert told(service) == []


def test_whoever_has_just_said_yes_knows_it(promised, pass_by, service):  # noqa: F811
    promised.at(on(23, 18, 30))
    need = promised.ask("Sam", openings=[promised.tomorrow(hour=12)])
    promised.promise(need, "Omar")
    db.session.query(Fact).delete()
    db.session.commit()
    pass_by(on(23, 18, 40), away=True)
    assert {push.device_id for push in service.received} == {"device-1"}, "not to Omar"


def test_an_early_morning_is_told_the_evening_before_only(promised, pass_by, service):  # noqa: F811
    promised.nights("Ines")
    move(the_slot(), promised.ruth, Opening(promised.day(1), time(7)))
    db.session.query(Fact).delete()
    db.session.commit()
    for at in (on(23, 18), on(24, 6), on(24, 8)):
        pass_by(at, away=True)
    assert [title for title, _ in told(service)] == ["Tomorrow at 07:00"]


def test_what_was_passed_on_goes_with_the_promise(promised):
    promised.at(on(23, 16))
    remind()
    the_slot().sign_ups[0].release()
    db.session.commit()
    assert db.session.scalars(select(Reminded)).all() == []
    assert db.session.scalars(select(Delivery)).all() == []


def test_a_day_without_a_time_is_told_the_evening_before(promised, pass_by, service):  # noqa: F811
    move(the_slot(), promised.ruth, Opening(promised.day(1)))
    db.session.query(Fact).delete()
    db.session.commit()
    for at in (on(23, 18), on(23, 23), on(24, 12)):
        pass_by(at, away=True)
    assert told(service) == [("Tomorrow", "A meal")]
