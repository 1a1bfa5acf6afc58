"""What every test stands on: a real database, made by the real migrations.

`--database` says which kind. Each test gets its own empty one: a fresh copy of a
file for SQLite, a copied template for PostgreSQL.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from circles import clock, create_app, schema
from circles.database import db
from circles.settings import Settings
from tests import postgres
from tests.applications import Applications
from tests.world import World

KINDS = ("sqlite", "postgresql")

# How long an example takes tells of whatever else the machine does.
hypothesis.settings.register_profile(
    "unhurried",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """What was loaded stays, and need not be looked at by each collection of garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what SQLite has shown already (docs/decisions/0012-*)."""
    if config.getoption("--database") == "sqlite":
        return
    once = {item for item in items if _is_the_same_on_both(item)}
    items[:] = [item for item in items if item not in once]
    config.hook.pytest_deselected(items=list(once))
    if hasattr(config, "workeroutput"):  # one of several processes
        config.workeroutput["left_out"] = len(once)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Of several processes each leaves out the same; the closing line says how many."""
    stats = node.config.pluginmanager.get_plugin("terminalreporter").stats
    if left_out := getattr(node, "workeroutput", {}).get("left_out"):
        stats["deselected"] = [node] * left_out


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, default="sqlite", help="the kind to test on")


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    return request.config.getoption("--database")


@pytest.fixture(scope="session")
def empty_database(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path | tuple[postgres.Server, str]]:
    """A migrated database to copy: a SQLite file, or a PostgreSQL server."""
    if database_kind == "sqlite":
        path = tmp_path_factory.mktemp("template") / "empty.db"
        _migrate(f"sqlite:///{path}", path.parent)
        yield path
        return
    if not postgres.is_installed():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and CI may not skip it")
        pytest.skip("PostgreSQL is not installed")
    with postgres.running() as server:
        template = server.create_database()
        _migrate(template, tmp_path_factory.mktemp("template"))
        yield server, template


@pytest.fixture
def database_url(
    empty_database: Path | tuple[postgres.Server, str], tmp_path: Path
) -> Iterator[str]:
    """Address of a database of this test's own."""
    if isinstance(empty_database, Path):
        shutil.copy(empty_database, tmp_path / "circles.db")
        yield f"sqlite:///{tmp_path}/circles.db"
        return
    server, url = empty_database
    yield url
    server.empty(url)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys that a server makes on its first start, and nothing else."""
    folder = tmp_path_factory.mktemp("keys")
    Settings.from_environment({"CIRCLES_INSTANCE_PATH": str(folder)})
    return folder


@pytest.fixture
def environment(database_url: str, keys: Path, tmp_path: Path) -> dict[str, str]:
    """The `CIRCLES_*` settings of this test; change them before asking for `app`."""
    shutil.copytree(keys, tmp_path, dirs_exist_ok=True)
    return {
        "CIRCLES_INSTANCE_PATH": str(tmp_path),
        "CIRCLES_DATABASE_URL": database_url,
        "CIRCLES_BASE_URL": "http://localhost",
    }


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    """What the application is started with."""
    return Settings.from_environment(environment)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates, compiled once for all the applications of this run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def applications(
    tmp_path_factory: pytest.TempPathFactory, compiled_templates: BytecodeCache
) -> Iterator[Applications]:
    """What tests borrow their application from."""
    applications = Applications(tmp_path_factory.mktemp("applications"), compiled_templates)
    yield applications
    applications.close()


@pytest.fixture(autouse=True)
def nothing_stays(applications: Applications) -> Iterator[None]:
    """Comes before all other fixtures, and so looks when what they changed is changed back."""
    yield
    applications.take_back()


@pytest.fixture
def app(
    request: pytest.FixtureRequest, settings: Settings, applications: Applications
) -> Iterator[Flask]:
    """The application on a database of its own, inside its context."""
    own = "own_app" in request.fixturenames
    app = applications.make(settings) if own else applications.lend(settings)
    with app.app_context():
        yield app
        db.session.remove()
        if own or db.engine.dialect.name == "sqlite":  # whose file goes with the test
            db.engine.dispose()


@pytest.fixture
def own_app(app: Flask) -> Flask:
    """The same, for a test that changes it: no other test gets it."""
    return app


@pytest.fixture
def world(app: Flask) -> World:
    """A known circle: Ruth is cared for, Sam coordinates, Ines and Omar help.
    Clara is a stranger from another circle."""
    return World(app)


@pytest.fixture(autouse=True)
def machine_time() -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    clock.reset_clock()


def _is_the_same_on_both(item: pytest.Item) -> bool:
    """Whether it is marked so, or cannot know the database: each way to one asks its kind."""
    fixtures = getattr(item, "fixturenames", ["database_kind"])
    return "database_kind" not in fixtures or item.get_closest_marker("looked_at_once") is not None


def _migrate(url: str, folder: Path) -> None:
    app = create_app(
        Settings.from_environment(
            {"CIRCLES_INSTANCE_PATH": str(folder), "CIRCLES_DATABASE_URL": url}
        )
    )
    with app.app_context():
        schema.migrate(db.engine)
        db.session.remove()
        db.engine.dispose()
