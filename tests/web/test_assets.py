"""Files of the page: found under their release, kept for a year, never out of step."""

import re
from pathlib import Path

import pytest

from circles.web.assets import STATIC, Assets
from tests.web.tiny_app import tiny_app

FILES = {
    "css/_layers.css": "@layer base;",
    "css/card.css": ".card {}",
    "css/bar.css": ".bar {}",
    "js/app.js": 'import "./lib/push.js";',
    "js/lib/push.js": "export {};",
    "icons/mark.svg": "<svg/>",
    "icons/LICENCE.md": "Words",
}


@pytest.fixture
def static(tmp_path):
    for path, text in FILES.items():
        file = tmp_path / "static" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "static"


@pytest.fixture
def app(tmp_path, static):
    return tiny_app(tmp_path, static)


@pytest.fixture
def address(app):
    def find(path):
        with app.test_request_context():
            return app.extensions["circles.assets"].address(path)

    return find


def test_a_script_is_served_as_what_it_is(app, address):
    answer = app.test_client().get(address("js/app.js"))
    assert answer.text == FILES["js/app.js"]
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_a_file_under_its_own_release_is_kept_for_a_year(app, address):
    kept = app.test_client().get(address("js/app.js")).cache_control
    assert (kept.max_age, kept.immutable, kept.public) == (31_536_000, True, True)


def test_modules_import_each_other_within_their_release(app, address):
    imported = address("js/app.js").replace("app.js", "lib/push.js")
    assert imported == address("js/lib/push.js")
    assert app.test_client().get(imported).cache_control.immutable


def test_another_release_gets_the_present_file_for_a_minute(app):
    answer = app.test_client().get("/static/0123456789ab/js/app.js")
    assert answer.text == FILES["js/app.js"]
    assert answer.cache_control.max_age == 60
    assert not answer.cache_control.immutable


def test_a_change_anywhere_makes_a_new_release(static):
    before = Assets(static).release
    (static / "js/lib/push.js").write_text("export const changed = true;")
    assert Assets(static).release != before


def test_the_same_files_make_the_same_release(static):
    assert Assets(static).release == Assets(static).release


def test_a_picture_keeps_its_address_when_a_script_changes(tmp_path, static, address):
    before = address("icons/mark.svg"), address("js/app.js")
    (static / "js/lib/push.js").write_text("export const changed = true;")
    app = tiny_app(tmp_path, static)
    with app.test_request_context():
        assets = app.extensions["circles.assets"]
        assert assets.address("icons/mark.svg") == before[0]
        assert assets.address("js/app.js") != before[1]
    assert app.test_client().get(before[0]).cache_control.immutable


def test_the_stylesheet_begins_with_the_layers_and_holds_every_component(app, address):
    answer = app.test_client().get(address("app.css"))
    assert answer.text == "@layer base;\n.bar {}\n.card {}"
    assert answer.content_type == "text/css; charset=utf-8"


def test_what_the_browser_has_is_not_sent_again(app, address):
    client = app.test_client()
    mark = client.get(address("js/app.js")).headers["ETag"]
    again = client.get(address("js/app.js"), headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    changed = client.get(address("js/app.js"), headers={"If-None-Match": 'W/"else"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "js/none.js",
        "icons/LICENCE.md",
        "../circles/settings.py",
        "..%2Fcircles%2Fsettings.py",
        "js/app.js%00",
        "",
    ],
)
def test_what_is_not_there_is_not_found(app, path):
    assert app.test_client().get(f"/static/0123456789ab/{path}").status_code == 404


def test_a_name_that_is_misspelt_stops_the_page(app):
    with app.test_request_context(), pytest.raises(LookupError, match=r"js/ap\.js"):
        app.extensions["circles.assets"].address("js/ap.js")


def test_templates_find_files_by_name(app, address):
    with app.test_request_context():
        made = app.jinja_env.from_string("{{ asset('app.css') }}").render()
    assert made == address("app.css")


def test_while_developing_a_change_shows_at_once(tmp_path, static, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    client = tiny_app(tmp_path, static).test_client()
    client.get("/static/0123456789ab/app.css")
    (static / "css/zone.css").write_text(".zone {}")
    assert client.get("/static/0123456789ab/app.css").text.endswith(".zone {}")


def test_every_import_of_our_scripts_leads_to_a_file():
    paths = set(STATIC.glob("js/**/*.js"))
    imports = [
        (script, (script.parent / found).resolve())
        for script in paths
        for found in re.findall(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""", script.read_text())
    ]
    assert imports, "the pattern finds nothing, so this proves nothing"
    assert [
        pair for pair in imports if pair[1] not in {Path(path).resolve() for path in paths}
    ] == []
