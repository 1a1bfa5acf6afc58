"""What becomes of circles when someone goes for good, and who may not go yet."""

import time
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from circles.accounts import Person
from circles.database import db
from circles.fact import Fact
from circles.membership import Circle, Membership, Waiting
from circles.membership.closing import receipt_of
from circles.needs import SignUp
from circles.notifications import fan_out
from tests.form_page import FormPage
from tests.notifications.phones import add_phone
from tests.push_service import PushService


@pytest.fixture
def service():
    with PushService() as running:
        yield running


@pytest.fixture
def environment(environment, service):
    return environment | {"CIRCLES_PUSH_ALLOWED_ORIGINS": service.origin}


def preview(world, name: str) -> str:
    return world.client(name).get("/you/farewell").text


def also_in(world, name: str, circle: Circle, role: str = "member") -> Membership:
    place = Membership.admit(circle, world.people[name], role)
    db.session.commit()
    return place


def test_the_page_says_circle_by_circle_what_it_means(world):
    also_in(world, "Ruth", world.other_circle)
    world.ask("Ruth")
    world.promise(world.ask("Sam"), "Ruth")
    page = FormPage(world.client("Ruth").get("/you/farewell"))
    assert "Maple Street" in page.words
    assert "Elm Road" in page.words
    assert "open again" in page.words
    assert "What was asked for here is withdrawn." in page.words
    assert "/you/farewell" in page.actions


def test_promises_open_again_and_nobody_is_named(world):
    world.promise(world.ask("Sam"), "Ruth")
    world.client("Ruth").post("/you/farewell")
    db.session.expire_all()
    assert not db.session.query(SignUp).count()
    fan_out()
    inbox = world.client("Omar").get("/inbox").text
    assert "open again" in inbox
    assert "Ruth" not in inbox


def test_the_last_coordinator_is_told_where_to_pass_it_on(world):
    page = FormPage(world.client("Sam").get("/you/farewell"))
    assert "Pass on looking after Maple Street first." in page.words
    assert page.actions == []
    assert f'href="/circles/{world.circle.id}/members"' in preview(world, "Sam")
    refused = world.client("Sam").post("/you/farewell")
    assert refused.status_code == 409
    assert "Pass on looking after Maple Street first." in refused.text
    db.session.expire_all()
    assert Membership.of(world.sam, world.circle) is not None
    world.places["Ines"].role = "coordinator"
    db.session.commit()
    assert world.client("Sam").post("/you/farewell").status_code == 303


def test_one_circle_that_needs_them_keeps_them_in_all(world):
    also_in(world, "Sam", world.other_circle)
    assert world.client("Sam").post("/you/farewell").status_code == 409
    db.session.expire_all()
    assert Membership.of(world.sam, world.other_circle) is not None


def test_a_circle_of_one_ends_with_them_at_once(world):
    elm = world.other_circle.id
    assert "It ends with you, at once." in preview(world, "Clara")
    assert world.client("Clara").post("/you/farewell").status_code == 303
    db.session.expire_all()
    assert db.session.get(Circle, elm) is None
    assert receipt_of(elm) is not None
    assert not db.session.query(Person).filter_by(name="Clara").count()


def test_circles_of_one_and_circles_of_many_at_once(world):
    second = Circle.start("Ash Lane", "Europe/London")
    also_in(world, "Clara", second, "coordinator")
    also_in(world, "Clara", world.circle)
    circles = world.other_circle.id, second.id
    assert world.client("Clara").post("/you/farewell").status_code == 303
    db.session.expire_all()
    assert not [key for key in circles if db.session.get(Circle, key)]
    assert db.session.get(Circle, world.circle.id) is not None
    assert not db.session.query(Person).filter_by(name="Clara").count()


def test_whoever_waits_at_a_door_waits_no_more(world):
    Waiting.knock(world.other_circle, world.ruth, world.clara.id)
    db.session.commit()
    assert "You do not wait at its door any more." in preview(world, "Ruth")
    world.client("Ruth").post("/you/farewell")
    db.session.expire_all()
    assert not db.session.query(Waiting).count()
    fan_out()
    assert "Ruth" not in world.client("Clara").get("/inbox").text


def at_once(world, *deeds: Callable[[], int]) -> list[int]:
    """What each of these is answered, done at the same moment."""
    start, told = Barrier(len(deeds)), []
    db.session.rollback()  # the test's own transaction must not stand in the way

    def do(deed: Callable[[], int]) -> None:
        start.wait()
        with world.app.app_context():
            told.append(deed())

    threads = [Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(told)


def farewell_of(world, name: str) -> Callable[[], int]:
    browser = world.client(name)
    return lambda: browser.post("/you/farewell").status_code


def test_pressed_twice_at_once_it_is_done(world):
    world.promise(world.ask("Sam"), "Ruth")
    told = at_once(world, farewell_of(world, "Ruth"), farewell_of(world, "Ruth"))
    assert 303 in told
    assert set(told) <= {303, 401}
    assert not db.session.query(Person).filter_by(name="Ruth").count()
    assert db.session.query(Fact).filter_by(kind="slot.reopened").count() == 1


def test_of_two_coordinators_who_go_at_once_one_stays(world):
    world.places["Ines"].role = "coordinator"
    db.session.commit()
    ines, address = world.client("Ines"), f"/circles/{world.circle.id}/leaving"
    told = at_once(world, farewell_of(world, "Sam"), lambda: ines.post(address).status_code)
    assert told == [303, 409]
    left = db.session.query(Membership).filter_by(circle_id=world.circle.id, role="coordinator")
    assert left.count() == 1


def test_two_who_share_two_circles_do_not_wait_for_each_other_crosswise(world):
    for name in ("Ines", "Omar"):
        also_in(world, name, world.other_circle)
    assert at_once(world, farewell_of(world, "Ines"), farewell_of(world, "Omar")) == [303, 303]
    assert not db.session.query(Person).filter(Person.name.in_(["Ines", "Omar"])).count()


@pytest.mark.parametrize("_again", range(3))
def test_whoever_asked_and_whoever_said_yes_go_at_once(world, _again):
    need = world.ask("Ruth", openings=[world.tomorrow(days=day) for day in range(1, 9)])
    for slot in range(8):
        world.promise(need, "Ines", slot=slot)
    ines, address = world.client("Ines"), f"/circles/{world.circle.id}/leaving"
    told = at_once(world, farewell_of(world, "Ruth"), lambda: ines.post(address).status_code)
    assert told == [303, 303]
    assert not db.session.query(SignUp).count()


def test_news_on_its_way_to_a_phone_is_not_waited_for_crosswise(world, database_kind, service):
    """Whoever spreads news holds the phones first, and then looks at the circle."""
    if database_kind == "sqlite":
        pytest.skip("there is one writer at a time")
    add_phone(world, "Ruth", service.device())
    leave = farewell_of(world, "Ruth")

    def go() -> None:
        with world.app.app_context():
            leave()

    going = Thread(target=go)
    db.session.rollback()
    with db.engine.connect() as spreading:
        spreading.execute(text("select id from push_subscription for key share"))
        going.start()
        time.sleep(1)  # by then it has gone as far as it can
        spreading.execute(text("set local lock_timeout = '2s'"))
        spreading.execute(text("select id from circle for key share"))
        spreading.rollback()
    going.join()
    db.session.expire_all()
    assert not db.session.query(Person).filter_by(name="Ruth").count()
