"""Letters reach a mail server as they should look, and what it says about them is understood."""

import time
from dataclasses import replace

import pytest

from circles import conversation
from circles.mail import Letter, is_sender, read_url
from circles.post import SmtpPost, Terminal, post_of
from tests.mail_server import MailServer, html_of, text_of

SENDER = "Circles <circles@care.example>"
LETTER = Letter("ruth@example.org", "Your code", "Ä: 1234\n", "<p>Ä: 1234</p>\n")


def delivered(server: MailServer, letter: Letter = LETTER) -> str:
    box = post_of(server.url, SENDER, is_public=True)
    assert isinstance(box, SmtpPost)
    return box.deliver(letter)


def test_a_letter_arrives_in_text_and_in_html():
    with MailServer() as server:
        assert delivered(server) == "sent"
        (letter,) = server.letters
    assert letter["To"] == "ruth@example.org"
    assert letter["From"] == SENDER
    assert letter["Subject"] == "Your code"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@care.example>")
    assert letter["Date"]
    assert (text_of(letter), html_of(letter)) == (LETTER.text, LETTER.html)


@pytest.mark.parametrize(
    ("answers", "fate"),
    [
        ({"RCPT": "550 nobody here"}, "unreachable"),
        ({"RCPT": "554 5.1.1 nobody here"}, "unreachable"),
        ({"RCPT": "550 5.7.1 not from you"}, "refused"),
        ({"RCPT": "552 5.2.2 full"}, "refused"),
        ({"END": "550 5.2.1 closed"}, "unreachable"),
        ({"RCPT": "451 come back"}, "later"),
        ({"DATA": "554 no"}, "refused"),
        ({"END": "554 no"}, "refused"),
        ({"END": "452 full"}, "later"),
        ({"MAIL": "530 who are you"}, "later"),
        ({"RCPT": "421 closing"}, "later"),
        ({"EHLO": "421 closing", "HELO": "421 closing"}, "later"),
    ],
)
def test_what_the_server_says_is_understood(answers, fate):
    with MailServer(answers) as server:
        assert delivered(server) == fate
        assert server.letters == []


def test_a_server_that_is_away_or_asleep_is_tried_later(monkeypatch):
    monkeypatch.setattr(conversation, "PATIENCE", 0.2)
    with MailServer(hangs=1) as server:
        assert delivered(server) == "later"
    assert SmtpPost(read_url(server.url), SENDER).deliver(LETTER) == "later"


def test_a_line_break_in_an_address_writes_no_header():
    with MailServer() as server:
        broken = Letter("ruth@example.org\r\nBcc: eve@example.org", "Hi", "x", "x")
        assert delivered(server, broken) == "unreachable"
        assert not any(line.startswith("MAIL") for line in server.said)


@pytest.mark.parametrize("goodbye", ["250 stay", "421 closing", "nonsense"])
def test_what_was_taken_is_taken_however_the_server_says_goodbye(goodbye):
    with MailServer({"QUIT": goodbye}) as server:
        assert delivered(server) == "sent"
        assert len(server.letters) == 1


def test_a_server_that_never_stops_talking_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(conversation, "LONGEST", 0.5)
    with MailServer({"EHLO": "\r\n".join(["250-more"] * 4000)}, drips=0.05) as server:
        began = time.monotonic()
        assert delivered(server) == "later"
        assert time.monotonic() - began < 10


def test_nothing_travels_in_the_open_to_another_machine(monkeypatch):
    """The one name that is no machine of ours leads to the server on this one."""
    monkeypatch.setattr(conversation, "ON_THIS_MACHINE", ())
    with MailServer() as server:
        assert delivered(server) == "later"
        assert server.letters == []
        assert not any(line.startswith("MAIL") for line in server.said)


def test_a_password_that_is_not_asked_for_loses_no_letter(caplog):
    with MailServer() as server:
        url = server.url.replace("smtp://", "smtp://me:secret@")
        assert post_of(url, SENDER, is_public=True).deliver(LETTER) == "later"
    assert "secret" not in caplog.text


def test_each_no_is_logged_by_its_code_and_never_whose_it_was(caplog):
    with MailServer({"RCPT": "550 nobody here called ruth"}) as server:
        delivered(server)
    assert "550" in caplog.text
    assert "ruth" not in caplog.text


def test_an_address_in_letters_the_server_cannot_write_is_refused():
    with MailServer() as server:
        assert delivered(server, Letter("rüth@example.org", "Hi", "x", "x")) == "unreachable"
        assert server.letters == []


def test_whoever_tries_it_at_home_reads_it_on_the_terminal(capsys):
    box = post_of("", "", is_public=False)
    assert isinstance(box, Terminal)
    assert box.deliver(LETTER) == "sent"
    assert "ruth@example.org" in capsys.readouterr().out


def test_a_server_for_others_without_mail_writes_none():
    assert post_of("", "", is_public=True) is None


def test_an_address_of_a_mail_server_is_read():
    found = read_url("smtp://me%40care.example:p%2Fw@mail.example")
    assert (found.host, found.port, found.user, found.password) == (
        "mail.example",
        587,
        "me@care.example",
        "p/w",
    )
    assert read_url("smtps://mail.example").port == 465
    assert read_url("smtps://mail.example").is_sealed
    assert read_url("") is None


@pytest.mark.parametrize(
    "host",
    ["mail", "mail.example.", "my_mail", "192.0.2.7", "[2001:db8::7]", "pöst.example"],
)
def test_a_mail_server_may_be_called_so(host):
    assert read_url(f"smtp://{host}").host == host.strip("[]")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("smtp://me:p%C3%A4ss@mail.example", "its user and password must be ASCII"),
        ("smtp://mail..example", "its host is none"),
        ("smtp://mail.example:port", "its port is none"),
    ],
)
def test_what_is_wrong_with_an_address_of_a_mail_server_is_said(url, sentence):
    with pytest.raises(ValueError, match=sentence) as refused:
        read_url(url)
    assert "ss@" not in str(refused.value)


@pytest.mark.parametrize(
    ("sender", "is_good"),
    [
        ("circles@care.example", True),
        ("Kreis Küche <circles@care.example>", True),
        ("Circles <circles@kär.example>", False),
        ("krähe@care.example", False),
        ("circles@care.example\nBcc: eve@example.org", False),
        ("Kreis\n <circles@care.example>", False),
        ("Kreis\u2028 <circles@care.example>", False),
        ("Kreis\x00 <circles@care.example>", False),
        ("Kreis: circles@care.example;", False),
        ("<circles@care.example>,", False),
        (", circles@care.example", False),
        ("circles@care.example;", False),
        ('"Kreis, Küche" <circles@care.example>', True),
        ("Circles e.V. <circles@care.example>", True),
    ],
)
def test_letters_come_from_one_address_that_every_server_can_write(sender, is_good):
    assert is_sender(sender) is is_good


@pytest.mark.parametrize("base", ["https://care.example", "http://localhost:8000"])
def test_one_click_is_offered_where_it_is_encrypted(base):
    """RFC 8058, section 3.1; no mail program elsewhere could reach the other one anyway."""
    with MailServer() as server:
        letter = replace(LETTER, ends_at=f"{base}/letters/x")
        assert delivered(server, letter) == "sent"
        (found,) = server.letters
    assert found["List-Unsubscribe"] == f"<{base}/letters/x>"
    assert ("List-Unsubscribe-Post" in found) is base.startswith("https:")
