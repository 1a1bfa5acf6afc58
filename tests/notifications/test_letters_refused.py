"""What a mail server's no means: a wrong setting of ours never marks anybody's address."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles.accounts import EmailAddress
from circles.database import db
from circles.notifications import Mailing, Outbox
from circles.post import post_of
from tests.mail_server import MailServer
from tests.notifications.mailboxes import BASE, give_address, round_of_letters, spread
from tests.world import World

SENDER = "Circles <circles@care.example>"


@pytest.fixture
def due(world: World) -> World:
    """Letters to Ines, Omar and Sam are due."""
    give_address(world, "Ines", "Omar", "Sam")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    world.ask("Ruth", openings=[world.tomorrow(days=3)])
    spread()
    world.later(minutes=11)
    return world


def hand_in(mail: MailServer, sender: str = SENDER, box: Outbox | None = None) -> int:
    return round_of_letters(post_of(mail.url, sender, is_public=True), box)


def marked() -> list[str]:
    """The addresses at which nobody can be written to, as a mail server said."""
    db.session.rollback()
    rows = db.session.scalars(select(EmailAddress).where(EmailAddress.refused_at.is_not(None)))
    return sorted(row.words or "" for row in rows)


def outcomes() -> list[str | None]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Mailing.outcome)), key=str)


@pytest.mark.parametrize(
    "sender",
    ["circles@kär.example", "circles@care.example\nX: y", "Kreis\n <circles@care.example>"],
    ids=["letters", "header", "line break"],
)
def test_a_sender_that_nobody_can_write_marks_no_address(due, sender):
    with MailServer() as mail:
        assert hand_in(mail, sender) == 0
    assert marked() == []
    assert outcomes() == ["refused"] * 3
