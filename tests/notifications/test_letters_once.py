"""A letter goes once, wherever the worker dies and whatever the database does."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from circles import clock
from circles.database import db
from circles.notifications import Mailing, Outbox, outbox
from circles.notifications.ending import Ending
from circles.notifications.mailing import LEASE
from tests.mail_server import MailServer
from tests.notifications.mailboxes import (
    BASE,
    PillarBox,
    hand_in,
    round_of_letters,
    rows,
)


def test_killed_before_it_is_written_down_the_same_letter_comes_again(due, monkeypatch):
    killed = iter([True, False])

    def settle(*arguments, **words):
        if next(killed, False):
            raise KeyboardInterrupt
        return whole(*arguments, **words)

    whole = outbox.settle
    monkeypatch.setattr(outbox, "settle", settle)
    db.session.execute(
        update(Mailing)
        .where(Mailing.id != rows()[0].id)
        .values(outcome="moot", settled_at=clock.now())
    )
    db.session.commit()
    with MailServer() as mail:
        with pytest.raises(KeyboardInterrupt):
            hand_in(mail)
        assert hand_in(mail) == 0, "the dead worker still holds it"
        due.later(seconds=LEASE.total_seconds() + 1)
        assert hand_in(mail) == 1
    first, second = mail.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_lease_that_another_took_over_is_left_to_them(due):
    claims = {}
    for token in (uuid.uuid4(), uuid.uuid4()):
        Mailing.claim(token, 10)
        claims[token] = Mailing.claimed(token)
        db.session.commit()
        due.later(seconds=LEASE.total_seconds() + 1)
    late, holder = claims
    outbox.settle(claims[late][0], late, Ending("refused"))
    assert {row.outcome for row in rows()} == {None}
    db.session.rollback()
    outbox.settle(claims[holder][0], holder, Ending("sent"))
    assert [row.outcome for row in rows()].count("sent") == 1


def test_what_the_database_does_not_take_at_once_is_kept(due, monkeypatch):
    locked = iter([True, True])

    def settle(*arguments, **words):
        if next(locked, False):
            raise OperationalError("update", {}, Exception("database is locked"))
        return whole(*arguments, **words)

    whole = outbox.settle
    monkeypatch.setattr(outbox, "settle", settle)
    ours, there = Outbox(BASE), PillarBox()
    assert round_of_letters(there, ours) == 3
    round_of_letters(there, ours)
    assert {row.outcome for row in rows()} == {"sent"}
    due.later(minutes=4)
    round_of_letters(there, ours)
    assert len(there.letters) == 3


def test_nothing_is_begun_while_something_is_not_written_down(due, monkeypatch):
    def locked(*_arguments, **_words):
        raise OperationalError("update", {}, Exception("database is locked"))

    ours, there = Outbox(BASE), PillarBox()
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "settle", locked)
        round_of_letters(there, ours)
        due.later(minutes=4)
        round_of_letters(there, ours)
    round_of_letters(there, ours)
    assert len(there.letters) == 3
    assert {row.outcome for row in rows()} == {"sent"}


def test_who_waits_longest_is_written_to_first(due):
    due.later(seconds=1)
    order = [row.id for row in rows()]
    for number, key in enumerate(reversed(order)):
        at = clock.now() - timedelta(minutes=number)
        db.session.execute(update(Mailing).where(Mailing.id == key).values(due_at=at))
    token = uuid.uuid4()
    Mailing.claim(token, 10)
    assert [claim.mailing_id for claim in Mailing.claimed(token)] == order
