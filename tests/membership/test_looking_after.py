"""The person's page, the circle's settings, its covenant and its log."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from circles.database import db
from circles.membership.pages.deeds import sentence_of
from circles.membership.stewardship_log import Deed
from tests.form_page import FormPage

SETTINGS = {
    "name": "Maple Lane",
    "welcome_words": "Come in.",
    "covenant": "We ask.\nWe do not count.",
    "time_zone": "Europe/Rome",
    "fading_days": "14",
}


def settings_of(world, **changed: str):
    address = f"/circles/{world.circle.id}/settings"
    return world.client("Sam").post(address, data=SETTINGS | changed)


def test_ones_own_words_stand_beside_ones_name(world):
    address = f"/memberships/{world.places['Ruth'].id}"
    answer = world.client("Ruth").post(f"{address}/about", data={"about": "No nuts, no dairy"})
    assert answer.status_code == 303
    assert "No nuts, no dairy" in world.client("Omar").get("/circle").get_data(as_text=True)
    assert "No nuts, no dairy" in world.client("Omar").get(address).get_data(as_text=True)


def test_too_many_words_come_back_as_typed(world):
    typed = "a" * 301
    address = f"/memberships/{world.places['Ruth'].id}/about"
    page = FormPage(world.client("Ruth").post(address, data={"about": typed}))
    assert page.status == 422
    assert page.values["about"] == typed
    assert page.errors["about"]


def test_nobody_writes_for_another(world):
    address = f"/memberships/{world.places['Ruth'].id}/about"
    assert world.client("Sam").post(address, data={"about": "x"}).status_code == 403


def test_a_coordinator_changes_the_circle_and_the_log_says_so(world):
    assert settings_of(world).status_code == 303
    page = world.client("Ines").get("/circle").get_data(as_text=True)
    assert "Maple Lane" in page
    log = world.client("Ines").get(f"/circles/{world.circle.id}/log").get_data(as_text=True)
    assert "<bdi>Sam</bdi> changed the circle" in log


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a" * 61),
        ("time_zone", "Mars/Olympus"),
        ("fading_days", "6"),
        ("fading_days", "31"),
        ("fading_days", "many"),
        ("covenant", "a" * 2001),
        ("welcome_words", "\0"),
    ],
)
def test_a_wrong_setting_comes_back_with_a_sentence(field, value, world):
    page = FormPage(settings_of(world, **{field: value}))
    assert page.status == 422
    assert page.errors[field]
    assert page.values["welcome_words" if field != "welcome_words" else "name"]
    db.session.expire_all()
    assert world.circle.name == "Maple Street"


def test_the_covenant_is_read_once(world):
    settings_of(world)
    ines = world.client("Ines")
    assert "I have read this" in ines.get("/").get_data(as_text=True)
    assert ines.post(f"/circles/{world.circle.id}/covenant/reading").status_code == 303
    assert "I have read this" not in ines.get("/").get_data(as_text=True)
    assert "We do not count." in ines.get("/circle").get_data(as_text=True)


def test_a_new_covenant_is_read_anew(world):
    settings_of(world)
    ines = world.client("Ines")
    ines.post(f"/circles/{world.circle.id}/covenant/reading")
    settings_of(world, covenant="We rest, too.")
    assert "I have read this" in ines.get("/").get_data(as_text=True)


def test_the_log_is_kept_by_days(world):
    sam, address = world.client("Sam"), f"/circles/{world.circle.id}/invitations"
    world.at(datetime(2026, 11, 24, 22, tzinfo=UTC))
    for _ in range(2):
        sam.post(address)
    world.at(datetime(2026, 11, 25, 8, tzinfo=UTC))
    sam.post(address)
    log = sam.get(f"/circles/{world.circle.id}/log").get_data(as_text=True)
    later, earlier = log.index("Wednesday 25 November"), log.index("Tuesday 24 November")
    assert later < log.index("invited someone") < earlier
    assert log.count("Tuesday 24 November") == 1
    assert log[earlier:].count("invited someone") == 2


def test_nothing_changed_is_not_logged(world):
    assert (
        world.client("Sam").patch(f"/api/v1/circles/{world.circle.id}", json={}).status_code == 200
    )
    log = world.client("Sam").get(f"/circles/{world.circle.id}/log").get_data(as_text=True)
    assert "Nothing yet." in log


def test_every_deed_has_its_sentence(app):
    with app.test_request_context():
        for deed in get_args(Deed):
            assert sentence_of(deed, "Sam", "Jo")


def test_whoever_wrote_it_has_read_it(world):
    settings_of(world)
    assert "I have read this" not in world.client("Sam").get("/").get_data(as_text=True)


def test_a_coordinators_board_asks_what_would_help_them(world):
    words = "What would help you?"
    assert words in world.client("Sam").get("/").get_data(as_text=True)
    assert words not in world.client("Ines").get("/").get_data(as_text=True)


def test_the_log_never_holds_care(world):
    need = world.ask("Ruth", title="Zwetschgen")
    world.promise(need, "Ines")
    log = world.client("Sam").get(f"/circles/{world.circle.id}/log").get_data(as_text=True)
    assert "Nothing yet." in log
    assert "Zwetschgen" not in log


def test_the_log_goes_back_ninety_days(world):
    settings_of(world)
    world.later(days=91)
    log = world.client("Sam").get(f"/circles/{world.circle.id}/log").get_data(as_text=True)
    assert "Nothing yet." in log
