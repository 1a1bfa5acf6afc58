"""From a fact to inboxes and phones: to whom, once, in few statements."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Select, event, func, insert, select

from circles import announcement, clock, fact
from circles.accounts import Person, Session
from circles.announcement import Announcement
from circles.database import db
from circles.fact import Fact
from circles.membership import Membership
from circles.notifications import Delivery, Notification, PushSubscription, fan_out
from tests.notifications.mailboxes import give_address
from tests.push_device import Device
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]


class Broken(Announcement):
    """News that nobody can tell."""

    @staticmethod
    def hearers(fact: Fact) -> Select[Any]:
        raise RuntimeError("a mistake in an announcement")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    """Its kind, announced for the length of a test."""
    monkeypatch.setitem(announcement._announcements, "test.broken", Broken)
    return "test.broken"


def heard_by(world: World) -> set[str]:
    names = {person.id: name for name, person in world.people.items()}
    return {names[row] for row in db.session.scalars(select(Notification.person_id))}


def count(noun: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_an_ask_is_heard_by_everyone_else_in_the_circle(world: World) -> None:
    world.ask("Ruth")
    fan_out()
    assert heard_by(world) == {"Sam", "Ines", "Omar"}


def test_each_phone_of_a_hearer_gets_a_delivery(world: World, phone: Phone) -> None:
    for name in ("Sam", "Sam", "Ines", "Ruth", "Clara"):
        phone(name)
    world.ask("Ruth")
    assert fan_out() == 3
    assert count(Delivery) == 3


def test_a_yes_is_heard_by_who_asked(world: World) -> None:
    need = world.ask("Ruth")
    fan_out()
    world.promise(need, "Ines")
    fan_out()
    assert "Ruth" in heard_by(world)


def test_spreading_twice_changes_nothing(world: World, phone: Phone) -> None:
    phone("Sam")
    world.ask("Ruth")
    fan_out()
    told = db.session.scalars(select(Fact)).one()
    told.spread_at, told.actor_id = None, world.ruth.id  # as if its mark were lost
    db.session.commit()
    fan_out()
    assert (count(Delivery), count(Notification)) == (1, 3)


def test_news_of_one_subject_is_one_row_and_unread_again(world: World) -> None:
    need = world.ask("Ruth", openings=[world.tomorrow(wanted=2)])
    world.promise(need, "Ines")
    fan_out()
    Notification.read_all(world.ruth)
    db.session.commit()
    world.promise(need, "Omar")
    fan_out()
    (row,) = db.session.scalars(
        select(Notification).where(Notification.person_id == world.ruth.id)
    ).all()
    assert row.is_new


def test_older_news_does_not_take_the_place_of_newer(world: World) -> None:
    world.ask("Ruth")
    fan_out()
    (told,) = db.session.scalars(select(Fact)).all()
    newest = {row.happened_at for row in db.session.scalars(select(Notification))}
    late = fact.record(told.kind, told.circle_id, world.ruth.id, told.subject_id)
    late.recorded_at = told.recorded_at.replace(year=2020)
    db.session.commit()
    fan_out()
    db.session.expire_all()
    assert {row.happened_at for row in db.session.scalars(select(Notification))} == newest


def test_a_fact_that_cannot_be_told_does_not_hold_up_the_rest(world: World, broken: str) -> None:
    fact.record(broken, world.circle.id, None, uuid.uuid4())
    db.session.commit()
    world.ask("Ruth")
    fan_out()
    assert heard_by(world) == {"Sam", "Ines", "Omar"}
    waiting = db.session.scalars(select(Fact.kind).where(Fact.spread_at.is_(None))).all()
    assert waiting == [broken]


def test_a_fact_that_nobody_is_told_of_is_done_with(world: World) -> None:
    fact.record("test.silent", world.circle.id, None, uuid.uuid4())
    db.session.commit()
    assert fan_out() == 0
    assert db.session.scalars(select(Fact)).one().spread_at is not None


@pytest.mark.parametrize("killed_after", range(1, 10))
def test_killed_between_statements_it_begins_anew(
    killed_after: int, world: World, phone: Phone
) -> None:
    phone("Sam")
    world.ask("Ruth")

    def kill(*_statement: Any) -> None:
        nonlocal killed_after
        killed_after -= 1
        if killed_after == 0:
            raise KeyboardInterrupt

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", kill)
    try:
        fan_out()
    except KeyboardInterrupt:
        db.session.rollback()
    finally:
        event.remove(db.engine, "before_cursor_execute", kill)
    fan_out()
    assert (count(Delivery), count(Notification)) == (1, 3)


def test_a_circle_of_a_thousand_takes_as_many_statements_as_one_of_four(
    world: World, service: PushService, phone: Phone
) -> None:
    phone("Sam")
    world.ask("Ruth")
    db.session.rollback()
    with statements() as few:
        fan_out()
    _fill(world, service, 1000)
    world.ask("Ruth")
    db.session.rollback()
    with statements() as many:
        assert fan_out() == 1001
    assert len(many) == len(few) <= 10
    assert count(Notification) == 3 + 1003


def _fill(world: World, service: PushService, people: int) -> None:
    """That many more members, each with a phone."""
    device, ids = service.device(), [(uuid.uuid4(), uuid.uuid4()) for _ in range(people)]
    common = {"audience": service.origin, "p256dh": device.p256dh, "auth": device.auth}
    common["created_at"] = clock.now()
    made = {"kind": "device", "label": "a phone", "created_at": clock.now()}
    rows: dict[Any, list[dict[str, Any]]] = {
        Person: [{"id": person, "name": "Helper"} for person, _ in ids],
        Membership: [
            {"circle_id": world.circle.id, "person_id": person, "role": "member"}
            for person, _ in ids
        ],
        Session: [
            {"id": key, "person_id": person, "token_hash": key.bytes * 2} | made
            for person, key in ids
        ],
        PushSubscription: [
            {"session_id": key, "person_id": person, "endpoint": f"{service.origin}/{key}"} | common
            for person, key in ids
        ],
    }
    for noun, values in rows.items():
        known = noun.__table__.columns.keys()
        db.session.execute(
            insert(noun.__table__),
            [
                {"id": uuid.uuid4()} | {k: v for k, v in value.items() if k in known}
                for value in values
            ],
        )
    db.session.commit()


def test_places_are_held_before_lines_as_where_somebody_leaves(world):
    give_address(world, "Ines")
    world.ask("Ruth")
    db.session.rollback()
    with statements() as sent:
        fan_out(by_mail=True)
    places = [n for n, one in enumerate(sent) if "FROM membership JOIN email_address" in one]
    lines = [n for n, one in enumerate(sent) if one.startswith("INSERT INTO notification")]
    assert max(places) < min(lines)
