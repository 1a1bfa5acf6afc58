"""What `circles doctor` looks at. It changes nothing, and speaks to no one but the database, the
queue and the mail server; to push services and mailboxes only when it is asked to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flask import Flask
from sqlalchemy import Connection, func, make_url, select, text

from circles import clock, disk, schema
from circles.accounts import people_called
from circles.database import PRAGMAS, db, reading
from circles.fact import Fact
from circles.mail import Letter
from circles.notifications import Delivery, LastRun, Mailing, is_worker_heard, queue_of
from circles.notifications.trial import phones_of, ring
from circles.post import SmtpPost
from circles.settings import Settings
from circles.web import mail_post

KEYS = ("secret.key", "sealing.key", "vapid.pem")
WRONG_BY = timedelta(minutes=1)
"""Between two clocks. Push services refuse a signature that is hours off; news that is a minute
off is only told a minute off."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in a sentence."""

    is_well: bool
    sentence: str


Findings = Iterator[Finding]


def examine(app: Flask) -> list[Finding]:
    """Everything, one after the other; what cannot be looked at is a finding, too."""
    findings: list[Finding] = []
    for look in (_keys, _contact, _disk, _database, _clock, _worker, _queue, _mail):
        with reading():
            findings += _safely(look, app)
    return findings


def push_to(app: Flask, name: str, device: str) -> Findings:
    """A real push to the phones of this person, or to those of them with this device's name."""
    found = people_called(name)
    if len(found) != 1:
        yield Finding(False, f"{'Several people are' if found else 'Nobody is'} called {name}.")
        return
    phones = phones_of(found[0], device)
    if not phones:
        yield Finding(False, f"No such phone of {name} gets notifications.")
    for label, answer in ring(phones, app.config["CIRCLES"]):
        is_well = answer.meaning == "sent"
        said = "the push service took it" if is_well else f"{answer.meaning}: {answer.said}"
        yield Finding(is_well, f"{name}, {label}: {said.strip()}.")


def write_to(address: str) -> Findings:
    """A letter to this address."""
    post = mail_post()
    words = "This letter was sent by hand, to see whether letters arrive."
    letter = Letter(address, "A letter from Circles", words, f"<p>{words}</p>")
    fate = "unsent" if post is None else post.deliver(letter)
    yield Finding(fate == "sent", f"The letter to {address}: {fate}.")


def _safely(look: Callable[[Flask], Findings], app: Flask) -> Findings:
    try:
        yield from look(app)
    except Exception as trouble:  # noqa: BLE001 - whatever it is, it is said
        said = (str(trouble).splitlines() or [""])[0][:200]
        name = look.__name__.strip("_")
        yield Finding(False, f"The {name} could not be looked at: {type(trouble).__name__} {said}")


def _keys(app: Flask) -> Findings:
    settings: Settings = app.config["CIRCLES"]
    files = [path for path in map(settings.instance_path.joinpath, KEYS) if path.exists()]
    bare = [path for path in files if path.stat().st_mode & 0o077]
    for path in bare:
        yield Finding(False, f"Others on this machine can read {path}: chmod 600 {path}.")
    key = load_pem_private_key(settings.vapid_private_key.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        yield Finding(False, "CIRCLES_VAPID_PRIVATE_KEY is of another curve than P-256.")
    elif not bare:
        yield Finding(True, "The keys are there, and for this account alone.")


def _contact(app: Flask) -> Findings:
    settings: Settings = app.config["CIRCLES"]
    if settings.is_public:
        yield Finding(True, f"Push services can write to {settings.vapid_contact}.")
    else:
        yield Finding(True, f"{settings.base_url} is for this machine alone; phones need https://.")


def _disk(app: Flask) -> Findings:
    home = app.config["CIRCLES"].instance_path
    left = f"{disk.free(home) // 2**20} MiB are free at {home}"
    is_full = disk.is_nearly_full(home)
    yield Finding(not is_full, f"{left}: please make room." if is_full else f"{left}.")


def _database(app: Flask) -> Findings:
    if not schema.is_current(db.engine):
        yield Finding(False, "The database is not migrated: bin/circles migrate.")
        return
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            yield from _sqlite(connection)
        else:
            connection.execute(select(1))
            yield Finding(True, "The database answers and is migrated.")


def _sqlite(connection: Connection) -> Findings:
    broken = connection.execute(text("PRAGMA integrity_check(5)")).scalars().all()
    lost = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken != ["ok"]:
        yield Finding(False, f"The database file is damaged: {broken[0]}. Restore a backup.")
    elif lost:
        yield Finding(False, f"Rows of {lost[0][0]} refer to what is not there.")
    else:
        yield Finding(True, "The database file is whole and migrated.")
    mode = connection.execute(text("PRAGMA journal_mode")).scalar()
    if f"journal_mode={str(mode).upper()}" not in PRAGMAS:
        yield Finding(False, f"The database writes its journal as {mode}, not WAL.")


def _clock(app: Flask) -> Findings:
    """Nobody outside is asked the time: of the database's own memory none may lie ahead, and a
    database server has a clock of its own."""
    ahead = [db.session.scalar(select(func.max(at))) for at in (Fact.recorded_at, LastRun.began_at)]
    latest = max(filter(None, ahead), default=clock.now())
    off = latest - clock.now() if latest > clock.now() else timedelta()
    if db.engine.dialect.name == "postgresql":
        there: datetime = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
        off = max(off, abs(there - clock.now()))
    said = f"The clock says {clock.now():%d %B %Y, %H:%M} UTC"
    if off > WRONG_BY:
        yield Finding(False, f"{said}, and the database knows better, by {off}.")
    else:
        yield Finding(True, f"{said}, and the database has nothing against it.")


def _worker(app: Flask) -> Findings:
    if not is_worker_heard():
        yield Finding(False, "No worker was heard of for two minutes: is bin/run at work?")
    elif Delivery.is_late():
        yield Finding(False, "News has been due for two minutes; the worker's log says why.")
    else:
        yield Finding(True, "A worker is at work, and nothing is late.")


def _queue(app: Flask) -> Findings:
    queue_of(app).huey.pending_count()
    kind = make_url(app.config["CIRCLES"].queue_url).get_backend_name()
    yield Finding(True, f"The queue answers ({kind}).")


def _mail(app: Flask) -> Findings:
    post = mail_post()
    if not isinstance(post, SmtpPost):
        yield Finding(True, "No mail server is set: nobody comes back by e-mail.")
        return
    if Mailing.is_late():
        yield Finding(False, "A letter has been due for half an hour; the worker's log says why.")
    wrong = post.greet()
    yield Finding(not wrong, f"The mail server: {wrong}." if wrong else "The mail server answers.")
