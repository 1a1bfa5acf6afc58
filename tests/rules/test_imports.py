"""Who may import whom: down only, siblings never, others by their front door.

The floor plan stands here and nowhere else. Imports inside functions count too.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.repository import ROOT, finding, literal, modules, none_of, plant

# Each capability with those below it that it may know. All may use the ground floor.
FLOORS = {
    "accounts": set(),
    "membership": {"accounts"},
    "needs": {"accounts", "membership"},
    "updates": {"accounts", "membership"},
    "notifications": {"accounts", "membership"},
    "offline": {"accounts", "membership"},
    "offers": {"accounts", "membership", "needs"},
    "calendar": {"accounts", "membership", "needs"},
}
# The frames name no capability. An answer to a machine knows who is asking, as a page does.
FRAMES = {"web": set(), "api": {"web"}}
# An edge is a file, or a folder of that name where it outgrew one.
EDGES = {"pages", "api", "cli", "__init__"}

# The modules of `circles` that put the house together, and so may name everything in it.
ROOF = {"__init__", "__main__", "cli", "demo", "doctor", "timetable", "worker"}
# Below the edges these alone know that there is a Flask, each with its reason.
KNOWS_FLASK = {
    "database.py": "Flask-SQLAlchemy is bound to the application",
    "notifications/ledger.py": "the worker's threads enter the application's context",
    "accounts/entrance.py": "Flask-Login finds the session behind a request",
}
FLASK = ROOF | {"database.py"}
FLASK = ("flask", "flask_", "werkzeug")


def broken_imports(root: Path) -> Iterator[str]:
    for path, module in modules(root, "circles/**/*.py"):
        place = path.relative_to(root / "circles")
        for line, name in imported(root, path, module):
            for sentence in objections(place, name):
                yield finding(root, path, line, sentence)
    for path, module in modules(root, "wsgi.py"):
        for line, name in imported(root, path, module):
            if name.startswith("circles."):
                yield finding(root, path, line, f"wsgi.py imports create_app, not {name}")


def imported(root: Path, path: Path, module: ast.Module) -> Iterator[tuple[int, str]]:
    """The dotted names of the modules a file imports, wherever in the file it does."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(root, path, node)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if is_module(root, inner) else base
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"}:
            yield node.lineno, literal(node.args[0]) or "circles.anything"


def absolute(root: Path, path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    folder = path.relative_to(root).parts[: -node.level]
    return ".".join([*folder, *([node.module] if node.module else [])])


def is_module(root: Path, name: str) -> bool:
    path = root.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def objections(place: Path, name: str) -> Iterator[str]:
    """What the floor plan says against a file at this place importing this module."""
    top, _, inner = name.partition(".")
    if top.startswith(FLASK) and not may_know_flask(place):
        yield f"{name} belongs to the edges ({', '.join(sorted(EDGES))}), not here"
    if top != "circles" or is_roof(place):
        return
    other, _, rest = inner.partition(".")
    home = place.parts[0] if len(place.parts) > 1 else ""
    if home and home not in FLOORS and home not in FRAMES:
        yield f"circles/{home} is not on the floor plan of {Path(__file__).name}"
    elif other in FRAMES and home != other and other not in FRAMES.get(home, set()):
        if not (home in FLOORS and is_edge(place)):
            yield f"the frame circles.{other} is for the edges of capabilities only"
    elif other in FLOORS and home != other:
        yield from trespasses(home, other, rest)
    elif home and (other in ROOF or not other):
        yield f"{name} is above {home}"


def trespasses(home: str, other: str, rest: str) -> Iterator[str]:
    if other not in FLOORS.get(home, set()):
        yield f"{home or 'the ground floor'} may not know {other}"
    elif rest:
        yield f"come in by the front door: circles.{other}, not circles.{other}.{rest}"


def may_know_flask(place: Path) -> bool:
    return place.as_posix() in KNOWS_FLASK or is_roof(place) or is_edge(place)


def is_roof(place: Path) -> bool:
    return len(place.parts) == 1 and place.stem in ROOF


def is_edge(place: Path) -> bool:
    """Whether a file belongs to a frame, or is one of the edges of a capability."""
    inside = len(place.parts) > 1
    return inside and (place.parts[0] in FRAMES or Path(place.parts[1]).stem in EDGES)


def test_every_import_follows_the_floor_plan():
    none_of(broken_imports(ROOT))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("circles/accounts/person.py", "from circles.membership import Circle"),
        ("circles/needs/need.py", "from circles.notifications import Delivery"),
        ("circles/notifications/fan_out.py", "import circles.needs"),
        ("circles/needs/need.py", "from ..membership.circle import Circle"),
        ("circles/needs/need.py", "from circles.membership import circle"),
        ("circles/needs/need.py", "def ask():\n    from circles.membership.circle import Circle"),
        ("circles/needs/need.py", "from flask import g"),
        ("circles/needs/schemas.py", "import flask_login"),
        ("circles/clock.py", "from circles.accounts import Person"),
        ("circles/clock.py", "from flask import g"),
        ("circles/web/answers.py", "from circles.accounts import Person"),
        ("circles/web/answers.py", "from circles.api import problem"),
        ("circles/clock.py", "from circles.web import me"),
        ("circles/needs/need.py", "from circles.web import me"),
        ("circles/needs/pages.py", "from circles import cli"),
        ("circles/strangers/x.py", "from circles import clock"),
        ("circles/needs/need.py", "import_module('circles.offers')"),
        ("wsgi.py", "from circles.needs import Need"),
    ],
)
def test_a_wrong_import_is_found(tmp_path, path, line):
    plant(tmp_path, "circles/cli.py", "")
    plant(tmp_path, "circles/membership/circle.py", "")
    assert list(broken_imports(plant(tmp_path, path, line)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("circles/needs/need.py", "from circles.membership import Circle"),
        ("circles/needs/need.py", "from circles import clock"),
        ("circles/needs/pages.py", "from circles.web import me\nfrom flask import request"),
        ("circles/needs/pages/board.py", "from circles.web import me\nimport flask_babel"),
        ("circles/needs/need.py", "from circles.needs.slot import Slot"),
        ("circles/api/routes.py", "from circles.web import me"),
        ("circles/demo.py", "from circles.needs import Need"),
        ("circles/notifications/channels/push.py", "from circles.notifications.rest import Rest"),
        ("circles/__init__.py", "from circles import needs, web\nimport flask"),
        ("wsgi.py", "from circles import create_app"),
    ],
)
def test_a_right_import_is_let_pass(tmp_path, path, line):
    plant(tmp_path, "circles/needs/slot.py", "")
    plant(tmp_path, "circles/clock.py", "")
    none_of(broken_imports(plant(tmp_path, path, line)))
