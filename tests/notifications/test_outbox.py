"""Letters on their way to a mail server: in one conversation, once, and again where they were not
taken; whatever the server says, and wherever the worker dies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from circles import clock, conversation
from circles.accounts import EmailAddress
from circles.database import db
from circles.notifications import Mailing, Outbox, writing
from circles.post import post_of
from circles.web import write_letter
from tests.mail_server import MailServer
from tests.notifications.mailboxes import (
    BASE,
    SENDER,
    PillarBox,
    give_address,
    hand_in,
    round_of_letters,
    rows,
    spread,
)


def refused() -> list[bool]:
    db.session.rollback()
    db.session.expire_all()
    return [row.refused_at is not None for row in db.session.scalars(select(EmailAddress))]


def test_several_letters_go_in_one_conversation(due):
    with MailServer() as mail:
        assert hand_in(mail) == 3
    assert mail.called == 1
    assert {one["To"] for one in mail.letters} == {
        f"{name}@example.org" for name in ("ines", "omar", "sam")
    }


def test_a_letter_carries_what_mail_programs_ask_for(due):
    with MailServer() as mail:
        hand_in(mail)
    letter = mail.letters[0]
    assert letter["From"] == SENDER
    assert letter["Date"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"].startswith(f"<{BASE}/letters/")
    assert letter["List-Unsubscribe"].endswith(">")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Message-ID"].endswith("@care.example>")
    assert letter.get_content_type() == "multipart/alternative"


def test_a_mailbox_that_is_not_there_is_written_to_no_more(due):
    with MailServer({"RCPT": "550 5.1.1 nobody here"}) as mail:
        hand_in(mail)
        assert {row.outcome for row in rows()} == {"unreachable"}
        assert refused() == [True] * 3
        due.ask("Ruth")
        spread()
        assert len(rows()) == 3
        EmailAddress.confirm(due.ines.id, "ines@example.org")
        db.session.commit()
        due.ask("Ruth")
        spread()
        assert len(rows()) == 4


def test_whose_letters_come_back_reads_of_it_in_the_app(due):
    ines = due.client("Ines")
    assert "Letters to your address" not in ines.get("/you").text
    with MailServer({"RCPT": "550 5.1.1 nobody here"}) as mail:
        hand_in(mail)
    for page in ("/you", "/you/address", f"/circles/{due.circle.id}/news"):
        assert "come back. Is it still right?" in ines.get(page).text, page
    assert "Letters to your address" not in due.client("Ruth").get("/you").text


@pytest.mark.parametrize("answers", [{"RCPT": "550 5.7.1 not from you"}, {"DATA": "554 no"}])
def test_a_no_to_us_is_no_mark_on_an_address(due, answers):
    with MailServer(answers) as mail:
        hand_in(mail)
    assert {row.outcome for row in rows()} == {"refused"}
    assert refused() == [False] * 3


@pytest.mark.parametrize("answers", [{"RCPT": "451 later"}, {"END": "452 full"}])
def test_a_no_for_now_is_tried_again_ever_later(due, answers):
    with MailServer(answers) as mail:
        waits = []
        for _ in range(4):
            assert hand_in(mail) == 0
            row = rows()[0]
            waits.append(row.due_at - clock.now())
            due.at(row.due_at)
        assert waits == sorted(set(waits)), "each wait is longer"
        mail.answers.clear()
        assert hand_in(mail) == 3


def test_a_no_for_now_ends_where_the_news_is_stale(due):
    with MailServer({"RCPT": "451 later"}) as mail:
        while any(row.outcome is None for row in rows()):
            hand_in(mail)
            due.later(minutes=50)
    assert {row.outcome for row in rows()} == {"too_late"}


def test_a_server_that_hangs_up_within_a_letter_gets_the_others_later(due):
    box = Outbox(BASE)
    with MailServer(drops="DATA") as mail:
        assert hand_in(mail, box) == 0
        assert sorted(row.attempts for row in rows()) == [0, 0, 1], "only one was begun"
        mail.drops = ""
        due.later(minutes=2, seconds=1)
        assert hand_in(mail, box) == 3


@pytest.mark.parametrize("trouble", ["away", "asleep", "password", "sender"])
def test_a_server_that_is_no_use_is_left_alone_for_a_while(due, monkeypatch, trouble):
    monkeypatch.setattr(conversation, "PATIENCE", 0.3)
    box, answers = Outbox(BASE), {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 no"}
    answers = {"password": answers, "sender": {"MAIL": "550 not you"}}.get(trouble, {})
    with MailServer(answers, hangs=1 if trouble == "asleep" else 0) as mail:
        if trouble == "away":
            mail._server.server_close()
        url = mail.url.replace("//", "//me:secret@") if trouble == "password" else mail.url
        there = post_of(url, SENDER, is_public=True)
        assert round_of_letters(there, box) == 0
        called = mail.called
        assert round_of_letters(there, box) == 0
        assert mail.called == called, "it is not asked again at once"
        tries = 1 if trouble == "sender" else 0  # a letter had to be begun to hear of it
        assert sorted(row.attempts for row in rows()) == [0, 0, tries]
        assert {row.outcome for row in rows()} == {None}
        due.later(minutes=1 + tries, seconds=1)
        assert round_of_letters(PillarBox(), box) == 3


def test_nothing_in_the_database_is_held_while_the_server_thinks(due):
    class Watching(PillarBox):
        def deliver(self, letter):
            assert not db.session().in_transaction()
            with db.engine.begin() as connection:  # as anybody else who writes
                connection.execute(update(EmailAddress).values(refused_at=None))
            return super().deliver(letter)

    assert round_of_letters(Watching()) == 3


def test_two_workers_send_each_letter_once(due):
    for _ in range(12):
        db.session.rollback()
        name = f"Helper {_}"
        due.add(name)
        give_address(due, name)
    due.ask("Ruth", openings=[due.tomorrow(days=3)])
    spread()
    due.later(minutes=11)

    def work(_number: int) -> int:
        with due.app.app_context():
            return hand_in(mail)

    with MailServer(drips=0.002) as mail, ThreadPoolExecutor(4) as workers:
        sent = sum(workers.map(work, range(4)))
    assert sent == len(mail.letters) == 15
    assert len({one["To"] for one in mail.letters}) == 15


def test_asked_to_stop_it_begins_no_other_letter(due):
    box = Outbox(BASE)
    box.stop()
    assert round_of_letters(PillarBox(), box) == 0
    assert {row.outcome for row in rows()} == {None}


def test_no_line_of_the_log_holds_an_address(due, caplog):
    with MailServer({"RCPT": "550 ines@example.org is not here"}) as mail:
        hand_in(mail)
    with MailServer({"MAIL": "550 ines@example.org"}) as mail:
        hand_in(mail)
    assert "@" not in caplog.text


def test_a_letter_that_cannot_be_written_holds_up_no_other(due):
    def broken(to, *arguments, **words):
        if to.startswith("omar"):
            raise RuntimeError("a mistake in a template")
        return write_letter(to, *arguments, **words)

    box = PillarBox()
    assert Outbox(BASE).empty(box, broken) == 2
    assert sorted(row.attempts for row in rows()) == [0, 0, 1]
    due.later(minutes=3)
    assert Outbox(BASE).empty(box, write_letter) == 1
    assert box.letters[-1].to == "omar@example.org"


def test_a_circle_that_is_gone_between_two_looks_holds_up_nobody(due, monkeypatch):
    monkeypatch.setattr(writing, "_names", lambda _circles: {})
    assert round_of_letters(PillarBox()) == 0
    assert {row.outcome for row in rows()} == {"moot"}


def test_what_waits_too_long_is_late(due):
    assert not Mailing.is_late()
    due.later(seconds=timedelta(minutes=31).total_seconds())
    assert Mailing.is_late()
