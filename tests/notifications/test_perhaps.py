"""A server that has a letter whole and never says whether it took it gets it twice at most."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles import conversation
from circles.database import db
from circles.notifications import Mailing, Outbox
from circles.post import post_of
from tests.mail_server import MailServer
from tests.notifications.mailboxes import BASE, give_address, round_of_letters, spread
from tests.world import World


@pytest.fixture
def due(world: World) -> World:
    """A letter to Ines is due."""
    give_address(world, "Ines")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=6)])
    spread()
    world.later(minutes=11)
    return world


def after_two_days(mail: MailServer, world: World) -> str | None:
    """What became of the letter in two days, in which a worker looks often."""
    box = Outbox(BASE)
    post = post_of(mail.url, "Circles <circles@care.example>", is_public=True)
    for _ in range(48):
        round_of_letters(post, box)
        world.later(hours=1)
    db.session.rollback()
    return db.session.scalars(select(Mailing.outcome)).one()


def test_a_server_that_is_slow_to_say_yes_gets_a_letter_twice_at_most(due, monkeypatch):
    monkeypatch.setattr(conversation, "PATIENCE", 0.2)
    monkeypatch.setattr(conversation, "THINKING", 0.2)
    with MailServer(thinks=0.5) as mail:
        assert after_two_days(mail, due) == "sent"
        first, second = mail.wait_for(2)
        assert len(mail.letters) == 2
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_hangs_up_instead_of_saying_yes_gets_it_twice_at_most(due):
    with MailServer(drops="END") as mail:
        assert after_two_days(mail, due) == "sent"
        assert len(mail.letters) == 2
