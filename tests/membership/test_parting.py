"""Leaving and being removed: quietly, at once, and nothing left hanging."""

from threading import Barrier, Thread

import pytest

from circles.database import db
from circles.fact import Fact
from circles.membership import Invitation, Membership
from circles.membership.parting import (
    Equals,
    LastCoordinator,
    OnlyYou,
    leave,
    remove,
    what_leaving_means,
)
from circles.membership.permissions import CoordinatorsOnly
from circles.membership.role import change_role
from circles.needs import Need, SignUp
from circles.notifications import Notification, fan_out
from tests.form_page import FormPage


def meanings(world, name: str) -> str:
    return " ".join(map(str, what_leaving_means(world.places[name])))


def deeds(world) -> list[str]:
    page = world.client("Ruth").get(f"/circles/{world.circle.id}/log").get_data(as_text=True)
    return [line for line in page.splitlines() if "<bdi>" in line and "<p>" in line]


def test_promises_open_again_and_the_news_names_nobody(world):
    need = world.ask("Ruth")
    world.promise(need, "Ines")
    assert "open again" in meanings(world, "Ines")
    leave(world.places["Ines"])
    db.session.commit()
    assert not db.session.query(SignUp).count()
    assert db.session.query(Fact).filter_by(kind="slot.reopened").count() == 1
    fan_out()
    inbox = world.client("Omar").get("/inbox").get_data(as_text=True)
    assert "open again" in inbox
    assert "Ines" not in inbox


def test_open_asks_are_withdrawn_and_ended_ones_fade_as_ever(world):
    open_one, closed = world.ask("Ines", title="Soup"), world.ask("Ines", title="A ladder")
    closed.close(world.ines)
    world.promise(open_one, "Omar")
    leave(world.places["Ines"])
    db.session.commit()
    ended = {need.title: need.ended_as for need in db.session.query(Need)}
    assert ended == {"Soup": "withdrawn", "A ladder": "closed"}


def test_what_does_not_apply_is_not_said(world):
    said = meanings(world, "Omar")
    assert "open again" not in said
    assert "withdrawn" not in said


def test_whoever_left_sees_and_hears_nothing_any_more(world):
    need = world.ask("Ruth")
    fan_out()
    ines = world.client("Ines")
    assert ines.post(f"/circles/{world.circle.id}/leaving").location == "/"
    assert ines.get(f"/needs/{need.id}").status_code == 404
    assert not db.session.query(Notification).filter_by(person_id=world.ines.id).count()
    world.ask("Ruth", title="Another")
    fan_out()
    assert not db.session.query(Notification).filter_by(person_id=world.ines.id).count()


def test_whoever_is_removed_is_out_at_once(world):
    omar, sam = world.client("Omar"), world.client("Sam")
    place = world.places["Omar"].id
    preview = sam.get(f"/memberships/{place}/removal").get_data(as_text=True)
    assert "News of this circle stops at once." in preview
    assert omar.get(f"/circles/{world.circle.id}").status_code == 200
    assert sam.post(f"/memberships/{place}/removal").status_code == 303
    assert omar.get(f"/circles/{world.circle.id}").status_code == 404
    assert any("Sam" in line and "Omar" in line for line in deeds(world))


def test_an_invitation_of_theirs_opens_nothing_any_more(world):
    token = Invitation.make(world.places["Omar"]).token
    db.session.commit()
    world.client("Sam").post(f"/memberships/{world.places['Omar'].id}/removal")
    answer = world.client().post("/join", data={"token": token, "name": "Dele"})
    assert answer.status_code == 410


def test_a_member_removes_nobody(world):
    with pytest.raises(CoordinatorsOnly):
        remove(world.places["Ines"], world.places["Omar"])


def test_coordinators_do_not_put_each_other_out(world):
    change_role(world.places["Sam"], world.places["Ines"], "coordinator")
    with pytest.raises(Equals):
        remove(world.places["Sam"], world.places["Ines"])
    with pytest.raises(Equals):
        change_role(world.places["Sam"], world.places["Ines"], "member")


