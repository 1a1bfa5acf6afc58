"""What a phone needs to keep Circles: the manifest, the worker, the offline page."""

import json
import re
import struct
import subprocess

import pytest

from circles.web.pwa import KILL_SWITCH, QUIET_ROOMS, ROOMS
from tests.web.tiny_app import tiny_app


@pytest.fixture
def app(tmp_path):
    return tiny_app(tmp_path)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def manifest(client):
    return client.get("/manifest.webmanifest").json


def known_to(worker):
    """What the server told the worker."""
    return json.loads(re.search(r"^const CIRCLES = (.*);$", worker, re.MULTILINE)[1])


def test_the_manifest_is_served_as_one(client):
    assert client.get("/manifest.webmanifest").content_type == "application/manifest+json"


def test_the_manifest_says_who_we_are(manifest):
    wanted = {"id": "/", "name": "Circles", "start_url": "/", "scope": "/", "display": "standalone"}
    assert wanted.items() <= manifest.items()
    assert (manifest["lang"], manifest["dir"]) == ("en", "ltr")
    assert manifest["shortcuts"][0]["url"] == "/ask"


def test_the_manifest_speaks_from_right_to_left_where_people_do(own_app, client):
    own_app.extensions["babel"].locale_selector = lambda: "ar"
    manifest = client.get("/manifest.webmanifest").json
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")


def test_there_is_an_icon_for_every_purpose(manifest):
    sizes = {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]}
    assert {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")} <= sizes
    assert ("monochrome", "512x512") in sizes


def test_every_icon_is_as_large_as_it_says(client, manifest):
    for icon in manifest["icons"]:
        picture = client.get(icon["src"]).data
        width, height = struct.unpack(">II", picture[16:24])
        assert f"{width}x{height}" == icon["sizes"], icon["src"]


def test_icons_keep_their_address_from_release_to_release(app, manifest):
    release = app.extensions["circles.assets"].release
    assert not [icon for icon in manifest["icons"] if release in icon["src"]]


def test_the_worker_may_serve_the_whole_site_and_is_asked_for_each_time(client):
    answer = client.get("/service-worker.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    unchanged = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/service-worker.js", headers=unchanged).status_code == 304


def test_a_new_release_is_a_new_worker(app, client):
    worker = client.get("/service-worker.js").text
    assert known_to(worker)["release"] == app.extensions["circles.assets"].release


def test_what_the_worker_keeps_can_be_fetched(client):
    known = known_to(client.get("/service-worker.js").text)
    for address in (*known["kept"], known["icon"], known["badge"]):
        assert client.get(address).status_code == 200, address
    assert known["kept"][0] == "/offline"


@pytest.mark.parametrize("rooms", [ROOMS, QUIET_ROOMS])
def test_the_worker_is_a_script_that_runs_in_any_browser(app, tmp_path, rooms):
    if rooms is QUIET_ROOMS:
        (tmp_path / KILL_SWITCH).touch()
    file = tmp_path / "worker.cjs"
    file.write_text(app.test_client().get("/service-worker.js").text)
    checked = subprocess.run(["node", "--check", file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_the_kill_switch_leaves_a_worker_that_only_rings(client, tmp_path):
    assert '"fetch"' in client.get("/service-worker.js").text
    (tmp_path / KILL_SWITCH).touch()
    quiet = client.get("/service-worker.js").text
    assert '"fetch"' not in quiet
    assert all(word in quiet for word in ('"push"', '"notificationclick"', "skipWaiting()"))
    (tmp_path / KILL_SWITCH).unlink()
    assert '"fetch"' in client.get("/service-worker.js").text


def test_the_offline_page_may_be_kept_by_a_phone(client):
    answer = client.get("/offline")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
