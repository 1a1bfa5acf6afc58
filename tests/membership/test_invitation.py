"""A way in for one person, for seven days, and no trace of why another token opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from circles import clock, database
from circles.accounts import Person
from circles.database import db
from circles.membership import Invitation, Membership, arrive
from circles.membership.arrival import AlreadyHere
from circles.membership.invitation import UnknownInvitation


@pytest.fixture
def invitation(world) -> Invitation:
    return invite(world, "Sam")


def invite(world, name: str) -> Invitation:
    invitation = Invitation.make(world.places[name])
    db.session.commit()
    return invitation


def members(world) -> int:
    return db.session.scalar(
        select(func.count(Membership.id)).where(Membership.circle_id == world.circle.id)
    )


def test_an_invitation_admits_one_more_member(world, invitation):
    place = arrive(invitation.token, Person.arrive("Noor"))
    assert (place.circle_id, place.role) == (world.circle.id, "member")
    assert (place.person.name, members(world)) == ("Noor", 5)


def test_an_invitation_admits_once(world, invitation):
    arrive(invitation.token, Person.arrive("Noor"))
    with pytest.raises(UnknownInvitation):
        arrive(invitation.token, Person.arrive("Lea"))


def test_an_invitation_is_good_for_seven_days(world, invitation):
    lasts = invitation.expires_at - clock.now()
    assert timedelta(0) < timedelta(days=7) - lasts < timedelta(minutes=1)
    world.at(invitation.expires_at - timedelta(seconds=1))
    assert Invitation.of_token(invitation.token) == invitation
    world.at(invitation.expires_at)
    with pytest.raises(UnknownInvitation):
        arrive(invitation.token, Person.arrive("Noor"))


def test_a_withdrawn_invitation_admits_nobody(world, invitation):
    token = invitation.token
    invitation.withdraw(world.sam)
    with pytest.raises(UnknownInvitation):
        arrive(token, Person.arrive("Noor"))


def test_an_invitation_leaves_with_whoever_made_it(world, invitation):
    db.session.delete(world.places["Sam"])
    db.session.commit()
    with pytest.raises(UnknownInvitation):
        arrive(invitation.token, Person.arrive("Noor"))


def test_an_invitation_taken_back_in_the_middle_admits_nobody(world, invitation):
    found = Invitation.of_token(invitation.token)
    found.withdraw(world.sam)
    db.session.flush()
    with pytest.raises(UnknownInvitation):
        found.redeem()


def test_who_is_here_already_does_not_use_it_up(world, invitation):
    with pytest.raises(AlreadyHere):
        arrive(invitation.token, world.omar)
    arrive(invitation.token, Person.arrive("Noor"))


def test_someone_of_another_circle_comes_in_as_who_they_are(world, invitation):
    place = arrive(invitation.token, world.clara)
    assert place.person is world.clara
    assert Membership.of(world.clara, world.other_circle).is_coordinator
    assert not place.is_coordinator


def test_only_a_digest_of_the_token_is_kept(world, invitation):
    kept = db.session.scalar(select(Invitation.token_hash))
    assert len(kept) == 32
    assert invitation.token.encode() not in kept


def test_the_link_carries_its_token_where_no_server_sees_it(invitation):
    assert invitation.url("https://care.example") == (
        f"https://care.example/join#{invitation.token}"
    )


def test_each_sees_their_own_and_a_coordinator_all(world):
    made = {name: invite(world, name) for name in ("Ines", "Omar", "Clara")}

    def seen(name: str) -> set[Invitation]:
        return set(Invitation.open_in(world.circle, world.people[name]))

    assert seen("Ines") == {made["Ines"]}
    assert seen("Sam") == {made["Ines"], made["Omar"]}
    assert seen("Ruth") == seen("Clara") == set()


def test_a_dead_invitation_is_not_listed(world, invitation):
    invitation.redeem()
    db.session.commit()
    assert Invitation.open_in(world.circle, world.sam) == []


def test_of_sixteen_who_redeem_it_at_once_one_comes_in(app, world, invitation):
    def come_in(number: int) -> str:
        with app.app_context():
            try:
                arrive(invitation_token, Person.arrive(f"Guest {number}"))
                database.commit()
            except UnknownInvitation as no:
                db.session.rollback()
                return no.code
            return "came in"

    invitation_token = invitation.token
    db.session.rollback()
    with ThreadPoolExecutor(16) as pool:
        came_of_it = sorted(pool.map(come_in, range(16)))
    assert came_of_it == ["came in"] + ["invitation_unknown"] * 15
    assert db.session.scalar(select(func.count(Person.id))) == 6
