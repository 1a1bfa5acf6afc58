"""A conversation with a mail server: how long it may take, and whose fault a no in it is."""

from dataclasses import replace

import pytest

from circles import conversation
from circles.accounts.code_letter import LEASE as LEASE_OF_DIGITS
from circles.conversation import LONGEST, ONE_LETTER, PATIENCE, THINKING
from circles.mail import Letter, read_url
from circles.mail import MailServer as Where
from circles.notifications.mailing import LEASE
from circles.post import SmtpPost, post_of
from tests.mail_server import MailServer

SENDER = "Circles <circles@care.example>"


def letter_to(name: str) -> Letter:
    return Letter(f"{name}@example.org", "News", f"For {name}.\n", f"<p>For {name}.</p>\n")


RUTH, OMAR, SAM = (letter_to(name) for name in ("ruth", "omar", "sam"))


def fates(mail: MailServer, *letters: Letter) -> list[str]:
    return list(post_of(mail.url, SENDER, is_public=True).deliver_all(letters))


def test_a_server_may_think_longer_over_a_letter_than_over_a_word(monkeypatch):
    monkeypatch.setattr(conversation, "PATIENCE", 0.3)
    with MailServer(thinks=0.6) as mail:
        assert fates(mail, RUTH, OMAR) == ["sent", "sent"]


def test_a_letter_of_which_a_server_never_said_whether_it_took_it_may_be_taken(monkeypatch):
    monkeypatch.setattr(conversation, "THINKING", 0.2)
    with MailServer(thinks=1) as mail:
        assert fates(mail, RUTH, OMAR) == ["perhaps"]
    with MailServer(drops="END") as mail:
        assert fates(mail, RUTH, OMAR) == ["perhaps"]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_letter_that_was_never_said_whole_is_not_taken(verb):
    with MailServer(drops=verb) as mail:
        assert fates(mail, RUTH, OMAR) == ["later"]


@pytest.mark.parametrize(
    ("words", "fate"), [("251 it goes on", "sent"), ("350 hm", "perhaps"), ("what", "perhaps")]
)
def test_a_strange_word_after_a_letter_is_no_no(words, fate):
    with MailServer({"END": words}) as mail:
        assert fates(mail, RUTH) == [fate]


BROAD = {"EHLO": "250-here\r\n250-8BITMIME\r\n250-SIZE\r\n250 SMTPUTF8"}


def test_a_letter_whose_envelope_is_refused_holds_up_no_other():
    """As a server does that takes no mail in letters beyond ASCII, though it says it does."""
    with MailServer(BROAD, objections={"SMTPUTF8": "550 5.6.7 not so"}) as mail:
        assert fates(mail, letter_to("rüth"), OMAR, SAM) == ["refused", "sent", "sent"]


@pytest.mark.parametrize(("code", "fate"), [("552 too big", "refused"), ("452 full", "later")])
def test_a_letter_that_is_too_big_holds_up_no_other(code, fate):
    big = replace(RUTH, text="x" * 500 + "\n" + "x" * 500 + "\n" + "x" * 9000)
    with MailServer(BROAD, objections={"size=1": code}) as mail:
        assert fates(mail, OMAR, big, SAM) == ["sent", fate, "sent"]


@pytest.mark.parametrize("code", ["550 5.7.1 not you", "451 not now", "421 closing"])
def test_where_we_are_not_wanted_no_other_letter_is_begun(code):
    with MailServer(BROAD | {"MAIL": code}) as mail:
        assert fates(mail, RUTH, OMAR, SAM) == ["later"]


def test_no_letter_is_begun_that_could_be_cut_off(monkeypatch):
    monkeypatch.setattr(conversation, "LONGEST", 2.0)
    monkeypatch.setattr(conversation, "ONE_LETTER", 1.5)
    with MailServer(thinks=0.4) as mail:
        found = fates(mail, RUTH, OMAR, SAM, RUTH, OMAR)
        assert set(found) == {"sent"}
        assert len(found) == len(mail.letters) < 5


def test_after_a_goodbye_no_letter_is_begun():
    with MailServer({"END": "421 closing"}) as mail:
        assert fates(mail, RUTH, OMAR) == ["later"]


def long_reply(lines: int) -> str:
    return "\r\n".join(["250-" + "x" * 500] * lines + ["250 good"])


@pytest.mark.parametrize(
    ("verb", "found"), [("EHLO", []), ("RCPT", ["later"]), ("END", ["perhaps"])]
)
def test_a_reply_that_does_not_end_is_not_heard_to_its_end(verb, found):
    with MailServer({verb: long_reply(lines=300)}) as mail:
        assert fates(mail, RUTH, OMAR) == found


def test_long_replies_are_heard_if_they_end():
    with MailServer({"EHLO": long_reply(lines=60), "RCPT": long_reply(lines=60)}) as mail:
        assert fates(mail, RUTH, OMAR) == ["sent", "sent"]


@pytest.mark.parametrize(
    ("no", "fate"),
    [
        ("550 5.1.1 nobody here", "unreachable"),
        ("550 #5.1.1 nobody here", "unreachable"),
        ("550 nobody here (#5.1.1)", "unreachable"),
        ("550 5.2.1 closed", "unreachable"),
        ("550 5.1.10 takes no mail", "unreachable"),
        ("550 #5.7.1 spam", "refused"),
        ("550 spam [5.7.1]", "refused"),
        ("550-5.7.26 no\r\n550 5.1.1 see there", "refused"),
        ("550 5.1.7 bad sender", "refused"),
        ("550 5.1.8 bad sender", "refused"),
        ("552 5.2.2 full", "refused"),
        ("552 5.2.3 too long", "refused"),
        ("554 5.1.2.3 is on a list", "refused"),
        ("554 192.5.1.1 is on a list", "refused"),
    ],
)
def test_only_what_is_about_the_mailbox_marks_it(no, fate):
    with MailServer({"RCPT": no}) as mail:
        assert fates(mail, RUTH) == [fate]


def trouble_with(where: Where) -> str:
    """What `circles doctor` says of it; letters wait meanwhile."""
    there = SmtpPost(where, SENDER)
    assert list(there.deliver_all([RUTH, OMAR])) == []
    return there.greet() or ""


@pytest.mark.parametrize(
    ("user", "password", "challenge"),
    [
        ("me", "pässword", "334 PDEyMz4="),
        ("mé", "secret", "334 PDEyMz4="),
        ("me", "secret", "334 abc"),
    ],
    ids=["password", "user", "challenge"],
)
@pytest.mark.parametrize("way", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_where_we_cannot_say_who_we_are_letters_wait(caplog, way, user, password, challenge):
    with MailServer({"EHLO": f"250-here\r\n250 AUTH {way}", "AUTH": challenge}) as mail:
        where = replace(read_url(mail.url), user=user, password=password)
        assert trouble_with(where)
    assert not any(word in caplog.text for word in ("secret", "pässword", "ä"))


@pytest.mark.parametrize("host", ["mail..example", "m" * 64 + ".example"])
def test_a_host_that_is_no_host_is_trouble_as_any(host):
    assert "host" in trouble_with(Where(host, 25, "", "", is_sealed=False))


def test_what_is_held_is_held_until_the_longest_conversation_is_over():
    assert LONGEST - 60 >= ONE_LETTER >= THINKING + 3 * PATIENCE
    assert min(LEASE, LEASE_OF_DIGITS).total_seconds() > LONGEST