def test_the_last_coordinator_stays_until_another_is_there(world):
    with pytest.raises(LastCoordinator):
        leave(world.places["Sam"])
    with pytest.raises(LastCoordinator):
        change_role(world.places["Sam"], world.places["Sam"], "member")
    change_role(world.places["Sam"], world.places["Ines"], "coordinator")
    leave(world.places["Sam"])
    db.session.commit()
    assert Membership.of(world.sam, world.circle) is None


def test_the_last_coordinator_reads_so_before_the_tap(world):
    page = FormPage(world.client("Sam").get(f"/circles/{world.circle.id}/leaving"))
    assert "Pass that on first." in page.words
    assert page.actions == []
    alone = world.client("Clara").get(f"/circles/{world.other_circle.id}/leaving")
    assert f'href="/circles/{world.other_circle.id}/closing"' in alone.text
    assert FormPage(alone).actions == []
    may = FormPage(world.client("Ines").get(f"/circles/{world.circle.id}/leaving"))
    assert may.actions == [f"/circles/{world.circle.id}/leaving"]


def test_the_only_one_here_closes_instead(world):
    with pytest.raises(OnlyYou):
        leave(world.places["Clara"])


def test_the_new_coordinator_hears_of_it(world):
    sam = world.client("Sam")
    answer = sam.patch(
        f"/api/v1/memberships/{world.places['Ines'].id}", json={"role": "coordinator"}
    )
    assert answer.get_json()["role"] == "coordinator"
    fan_out()
    assert "You look after Maple Street now." in world.client("Ines").get("/inbox").get_data(
        as_text=True
    )


def test_of_two_coordinators_who_step_down_at_once_one_stays(world):
    change_role(world.places["Sam"], world.places["Ines"], "coordinator")
    db.session.commit()
    start, told = Barrier(2), []
    clients = {name: world.client(name) for name in ("Sam", "Ines")}

    addresses = {name: world.places[name].id for name in clients}
    db.session.rollback()  # the test's own transaction must not stand in the way

    def step_down(name):
        start.wait()
        with world.app.app_context():
            answer = clients[name].post(
                f"/memberships/{addresses[name]}/role", data={"role": "member"}
            )
            told.append(answer.status_code)

    threads = [Thread(target=step_down, args=(name,)) for name in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [303, 409]
    db.session.expire_all()
    assert {world.places[name].role for name in clients} == {"member", "coordinator"}


def test_a_program_leaves_and_removes(world):
    omar, sam = world.client("Omar"), world.client("Sam")
    assert omar.delete(f"/api/v1/memberships/{world.places['Omar'].id}").status_code == 204
    assert sam.delete(f"/api/v1/memberships/{world.places['Ines'].id}").status_code == 204
    members = sam.get(f"/api/v1/circles/{world.circle.id}/members").get_json()["items"]
    assert [member["name"] for member in members] == ["Ruth", "Sam"]


def test_left_twice_at_once_is_left_once(world):
    start, told = Barrier(2), []
    omar, address = world.client("Omar"), f"/circles/{world.circle.id}/leaving"
    other = world.client("Omar")
    db.session.rollback()

    def tap(client):
        start.wait()
        with world.app.app_context():
            told.append(client.post(address).status_code)

    threads = [Thread(target=tap, args=(client,)) for client in (omar, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(303) == 1
    assert set(told) <= {303, 404, 410}


def test_an_unknown_role_is_refused(world):
    address = f"/memberships/{world.places['Ines'].id}/role"
    assert world.client("Sam").post(address, data={"role": "king"}).status_code == 422


def test_news_of_an_ask_that_ended_reaches_nobody_who_was_removed(world):
    need = world.ask("Ruth")
    world.promise(need, "Omar")
    need.withdraw(world.ruth)
    remove(world.places["Sam"], world.places["Omar"])
    db.session.commit()
    fan_out()
    assert not db.session.query(Notification).filter_by(person_id=world.omar.id).count()
