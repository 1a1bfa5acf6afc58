"""The `circles` command: what whoever runs the server can do."""

import logging
import os
import sys
from argparse import ArgumentParser, Namespace

import segno
from flask import Flask

from circles import create_app, forgetting, keeper, schema
from circles.accounts import Person, Session, people_called
from circles.database import UnsafeSqlite, db
from circles.keys import EmptyKey
from circles.membership import (
    Circle,
    FoundingLink,
    Membership,
    has_any_circle,
    make_way_back_by_hand,
)
from circles.settings import Settings, WrongSetting


def main() -> None:
    """Run one command and exit with its code. A wrong setting is said in one sentence."""
    arguments = _parser().parse_args()
    os.umask(0o077)  # what is kept here is for this account alone
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        app = create_app()
        with app.app_context():
            sys.exit(arguments.run(app, arguments))
    except (WrongSetting, EmptyKey, UnsafeSqlite) as wrong:
        sys.exit(f"circles: {wrong}")


def serve(app: Flask, _arguments: Namespace) -> int:
    """Prepare the database, print the address, run web and worker until Ctrl-C."""
    settings: Settings = app.config["CIRCLES"]
    migrate(app, _arguments)
    is_new = not has_any_circle() and settings.founding == "link"
    link = _new_founding_link(settings) if is_new else None
    db.session.remove()

    def tell() -> None:
        print(f"Circles is at {settings.base_url}", flush=True)
        if link:
            _print_founding_link(link)

    keeper.keep(settings.bind, tell)
    return 0


def web(app: Flask, arguments: Namespace) -> int:
    """Answer requests."""
    from circles.web.server import run

    if arguments.while_input_lasts:
        keeper.end_with_input()
    db.session.remove()
    db.engine.dispose()
    run(app, app.config["CIRCLES"])
    return 0


def worker(app: Flask, arguments: Namespace) -> int:
    """Send news, forget on time."""
    from circles.worker import run_worker

    if arguments.while_input_lasts:
        keeper.end_with_input()
    run_worker(app)
    return 0


def migrate(_app: Flask, _arguments: Namespace) -> int:
    """Bring the database to the shape this release needs."""
    if schema.migrate(db.engine):
        print("The database is ready.", flush=True)
    return 0


def forget(_app: Flask, arguments: Namespace) -> int:
    """Forget what is due, or with --dry-run say what would go."""
    if arguments.dry_run:
        for rule, rows in forgetting.due():
            print(f"{rule.name}: {rows} would go. {rule.why}")
        return 0
    for name, rows in forgetting.forget().items():
        print(f"{name}: {rows} gone")
    return 0


def found_link(app: Flask, _arguments: Namespace) -> int:
    """Make a new founding link; one that nobody used stops working."""
    migrate(app, _arguments)
    _print_founding_link(_new_founding_link(app.config["CIRCLES"]))
    return 0


def re_entry(app: Flask, arguments: Namespace) -> int:
    """Make a link that lets a locked-out person back in; they and their coordinators are told."""
    migrate(app, arguments)
    found = people_called(arguments.person)
    if len(found) != 1:
        print("Nobody is called so." if not found else "Several people are called so. Say which:")
        for person in found:
            print(f"  bin/circles re-entry {person.id}   ({_where(person)})")
        return 1
    url = make_way_back_by_hand(found[0]).url(app.config["CIRCLES"].base_url)
    db.session.commit()
    _print_link(f"Lets {found[0].name} in, once, within an hour", url)
    return 0


def _where(person: Person) -> str:
    """What tells two people of one name apart: their circles, their part there, their devices."""
    circles = [
        f"{circle.name}, {place.role}" if (place := Membership.of(person, circle)) else circle.name
        for circle in Circle.of(person)
    ]
    devices = [session.label for session in db.session.scalars(Session.visible_to(person))]
    return "; ".join([*(circles or ["in no circle"]), *(f"on {label}" for label in devices)])


def demo(app: Flask, _arguments: Namespace) -> int:
    """Fill a circle worth looking at, and print links to come in by."""
    from circles.demo import fill

    migrate(app, _arguments)
    for name, url in fill(app.config["CIRCLES"].base_url):
        print(f"{name}: {url}")
    return 0


def doctor(app: Flask, arguments: Namespace) -> int:
    """Say what is well and what is not; the exit code is 1 when something is wrong."""
    from circles.doctor import examine, push_to, write_to

    findings = examine(app)
    if arguments.push:
        findings += push_to(app, arguments.push, arguments.device)
    if arguments.mail:
        findings += write_to(arguments.mail)
    for finding in findings:
        print(f"{'well ' if finding.is_well else 'WRONG'}  {finding.sentence}")
    return 0 if all(finding.is_well for finding in findings) else 1


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="circles", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for run in (serve, web, worker, migrate, forget, found_link, re_entry, demo, doctor):
        name = run.__name__.replace("_", "-")
        command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        if run in (web, worker):
            command.add_argument(
                "--while-input-lasts", action="store_true", help="end when standard input ends"
            )
        if run is re_entry:
            command.add_argument("person", help="their name, or their id")
        if run is doctor:
            command.add_argument("--push", metavar="PERSON", help="send a push to their phones")
            command.add_argument("--device", default="", help="of these only those called so")
            command.add_argument("--mail", metavar="ADDRESS", help="send a letter there")
        if run is forget:
            command.add_argument("--dry-run", action="store_true", help="only say what would go")
    return parser


def _new_founding_link(settings: Settings) -> str:
    url = f"{settings.base_url}/found#{FoundingLink.make()}"
    db.session.commit()
    return url


def _print_founding_link(url: str) -> None:
    _print_link("Found your circle here, once", url)


def _print_link(what: str, url: str) -> None:
    print(f"{what}: {url}", flush=True)
    if sys.stdout.isatty():
        segno.make(url, error="m").terminal(compact=True)
