"""What a mail server's no means: a wrong setting of ours never marks anybody's address."""

import pytest
from sqlalchemy import select

from circles.accounts import EmailAddress
from circles.database import db
from circles.notifications import Mailing, Outbox
from tests.mail_server import MailServer
from tests.notifications.mailboxes import BASE, give_address, hand_in, spread


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
        assert hand_in(mail, sender=sender) == 0
    assert marked() == []
    assert outcomes() == ["refused"] * 3


@pytest.mark.parametrize(
    "answers",
    [
        {"RCPT": "550 relay not permitted"},
        {"RCPT": "550 authentication required"},
        {"RCPT": "553 no"},
    ],
    ids=["relay", "who", "no"],
)
def test_one_no_to_everybody_is_about_us_and_tried_again_later(due, answers, caplog):
    box = Outbox(BASE)
    with MailServer(answers) as mail:
        assert hand_in(mail, box=box) == 0
        called = mail.called
        assert hand_in(mail, box=box) == 0
        assert mail.called == called, "it is left alone for a while"
        assert (marked(), outcomes()) == ([], [None] * 3)
        assert "wants no letter to anybody" in caplog.text
        mail.answers.clear()
        due.later(minutes=3)
        assert hand_in(mail, box=box) == 3


@pytest.mark.parametrize("said", ["550 this looks like spam", "553 no", "550 5.1.8 who are you"])
def test_a_no_to_what_a_letter_says_marks_nobody(due, said):
    with MailServer({"END": said}) as mail:
        hand_in(mail)
    assert (marked(), outcomes()) == ([], ["refused"] * 3)


def test_a_bare_no_counts_where_others_were_taken(due):
    with MailServer() as mail:
        mail.objections["<omar@"] = "550 nobody here"
        assert hand_in(mail) == 2
    assert marked() == ["omar@example.org"]
    assert outcomes() == ["sent", "sent", "unreachable"]


def test_a_bare_no_counts_where_one_alone_was_written_to(world):
    give_address(world, "Ines")
    world.ask("Ruth")
    spread()
    world.later(minutes=11)
    with MailServer({"RCPT": "550 nobody here"}) as mail:
        hand_in(mail)
    assert marked() == ["ines@example.org"]
