"""At the door: whom a member invites, and whoever has a poster, is welcomed by a coordinator."""

import pytest

from circles.accounts import Person
from circles.database import db
from circles.fact import Fact
from circles.membership import Invitation, Membership, Waiting, arrive
from circles.membership.permissions import CoordinatorsOnly
from circles.membership.stewardship_log import log_of
from circles.membership.waiting import AnsweredAlready
from circles.notifications import Notification, fan_out
from tests.api.program import Program
from tests.form_page import FormPage


@pytest.fixture
def dele(world):
    """A browser of Dele, whom Ines invited."""
    token = Invitation.make(world.places["Ines"]).token
    db.session.commit()
    browser = world.client()
    browser.post("/join/invitation", data={"token": token})
    assert browser.post("/join", data={"token": token, "name": "Dele"}).location == "/"
    return browser


def waiting() -> Waiting:
    return db.session.query(Waiting).one()


def words(browser, path: str = "/") -> str:
    return browser.get(path).get_data(as_text=True)


def test_whoever_waits_sees_the_circles_name_and_nothing_more(world, dele):
    world.ask("Ruth", title="Zwetschgen")
    page = words(dele)
    assert "You asked to join Maple Street" in page
    for secret in ("Zwetschgen", "Ruth", "Omar"):  # but for whoever invited
        assert secret not in page
    assert dele.get("/circle").location == "/"
    assert dele.get(f"/circles/{world.circle.id}").status_code == 404


def test_coordinators_hear_of_it_and_members_do_not(world, dele):
    fan_out()
    assert "Dele would like to join." in words(world.client("Sam"), "/inbox")
    assert "Dele" not in words(world.client("Omar"), "/inbox")
    assert "invited by <bdi>Ines</bdi>" in words(world.client("Sam"), "/circle")
    assert "Someone would like to join" not in words(world.client("Ines"), "/circle")


def test_a_welcome_lets_them_in_and_they_hear_of_it(world, dele):
    key = waiting().id
    assert world.client("Sam").post(f"/memberships/{key}/welcome").status_code == 303
    assert "What would help" in words(dele)
    db.session.expire_all()
    assert db.session.get(Membership, key).person.name == "Dele", "the id stays the same"
    fan_out()
    assert "You are welcome in Maple Street." in words(dele, "/inbox")
    assert ("welcomed", "Sam", "Dele") in {tuple(row[:3]) for row in log_of(world.circle)}


def test_not_now_says_only_that(world, dele):
    assert world.client("Sam").post(f"/memberships/{waiting().id}/decline").status_code == 303
    assert "Not now" in words(dele)
    assert "Someone would like to join" not in words(world.client("Sam"), "/circle")
    assert ("declined", "Sam", None) in {tuple(row[:3]) for row in log_of(world.circle)}
    fan_out()
    assert not db.session.query(Notification).filter_by(person_id=waiting().person_id).count()


def test_whoever_was_told_not_now_may_knock_again(world, dele):
    waiting().decline(world.places["Sam"])
    db.session.commit()
    token = Invitation.make(world.places["Ruth"]).token
    db.session.commit()
    dele.post("/join", data={"token": token})
    assert "You asked to join Maple Street" in words(dele)


@pytest.mark.parametrize("deed", ["welcome", "decline"])
@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [(None, "/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")],
)
def test_an_answer_leads_back_to_where_it_was_given(world, dele, deed, wanted, leads_to):
    sam, address = world.client("Sam"), f"/memberships/{waiting().id}/{deed}"
    its_page = f"/circles/{world.circle.id}/members"
    assert FormPage(sam.get("/circle")).values["next"] == its_page
    given = {"next": wanted} if wanted else {}
    assert sam.post(address, data=given).location == leads_to


def test_from_the_circles_page_it_leads_back_there(world, dele):
    sam = world.client("Sam")
    form = {"next": FormPage(sam.get("/circle")).values["next"]}
    answer = sam.post(f"/memberships/{waiting().id}/decline", data=form)
    assert answer.location == f"/circles/{world.circle.id}/members"


def test_a_second_not_now_is_told_that_it_is_done(world, dele):
    key = waiting().id
    sam = world.client("Sam")
    sam.post(f"/memberships/{key}/decline")
    for deed in ("welcome", "decline"):
        assert "answered them already" in sam.post(f"/memberships/{key}/{deed}").text
    assert Program(world, "Sam").delete(f"/memberships/{key}").status_code == 409
    assert "Someone would like to join" not in words(sam, "/circle")


def test_a_member_welcomes_nobody(world, dele):
    with pytest.raises(CoordinatorsOnly):
        waiting().welcome(world.places["Ines"])


def test_of_two_welcomes_one_is_told_that_it_is_done(world, dele):
    there = waiting()
    key = there.id
    there.welcome(world.places["Sam"])
    db.session.commit()
    for deed in ("welcome", "decline"):
        late = world.client("Sam").post(f"/memberships/{key}/{deed}")
        assert late.status_code == 409
        assert "Someone has answered them already." in late.text
        assert world.client("Ines").post(f"/memberships/{key}/{deed}").status_code == 403
    problem = Program(world, "Sam").post(f"/memberships/{key}/welcome")
    assert (problem.status_code, problem.json["code"]) == (409, "answered_already")
    late = Waiting.knock(world.circle, Person.arrive("Noor"), world.ines.id)
    db.session.flush()
    late.decline(world.places["Sam"])
    with pytest.raises(AnsweredAlready):
        late.welcome(world.places["Sam"])


