"""A way back lets a whole person in: so all their circles hear of it, and it ends with them."""

from sqlalchemy import select

from circles.accounts import Person, ReEntry
from circles.database import db
from circles.fact import Fact
from circles.membership import Invitation, Membership, Waiting
from circles.membership.waiting import MOST_AT_THE_DOOR
from circles.membership.way_back import WAY_BACK_MADE


def make(world, name: str = "Ruth") -> str:
    answer = world.client("Sam").post(f"/memberships/{world.places[name].id}/re-entry")
    assert answer.status_code == 303
    return answer.location


def test_every_circle_of_theirs_hears_of_it(world):
    elsewhere = Membership.admit(world.other_circle, world.ruth, "coordinator")
    db.session.commit()
    make(world)
    told = db.session.scalars(select(Fact).where(Fact.kind == WAY_BACK_MADE)).all()
    assert {fact.circle_id for fact in told} == {world.circle.id, elsewhere.circle_id}
    assert "Someone outside the circle" in world.client("Clara").get(
        f"/circles/{world.other_circle.id}/log"
    ).get_data(as_text=True)


def test_removing_them_ends_the_link(world):
    make(world)
    world.client("Sam").post(f"/memberships/{world.places['Ruth'].id}/removal")
    assert db.session.scalars(select(ReEntry)).all() == []


def test_it_is_not_spent_where_somebody_else_is_signed_in(world):
    sam = world.client("Sam")
    place = f"/memberships/{world.places['Ruth'].id}/re-entry"
    sam.post(place)
    token = sam.get(place).text.partition("come-back#")[2][:43]
    answer = sam.post("/come-back", data={"token": token})
    assert answer.status_code == 409
    assert "signed in as Sam" in answer.text
    assert "Here you are signed in as" in sam.get("/come-back").text
    assert world.client().post("/come-back", data={"token": token}).status_code == 303


def test_invitations_end_with_whoever_made_them(world):
    Invitation.make(world.places["Ines"])
    db.session.commit()
    world.client("Ines").post(f"/circles/{world.circle.id}/leaving")
    assert db.session.scalars(select(Invitation)).all() == []


def test_whoever_was_told_not_now_is_not_at_the_door_again_by_the_same_poster(world):
    waiting = Waiting.knock(world.circle, Person.arrive("Dele"), world.sam.id, by_poster=True)
    db.session.commit()
    world.client("Sam").post(f"/memberships/{waiting.id}/decline")
    db.session.expire_all()
    Waiting.knock(world.circle, waiting.person, world.sam.id, by_poster=True)
    db.session.commit()
    assert Waiting.at_the_door_of(world.circle) == []
    Waiting.knock(world.circle, waiting.person, world.sam.id)
    db.session.commit()
    assert len(Waiting.at_the_door_of(world.circle)) == 1


def test_a_poster_fills_no_street(world):
    invitation = Invitation.make(world.places["Sam"], "open")
    db.session.commit()
    token = invitation.token
    for number in range(MOST_AT_THE_DOOR):
        Waiting.knock(world.circle, Person.arrive(f"N{number}"), world.sam.id, by_poster=True)
    db.session.commit()
    browser = world.client()
    browser.post("/join/invitation", data={"token": token})
    answer = browser.post("/join", data={"token": token, "name": "One more"})
    assert answer.status_code == 429
    assert "Many people are at this door" in answer.text
