"""Where one is signed in, and signing out there."""

from datetime import UTC, datetime

import pytest

from circles import create_app
from circles.accounts import Session
from circles.database import db


@pytest.fixture
def phone(world):
    """Another phone of Ruth's."""
    return world.client("Ruth")


def devices(world) -> list[Session]:
    return list(db.session.scalars(Session.visible_to(world.ruth)))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_each_device_is_listed_and_nobody_elses(world, phone):
    world.token("Ruth")
    Session.open(world.ines, "A phone of Ines")
    db.session.commit()
    page = world.client("Ruth").get("/you/devices").get_data(as_text=True)
    assert "This device" in page
    assert "A program, since" in page
    assert "A phone of Ines" not in page


def test_the_day_is_that_of_the_circle_this_device_looks_at(world):
    world.at(datetime(2026, 11, 24, 3, 30, tzinfo=UTC))  # the evening before in New York
    for name in ("Ruth", "Clara"):
        world.token(name)
    assert "since Tuesday 24 November" in world.client("Ruth").get("/you/devices").text
    assert "since Monday 23 November" in world.client("Clara").get("/you/devices").text


def test_a_device_that_is_signed_out_is_out_at_once_in_every_process(world, phone, settings):
    other_process = create_app(settings).test_client()
    cookie = phone.get_cookie("circles")
    assert cookie is not None
    other_process.set_cookie("circles", cookie.value)
    assert b"your circles call you" in other_process.get("/you").data
    (theirs,) = devices(world)
    ruth = world.client("Ruth")
    assert ruth.post(f"/devices/{theirs.id}/sign-out").status_code == 303
    assert other_process.get("/you").status_code == 302
    assert phone.get("/you").status_code == 302
    assert ruth.get("/you").status_code == 200


def test_everywhere_but_here(world, phone):
    token = world.token("Ruth")
    ruth = world.client("Ruth")
    ruth.post("/devices/sign-out-others")
    assert ruth.get("/you").status_code == 200
    assert phone.get("/you").status_code == 302
    assert world.client().get("/api/v1/me", headers=bearer(token)).status_code == 401
    ines = world.client("Ines")
    ruth.post("/devices/sign-out-others")
    assert ines.get("/you").status_code == 200


def test_signing_this_one_out_leads_to_the_way_in(world):
    ruth = world.client("Ruth")
    (mine,) = devices(world)
    assert ruth.post(f"/devices/{mine.id}/sign-out").location == "/"
    assert ruth.get("/you").status_code == 302


def test_a_program_lists_and_signs_out(world, phone):
    program, headers = world.client(), bearer(world.token("Ruth"))
    listed = program.get("/api/v1/me/devices", headers=headers).get_json()["items"]
    assert {(d["kind"], d["is_current"]) for d in listed} == {("device", False), ("program", True)}
    (other,) = [d["id"] for d in listed if not d["is_current"]]
    assert program.delete(f"/api/v1/me/devices/{other}", headers=headers).status_code == 204
    assert phone.get("/you").status_code == 302


def test_a_token_wins_over_a_cookie_that_comes_along(world):
    both = world.client("Ines").get("/api/v1/me", headers=bearer(world.token("Ruth")))
    assert both.get_json()["name"] == "Ruth"
    dead = world.client("Ines").get("/api/v1/me", headers=bearer("x" * 43))
    assert dead.status_code == 401
