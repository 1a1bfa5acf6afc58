"""Saved means saved, on a library that keeps its word."""

from datetime import UTC, datetime, timedelta, timezone
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from circles import clock, database
from circles.accounts import Person
from circles.database import READ_ONLY, UnsafeSqlite, db, refuse_unsafe
from circles.membership import Invitation, Membership

ANOTHER_WRITER = {"isolation_level": None, "timeout": 0}


@pytest.fixture
def quiet():
    """As in a request that must change nothing."""
    token = READ_ONLY.set(True)
    yield
    db.session.rollback()
    READ_ONLY.reset(token)


@pytest.mark.parametrize(
    "version",
    [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 46, 1), (3, 50, 6), (3, 51, 0), (3, 51, 2)],
)
def test_a_library_that_may_lose_writes_is_refused(version):
    with pytest.raises(UnsafeSqlite, match=r"3\.51\.3 or newer"):
        refuse_unsafe(version)


@pytest.mark.parametrize(
    "version", [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (3, 53, 4), (4, 0, 0)]
)
def test_a_library_with_the_fix_is_taken(version):
    refuse_unsafe(version)


def test_our_own_library_is_the_one_in_use(app, on_sqlite):
    refuse_unsafe(dbapi2.sqlite_version_info)
    assert db.session.scalar(text("select sqlite_version()")) == dbapi2.sqlite_version


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 10000),
        ("journal_size_limit", 67108864),
    ],
)
def test_the_pragmas_are_really_on(app, on_sqlite, pragma, value):
    assert db.session.scalar(text(f"pragma {pragma}")) == value


def test_a_transaction_holds_the_write_lock_before_its_first_read(app, on_sqlite, tmp_path):
    db.session.scalar(select(Person.id))
    with pytest.raises(dbapi2.OperationalError, match="locked"):
        dbapi2.connect(tmp_path / "circles.db", **ANOTHER_WRITER).execute("begin immediate")


def test_nobody_starves_beside_a_busy_writer(app, on_sqlite, tmp_path):
    """It holds the lock nine tenths of the time, in the rhythm of SQLite's own waiting."""
    done = Event()

    def write_all_the_time() -> None:
        busy = dbapi2.connect(tmp_path / "circles.db", isolation_level=None)
        while not done.is_set():
            busy.execute("begin immediate")
            sleep(0.09)
            busy.execute("commit")
            sleep(0.01)
        busy.close()

    writer = Thread(target=write_all_the_time)
    writer.start()
    waits = []
    for _ in range(5):
        began = monotonic()
        db.session.scalar(select(Person.id))
        db.session.rollback()
        waits.append(monotonic() - began)
    done.set()
    writer.join()
    assert max(waits) < 1, waits


def test_a_lock_that_is_never_given_back_is_an_error_in_the_end(
    app, on_sqlite, tmp_path, monkeypatch
):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    greedy = dbapi2.connect(tmp_path / "circles.db", **ANOTHER_WRITER)
    greedy.execute("begin immediate")
    with pytest.raises(dbapi2.OperationalError, match="locked"):
        db.session.scalar(select(Person.id))


def test_a_reading_request_keeps_nobody_waiting(app, on_sqlite, quiet, tmp_path):
    db.session.scalar(select(Person.id))
    dbapi2.connect(tmp_path / "circles.db", **ANOTHER_WRITER).execute("begin immediate")


def test_a_reading_request_cannot_write(app, quiet):
    Person.arrive("Ruth")
    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session.flush()


def test_the_next_transaction_may_write_again(app):
    test = READ_ONLY.set(True)
    db.session.scalar(select(Person.id))
    db.session.rollback()
    READ_ONLY.reset(test)
    Person.arrive("Ruth")
    db.session.commit()
    assert db.session.scalar(select(Person.name)) == "Ruth"


def test_a_released_savepoint_goes_with_its_transaction(app):
    with db.session.begin_nested():
        Person.arrive("Ruth")
    db.session.rollback()
    assert db.session.scalar(select(Person.name)) is None


def test_a_full_disk_leaves_a_database_that_works(app, on_sqlite):
    pages = db.session.scalar(text("pragma page_count"))
    db.session.execute(text(f"pragma max_page_count={pages + 2}"))
    db.session.add_all(Person(name="x" * 60) for _ in range(1000))
    with pytest.raises(OperationalError, match="full"):
        db.session.flush()
    db.session.rollback()
    assert db.session.scalar(select(Person.name)) is None


def test_an_instant_comes_back_in_utc(world):
    noon = datetime(2027, 3, 28, 12, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    invitation = Invitation.make(world.places["Sam"])
    invitation.expires_at = noon
    db.session.commit()
    assert invitation.expires_at == noon
    assert invitation.expires_at.tzinfo is UTC


def test_instants_are_compared_as_instants(world):
    Invitation.make(world.places["Sam"]).expires_at = clock.now()
    db.session.commit()
    ahead = (clock.now() + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=-11)))
    assert db.session.scalar(select(Invitation).where(Invitation.expires_at < ahead))


def test_a_row_is_known_by_a_random_key_from_the_start():
    one, other = Person(name="Ruth"), Person(name="Ruth")
    assert one.id.version == 4
    assert one.id != other.id


def test_nobody_is_in_a_circle_twice(world):
    Membership.admit(world.circle, world.ruth)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_what_belongs_to_nothing_is_refused(world):
    db.session.delete(world.circle)
    db.session.flush()
    db.session.add(Membership(circle_id=world.circle.id, person_id=world.ruth.id, role="member"))
    with pytest.raises(IntegrityError):
        db.session.flush()
