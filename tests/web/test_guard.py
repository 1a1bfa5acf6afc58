"""Strangers find the way in and nothing else; what is not mine does not exist."""

import uuid

import pytest

from circles.database import db
from circles.membership import Invitation
from circles.needs.thread import Message
from tests.needs.hands import hand_that_waits
from tests.rules.test_matrix import passkey_of
from tests.web.routes import is_way_in, routes

OPEN_TO_ANYONE = {
    "accounts": {
        "ask_by_email",
        "come_back",
        "make_challenge_to_sign_in",
        "show_by_email",
        "show_come_back",
        "show_sign_in",
        "sign_in_by_code",
        "sign_in_by_email",
        "sign_in_by_passkey",
    },
    "calendar": {"send_feed"},  # for whoever has its secret
    "description_api": {"show_description"},
    "health": {"healthz", "readyz"},
    "membership": {
        "show_closed",
        "show_found",
        "found",
        "show_join",
        "look_at_invitation",
        "show_name",
        "join",
    },
    "membership_api": {"found", "come_in"},
    "notifications": {"show_letter_end", "end_letters"},  # for whoever has a letter
    "needs": {"show_board"},  # for strangers the way in
    "web": {"asset", "manifest", "service_worker", "offline"},
}


def test_a_stranger_reaches_only_what_is_on_this_list(world):
    stranger = world.client()
    reached = {
        endpoint
        for endpoint, method, path in routes(world.app)
        if not is_kept_out(stranger.open(path, method=method))
    }
    assert reached == {f"{part}.{view}" for part, views in OPEN_TO_ANYONE.items() for view in views}


def is_kept_out(answer) -> bool:
    return answer.status_code == 401 or is_way_in(answer)


def test_a_stranger_who_opens_a_page_is_led_to_the_way_in(world):
    for method in ("GET", "HEAD"):
        answer = world.client().open("/calendar", method=method)
        assert (answer.status_code, answer.location) == (302, "/?next=/calendar")


def test_a_stranger_who_sends_a_form_is_told_to_come_in_first(world):
    typed = {"name": "Somebody with a long name", "wanted": "1", "token": "x" * 43}
    answer = world.client().post("/you", data=typed)
    assert answer.status_code == 401
    assert "Please come in first, then do it once more." in answer.text
    assert "Somebody with a long name" in answer.text, "what was written is not lost"
    assert "x" * 43 not in answer.text


def test_the_way_in_names_no_circle_and_no_one(world):
    page = world.client().get("/").text
    assert "Look after one another" in page
    assert not any(name in page for name in ("Maple", "Elm", *world.people))


def test_a_page_that_is_not_there_is_not_there_for_strangers_either(world):
    assert world.client().get("/nowhere").status_code == 404


@pytest.fixture
def ids(world) -> dict[str, uuid.UUID]:
    need = world.ask()
    world.promise(need, "Ines")
    invitation = Invitation.make(world.places["Ruth"])
    passkey = passkey_of(world.ruth)
    message = Message.write(need, world.ines, "Gladly")
    db.session.commit()
    return {
        "circle_id": world.circle.id,
        "need_id": need.id,
        "slot_id": need.slots[0].id,
        "invitation_id": invitation.id,
        "passkey_id": passkey.id,
        "series_id": world.repeat(rule="FREQ=WEEKLY").slots[0].series_id,
        "message_id": message.id,
        "offer_id": world.offer().id,
        "person_id": world.ines.id,
        "hand_id": hand_that_waits(world, "Ruth", "Omar").id,
    }


def test_every_route_with_an_id_is_tried(app, ids):
    named = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    elsewhere = {"release", "path", "session_id", "membership_id", "waiting_id"}
    assert named == set(ids) | elsewhere | {"feed_id", "secret"}


def test_what_is_of_another_circle_is_as_if_it_did_not_exist(world, ids):
    mine = world.client("Clara")
    for nowhere, there in both(world, ids):
        if nowhere[2].startswith("/api/"):
            continue
        theirs, nothing = (mine.open(p, method=nowhere[1]) for p in (there[2], nowhere[2]))
        assert theirs.status_code == nothing.status_code == 404, there
        assert said(theirs, ids) == said(nothing, ids), there
        assert headers(theirs) == headers(nothing), there


def test_a_program_of_another_circle_finds_nothing_either(world, ids):
    token = {"Authorization": f"Bearer {world.token('Clara')}"}
    for nowhere, there in both(world, ids):
        theirs, nothing = (
            world.client().open(p, method=nowhere[1], headers=token, json={})
            for p in (there[2], nowhere[2])
        )
        assert theirs.status_code == nothing.status_code, there
        assert said(theirs, ids) == said(nothing, ids), there


def both(world, ids):
    for nowhere, there in zip(routes(world.app), routes(world.app, ids), strict=True):
        if nowhere != there:
            yield nowhere, there


def said(answer, ids) -> str:
    """The answer's bytes, without the address that was asked for."""
    text = answer.text
    for known in (*ids.values(), uuid.UUID(int=0)):
        text = text.replace(str(known), "ID")
    return text


def headers(answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name != "Set-Cookie"}
