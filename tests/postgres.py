"""A throwaway PostgreSQL server for the tests: made in a temporary folder, gone afterwards.

    with postgres.running() as server:
        url = server.create_database()

It listens on a Unix socket in a folder of its own and on nothing else, so it meets no other
server and needs no free port. Workers of pytest-xdist share one: the parent starts it, and they
find it again with ``Server(folder)``.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

OWNER = "circles"

# Nothing has to survive a power cut here, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
}


LASTING = "lasting"
"""What a connection calls itself that may stay from test to test, if it is between transactions."""

OTHERS_OUT = SQL(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    f" AND NOT (application_name = '{LASTING}' AND state = 'idle')"
)
TABLES = SQL(
    "SELECT tablename FROM pg_tables"
    " WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
)


BARE = SQL("SET LOCAL session_replication_role = replica")
"""Without triggers and foreign keys, so that tables are emptied in any order."""


class Missing(Exception):
    """PostgreSQL's programs are not installed, or may not run here."""


class Server:
    """A running server, known by the folder that holds its data and its socket."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._open: dict[str, psycopg.Connection] = {}

    def url(self, name: str) -> str:
        """The address of one database, as ``CIRCLES_DATABASE_URL`` takes it."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def create_database(self, like: str | None = None) -> str:
        """Makes a database and returns its address.

        :param like: the address of a database to copy, for example one already migrated;
            nobody may be connected to it. Without it the new one is empty.
        """
        name = f"test_{uuid.uuid4().hex}"
        template = database_of(like) if like else "template0"
        self.execute(SQL("CREATE DATABASE {} TEMPLATE {}"), name, template)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Removes the database, with everybody still connected to it."""
        self.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), database_of(url))

    def empty(self, url: str) -> None:
        """Takes out every row, and whoever is still connected and not `lasting`.

        A new database, or TRUNCATE of all its tables, costs many times as much.
        """
        connection = self._connection(url)
        connection.execute(OTHERS_OUT)
        names = [Identifier(name) for (name,) in connection.execute(TABLES)]
        filled = SQL(" UNION ALL ").join(
            SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(at, name)
            for at, name in enumerate(names)
        )
        full = [names[at] for (at,) in connection.execute(filled)] if names else []
        with connection.transaction():
            connection.execute(BARE)
            for name in full:
                connection.execute(SQL("DELETE FROM {}").format(name))

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()

    def _connection(self, url: str) -> psycopg.Connection:
        """One that is kept: to make one costs the server more than to use it."""
        if url not in self._open:
            self._open[url] = psycopg.connect(url, autocommit=True)
        return self._open[url]

    def execute(self, statement: SQL, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.format(*map(Identifier, names)))


def database_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def is_installed() -> bool:
    return programs() is not None


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``: the newest of Debian's, or else the PATH's."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running() -> Iterator[Server]:
    """Starts a server and yields it; stops it and removes its folder in the end.

    :raises Missing: where PostgreSQL cannot be started.
    """
    found = programs()
    if found is None:
        raise Missing("PostgreSQL is not installed")
    # A socket's path may have 107 bytes, so not the folder that TMPDIR names.
    folder = Path(tempfile.mkdtemp(prefix="circles-postgres-", dir="/tmp"))
    try:
        start(found, folder)
        server = Server(folder)
        try:
            yield server
        finally:
            server.close()
            run(found / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "data")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(found: Path, folder: Path) -> None:
    if unprivileged := user():
        shutil.chown(folder, unprivileged)
    data = folder / "data"
    initdb = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    run(found / "initdb", "-D", data, f"--username={OWNER}", *initdb)
    settings = {**SETTINGS, "unix_socket_directories": str(folder)}
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    run(found / "pg_ctl", "start", "-w", "-t", "60", "-D", data, "-l", folder / "log")


def user() -> str | None:
    """Whom the server runs as: ourselves, but for root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run(*command: str | Path) -> None:
    # Without a file for its output pg_ctl would hand ours to the server and keep it open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, user=user(), cwd="/", stdout=output, stderr=output, check=False
        )
        if done.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")
            print(said, file=sys.stderr)
            raise Missing(f"{Path(command[0]).name} failed: {said.strip()[-300:]}")
