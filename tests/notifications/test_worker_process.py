"""The worker as it really runs: a process of its own, started, stopped, killed."""

import re
import signal
import subprocess
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from circles import worker as process
from circles.accounts import EmailAddress
from circles.database import db
from circles.notifications import Delivery, Preference, is_worker_heard, nudge
from circles.timetable import TIMETABLE
from tests.mail_server import MailServer, text_of
from tests.push_device import Device
from tests.push_faults import Slow
from tests.push_service import PushService
from tests.world import World

Phone = Callable[[str], Device]
Worker = subprocess.Popen[bytes]
Start = Callable[..., Worker]


def outcomes() -> set[str | None]:
    db.session.rollback()
    return set(db.session.scalars(select(Delivery.outcome)))


def ask(world: World) -> None:
    world.ask("Ruth")
    db.session.rollback()


def test_it_begins_with_what_was_left_and_then_hears_of_the_new(
    world: World, service: PushService, phone: Phone, start: Start
) -> None:
    phone("Sam")
    ask(world)
    start()
    service.wait_for(lambda: len(service.received) == 1)
    ask(world)
    nudge()
    began = time.monotonic()
    service.wait_for(lambda: len(service.received) == 2)
    assert time.monotonic() - began < 10, "a nudge came through, not the sweep of a minute"


def test_without_a_queue_it_still_delivers(
    world: World, service: PushService, phone: Phone, start: Start
) -> None:
    phone("Sam")
    ask(world)
    start(CIRCLES_QUEUE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    service.wait_for(lambda: len(service.received) == 1)


def test_its_pulse_is_heard(world: World, start: Start) -> None:
    assert not is_worker_heard()
    start()
    deadline = time.monotonic() + 30
    while not is_worker_heard() and time.monotonic() < deadline:
        db.session.rollback()
        time.sleep(0.2)
    assert is_worker_heard()


def test_it_looks_at_the_timetable_before_it_waits(world: World, monkeypatch: Any) -> None:
    class Never(Event):
        """Nothing was taken by the time it would wait, unless it looked first."""

        def wait(self, timeout: float | None = None) -> bool:
            return True

    worker, taken = process.Worker(world.app), list[str]()
    monkeypatch.setattr(worker, "_stopping", Never())
    monkeypatch.setattr(worker, "_take", lambda job: taken.append(job.name))
    worker._keep_time()
    worker._loop.close()
    assert taken == [job.name for job in TIMETABLE]


def test_it_hands_letters_to_a_real_mail_server(world: World, start: Start) -> None:
    """One that waited, then one that rang; digits for an address nobody gave go nowhere."""
    EmailAddress.confirm(world.ruth.id, "ruth@example.org")
    db.session.commit()
    with MailServer() as mail:
        world.client().post("/sign-in/email", data={"email": "ruth@example.org"})
        world.client().post("/sign-in/email", data={"email": "nobody@example.org"})
        start(CIRCLES_SMTP_URL=mail.url, CIRCLES_MAIL_FROM="circles@care.example")
        assert mail.wait_for(1)[0]["To"] == "ruth@example.org"
        browser = world.client()
        browser.post("/sign-in/email", data={"email": "ruth@example.org"})
        (_, letter) = mail.wait_for(2)
        code = re.findall(r"\d{4} \d{4}", text_of(letter))[0]
        assert browser.post("/sign-in/email/code", data={"code": code}).status_code == 303


def test_a_mail_server_that_hangs_holds_up_no_push(
    world: World, service: PushService, phone: Phone, start: Start
) -> None:
    EmailAddress.confirm(world.ruth.id, "ruth@example.org")
    phone("Sam")
    with MailServer(hangs=30) as mail:
        world.client().post("/sign-in/email", data={"email": "ruth@example.org"})
        start(CIRCLES_SMTP_URL=mail.url, CIRCLES_MAIL_FROM="circles@care.example")
        ask(world)
        nudge()
        began = time.monotonic()
        service.wait_for(lambda: len(service.received) == 1)
        assert time.monotonic() - began < 20


def choose_letters(world: World, *names: str) -> None:
    for name in names:
        EmailAddress.confirm(world.people[name].id, f"{name.lower()}@example.org")
        Preference.change(world.places[name], letters="always")
    db.session.commit()


def test_it_writes_news_by_mail(world: World, start: Start) -> None:
    choose_letters(world, "Sam", "Ines")
    with MailServer() as mail:
        start(CIRCLES_SMTP_URL=mail.url, CIRCLES_MAIL_FROM="circles@care.example")
        ask(world)
        nudge()
        assert {letter["Subject"] for letter in mail.wait_for(2)} == {"A new ask in your circle"}


def test_letters_that_hang_hold_up_no_push(
    world: World, service: PushService, phone: Phone, start: Start
) -> None:
    choose_letters(world, "Sam")
    phone("Ines")
    with MailServer(hangs=30) as mail:
        start(CIRCLES_SMTP_URL=mail.url, CIRCLES_MAIL_FROM="circles@care.example")
        for pushes in (1, 2):
            ask(world)
            nudge()
            service.wait_for(lambda: len(service.received) == pushes)  # noqa: B023
        service.wait_for(lambda: mail.called == 1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_ends_what_it_began(
    how: signal.Signals, world: World, service: PushService, phone: Phone, start: Start
) -> None:
    phone("Sam")
    service.behave(Slow(2))
    ask(world)
    worker = start()
    service.wait_for(lambda: len(service.attempts) == 1)
    worker.send_signal(how)
    assert worker.wait(15) == 0
    assert len(service.received) == 1
    assert outcomes() == {"sent"}