def test_a_poster_is_used_by_many_and_all_wait(world):
    poster = Invitation.make(world.places["Sam"], "open")
    db.session.commit()
    for number in range(40):
        assert isinstance(arrive(poster.token, Person.arrive(f"Guest {number}")), Waiting)
    db.session.commit()
    assert db.session.query(Waiting).count() == 40
    assert Membership.of(world.sam, world.circle)


def test_a_poster_that_was_taken_back_opens_nothing(world):
    poster = Invitation.make(world.places["Sam"], "open")
    db.session.commit()
    token = poster.token
    world.client("Sam").post(f"/invitations/{poster.id}/withdrawal")
    assert world.client().post("/join/invitation", data={"token": token}).status_code == 410


def test_a_member_makes_no_poster(world):
    with pytest.raises(CoordinatorsOnly):
        Invitation.make(world.places["Ines"], "open")


def test_whom_a_coordinator_invited_waits_once_they_stepped_down(world):
    token = Invitation.make(world.places["Sam"]).token
    world.places["Sam"].role = "member"
    db.session.commit()
    assert isinstance(arrive(token, Person.arrive("Jo")), Waiting)


def test_a_program_waits_too(world):
    token = Invitation.make(world.places["Ines"]).token
    db.session.commit()
    answer = world.client().post("/api/v1/arrivals", json={"token": token, "name": "Dele"})
    told = answer.get_json()
    assert (told["membership"], told["waiting"]) == (None, True)
    assert told["circle"] == {"id": str(world.circle.id), "name": "Maple Street"}
    sam = world.client("Sam")
    assert sam.post(f"/api/v1/memberships/{waiting().id}/welcome").get_json()["name"] == "Dele"


def test_a_program_says_not_now(world, dele):
    assert world.client("Sam").delete(f"/api/v1/memberships/{waiting().id}").status_code == 204
    assert "Not now" in words(dele)


def test_the_poster_is_a_page_to_print(world):
    sam = world.client("Sam")
    made = sam.post(f"/circles/{world.circle.id}/invitations", data={"kind": "open"}).location
    page = words(sam, f"{made}/poster")
    assert "ask to join" in page
    assert "<svg" in page


def test_for_whom_it_is_stands_beside_it(world):
    ines = world.client("Ines")
    ines.post(f"/circles/{world.circle.id}/invitations", data={"note": "Aunt May"})
    assert "Aunt May" in words(ines, "/circle")
    assert "Aunt May" not in words(world.client("Omar"), "/circle")


def test_a_note_that_is_too_long_comes_back(world):
    address = f"/circles/{world.circle.id}/invitations"
    answer = world.client("Ines").post(address, data={"note": "x" * 61})
    assert answer.status_code == 422
    assert "x" * 61 in answer.get_data(as_text=True)


def test_whoever_comes_in_by_another_way_waits_no_more(world, dele):
    token = Invitation.make(world.places["Sam"]).token
    db.session.commit()
    dele.post("/join", data={"token": token})
    assert "What would help" in words(dele)
    assert not db.session.query(Waiting).count()


def test_knocking_again_and_again_rings_once(world):
    poster = Invitation.make(world.places["Sam"], "open")
    dele = Person.arrive("Dele")
    db.session.flush()
    for _ in range(5):
        arrive(poster.token, dele)
        db.session.commit()
    assert db.session.query(Fact).filter_by(kind="door.knocked").count() == 1


def test_whoever_was_told_not_now_was_told_it_once(world, dele):
    there = waiting()
    there.decline(world.places["Sam"])
    with pytest.raises(AnsweredAlready):
        there.decline(world.places["Sam"])


def test_a_hundred_looks_leave_a_link_usable(world):
    token = Invitation.make(world.places["Sam"]).token
    db.session.commit()
    robot = world.client()
    robot.post("/join/invitation", data={"token": token})
    for path in ("/join", "/join/name"):
        for _ in range(25):
            assert robot.get(path).status_code == 200
            assert robot.head(path).status_code == 200
    assert robot.post("/join", data={"token": token, "name": "Jo"}).status_code == 303
    assert "What would help" in words(robot)


def test_wrong_links_from_one_network_are_braked(world):
    for number in range(60):
        answer = world.client().post("/join/invitation", data={"token": f"{number:043}"})
        assert answer.status_code == 410
    token = Invitation.make(world.places["Sam"]).token
    db.session.commit()
    assert world.client().post("/join/invitation", data={"token": token}).status_code == 429


def test_whoever_waits_can_think_better_of_it(world):
    waiting = Waiting.knock(world.circle, Person.arrive("Dele"), world.sam.id)
    world.people["Dele"] = waiting.person
    db.session.commit()
    dele = world.client("Dele")
    assert str(waiting.id) in dele.get("/").text
    assert dele.post("/doors/leaving", data={"waiting": "x"}).status_code == 404
    for other in ("Clara", "Sam"):
        world.client(other).post("/doors/leaving", data={"waiting": str(waiting.id)})
    assert Waiting.at_the_door_of(world.circle) != []
    assert dele.post("/doors/leaving", data={"waiting": str(waiting.id)}).status_code == 303
    assert Waiting.at_the_door_of(world.circle) == []
    assert "You are in no circle" in dele.get("/").text
