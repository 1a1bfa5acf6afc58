"""Coming back by a link: once, within an hour, never quietly."""

import re
from threading import Barrier, Thread

import pytest

from circles import create_app
from circles.accounts import ReEntry, Session
from circles.accounts.re_entry import TRIES
from circles.database import db
from circles.fact import Fact
from circles.membership import make_way_back_by_hand
from circles.membership.stewardship_log import log_of
from circles.notifications import Notification, fan_out


@pytest.fixture
def link(world) -> str:
    """A token that lets Ruth in."""
    made = ReEntry.make(world.ruth)
    db.session.commit()
    assert made.token
    return made.token


def come_back(client, token: str, **more: str):
    return client.post("/come-back", data={"token": token, **more})


def test_it_lets_in_as_oneself(world, link):
    somebody = world.client()
    assert come_back(somebody, link).status_code == 303
    assert somebody.get("/api/v1/me").get_json()["name"] == "Ruth"


def test_it_works_once(world, link):
    come_back(world.client(), link)
    answer = come_back(world.client(), link)
    assert answer.status_code == 410
    assert "does not work any more" in answer.get_data(as_text=True)


def test_it_works_for_an_hour(world, link):
    world.later(minutes=61)
    assert come_back(world.client(), link).status_code == 410


def test_a_new_one_ends_the_one_before(world, link):
    ReEntry.make(world.ruth)
    db.session.commit()
    assert come_back(world.client(), link).status_code == 410


def test_a_whole_link_may_be_pasted(world, link):
    assert come_back(world.client(), f"http://localhost/come-back#{link}").status_code == 303


def test_the_lost_phone_is_signed_out_with_it(world, link):
    lost = world.client("Ruth")
    come_back(world.client(), link, others="yes")
    assert lost.get("/you").status_code == 302


def test_without_the_choice_other_phones_stay(world, link):
    other = world.client("Ruth")
    assert come_back(world.client(), link).location == "/you/devices"
    assert other.get("/you").status_code == 200


def test_where_somebody_else_is_signed_in_it_stays_good(world, link):
    shared = world.client("Omar")
    assert come_back(shared, link).status_code == 409
    assert shared.get("/api/v1/me").get_json()["name"] == "Omar"
    assert come_back(world.client(), link).status_code == 303


def test_a_hundred_looks_leave_it_usable(world, link):
    robot = world.client()
    for _ in range(50):
        assert robot.get("/come-back").status_code == 200
        assert robot.head("/come-back").status_code == 200
    assert come_back(world.client(), link).status_code == 303


def test_of_sixteen_at_once_one_comes_in(world, link):
    start, told = Barrier(16), []
    clients = [world.client() for _ in range(16)]

    def tap(client):
        start.wait()
        with world.app.app_context():
            told.append(come_back(client, link).status_code)

    threads = [Thread(target=tap, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(303) == 1
    assert set(told) <= {303, 410, 409}
    assert db.session.query(Session).filter_by(person_id=world.ruth.id).count() == 1


def test_wrong_links_are_braked_in_every_process_and_after_a_restart(world, link, settings):
    restarted = create_app(settings)
    for number in range(TRIES.most):
        client = (world.app if number % 2 else restarted).test_client()
        wrong = client.post("/come-back", data={"token": f"{number:043}"})
        assert wrong.status_code == 410
    assert come_back(world.client(), link).status_code == 429
    world.later(minutes=59)
    assert come_back(world.client(), link).status_code == 429
    world.later(minutes=2)
    assert come_back(world.client(), link).status_code == 410, "the link has run out by now"


def test_right_links_cost_nothing(world):
    for _ in range(TRIES.most + 5):
        token = ReEntry.make(world.ruth).token
        db.session.commit()
        assert come_back(world.client(), token).status_code == 303


def test_a_coordinator_makes_it_and_hands_it_over(world):
    sam, place = world.client("Sam"), world.places["Ruth"].id
    made = sam.post(f"/memberships/{place}/re-entry")
    page = sam.get(made.location).get_data(as_text=True)
    found = re.search(r"/come-back#([\w-]{43})", page)
    assert found
    assert come_back(world.client(), found[1]).status_code == 303


def test_it_is_shown_to_this_browser_alone(world):
    place = world.places["Ruth"].id
    world.client("Sam").post(f"/memberships/{place}/re-entry")
    answer = world.client("Sam").get(f"/memberships/{place}/re-entry")
    assert answer.location == f"/circles/{world.circle.id}/members"


def test_not_for_oneself(world):
    place = world.places["Sam"].id
    assert world.client("Sam").post(f"/memberships/{place}/re-entry").status_code == 409


def test_the_person_and_every_coordinator_are_told(world):
    world.places["Omar"].role = "coordinator"
    db.session.commit()
    world.client("Sam").post(f"/memberships/{world.places['Ruth'].id}/re-entry")
    fan_out()
    told = {row.person_id for row in db.session.query(Notification)}
    assert told == {world.ruth.id, world.sam.id, world.omar.id}
    assert "lets you back in" in world.client("Ruth").get("/inbox").get_data(as_text=True)
    assert "lets Ruth back in" in world.client("Omar").get("/inbox").get_data(as_text=True)
    assert ("re_entry", "Sam", "Ruth") in {tuple(row[:3]) for row in log_of(world.circle)}


def test_whoever_runs_the_server_makes_one_and_it_is_told(world):
    made = make_way_back_by_hand(world.ruth)
    db.session.commit()
    assert ("re_entry", None, "Ruth") in {tuple(row[:3]) for row in log_of(world.circle)}
    assert db.session.query(Fact).filter_by(kind="re_entry.made").count() == 1
    assert come_back(world.client(), made.token).status_code == 303
