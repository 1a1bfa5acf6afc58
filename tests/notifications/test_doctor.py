"""`circles doctor`: what it says of a server that is well, and of each thing that is not."""

from datetime import timedelta

import pytest

from circles import clock, disk
from circles.cli import _parser
from circles.database import db
from circles.doctor import examine, push_to
from circles.notifications import SWEEP, LastRun, fan_out
from tests.mail_server import MailServer
from tests.notifications.mailboxes import give_address, spread
from tests.release import another_release

MINUTE = timedelta(minutes=1)
LATE_LETTER = "A letter has been due for half an hour; the worker's log says why."


@pytest.fixture
def mail():
    with MailServer() as mail:
        yield mail


@pytest.fixture
def environment(environment, mail):
    return environment | {"CIRCLES_SMTP_URL": mail.url, "CIRCLES_MAIL_FROM": "us@care.example"}


@pytest.fixture
def well(world):
    """A server on which everything is in order."""
    world.later(seconds=0)
    LastRun.take(SWEEP, MINUTE)
    return world


def wrong(world):
    """What is not well."""
    db.session.rollback()
    return [finding.sentence for finding in examine(world.app) if not finding.is_well]


def doctor(world, capsys, *words):
    """The command, its exit code and what it printed."""
    db.session.rollback()
    arguments = _parser().parse_args(["doctor", *words])
    return arguments.run(world.app, arguments), capsys.readouterr().out


def test_a_server_that_is_well(well, capsys):
    code, said = doctor(well, capsys)
    assert code == 0, said
    assert {line[:5] for line in said.splitlines()} == {"well "}
    assert len(said.splitlines()) == 8


def test_it_writes_nothing(well, mail, service, phone):
    phone("Sam")
    assert wrong(well) == []
    assert (mail.letters, service.attempts) == ([], [])


def test_keys_that_others_can_read(well):
    path = well.app.config["CIRCLES"].instance_path / "vapid.pem"
    path.chmod(0o640)
    [said] = wrong(well)
    assert said == f"Others on this machine can read {path}: chmod 600 {path}."


def test_a_full_disk(well, monkeypatch):
    monkeypatch.setattr(disk, "LEAST_FREE", 2**60)
    [said] = wrong(well)
    assert said.endswith("please make room.")


def test_a_database_of_another_release(well):
    with another_release():
        assert wrong(well) == ["The database is not migrated: bin/circles migrate."]


def test_a_database_in_which_something_refers_to_nothing(well, database_kind):
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL does not let it happen")
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("DELETE FROM person WHERE name = 'Omar'")
        raw.execute("PRAGMA foreign_keys=ON")
    [said] = wrong(well)
    assert said.endswith("refer to what is not there.")


def test_a_clock_that_was_set_back(well):
    now = clock.now()
    well.later(minutes=-5)
    well.at(now - timedelta(minutes=5))
    assert any("the database knows better" in said for said in wrong(well))


def test_a_silent_worker(well):
    well.later(minutes=3)
    assert "No worker was heard of for two minutes: is bin/run at work?" in wrong(well)


def test_news_that_waits(well, phone):
    phone("Sam")
    well.ask()
    fan_out()
    well.later(seconds=121)
    LastRun.take(SWEEP, MINUTE)
    assert "News has been due for two minutes; the worker's log says why." in wrong(well)


def test_letters_that_wait_for_long(well):
    give_address(well, "Sam")
    well.ask("Ruth", openings=[well.tomorrow(days=4)])
    spread()
    assert LATE_LETTER not in wrong(well)
    well.later(minutes=45)
    assert LATE_LETTER in wrong(well)


def test_a_mail_server_that_is_away_or_says_no(well, mail):
    mail.answers["EHLO"] = mail.answers["HELO"] = "521 not today"
    [said] = wrong(well)
    assert "521" in said
    mail.__exit__()
    [said] = wrong(well)
    assert "Connection refused" in said


def test_a_letter_is_sent_when_it_is_asked_for(well, mail, capsys):
    code, said = doctor(well, capsys, "--mail", "ruth@care.example")
    assert code == 0, said
    assert mail.wait_for(1)[0]["To"] == "ruth@care.example"


def test_a_push_goes_to_all_phones_of_one_person(well, phone, service, capsys):
    mine, other = phone("Sam"), phone("Ruth")
    code, said = doctor(well, capsys, "--push", "sam")
    assert code == 0, said
    assert "sam, a phone: the push service took it." in said
    [push] = service.received
    assert (push.device_id, push.json["notification"]["title"]) == (
        mine.id,
        "Notifications are on",
    )
    assert other.id != mine.id


def test_a_push_that_does_not_arrive_says_why(well, phone, service):
    phone("Sam")
    service.behave([410])
    [finding] = push_to(well.app, "Sam", "")
    assert not finding.is_well
    assert finding.sentence.startswith("Sam, a phone: gone: 410")


@pytest.mark.parametrize(
    ("name", "device", "said"),
    [
        ("Nobody", "", "Nobody is called Nobody."),
        ("Sam", "tablet", "No such phone of Sam gets notifications."),
        ("Ruth", "", "No such phone of Ruth gets notifications."),
    ],
)
def test_a_push_to_nobody(well, phone, name, device, said):
    phone("Sam")
    assert [finding.sentence for finding in push_to(well.app, name, device)] == [said]
