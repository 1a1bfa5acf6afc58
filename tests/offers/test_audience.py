"""To whom an offer speaks; to everyone else it does not exist."""

import uuid
from collections import defaultdict

import pytest

from circles.database import db
from circles.membership import Circle, Membership
from circles.offers.offer import NotOffered
from tests.api.program import Program
from tests.rules.test_matrix import DOORS, knock, told


def leads_to_an_offer(app, endpoint: str) -> bool:
    (rule, *_) = app.url_map.iter_rules(endpoint)
    return "offer_id" in rule.arguments


@pytest.fixture(params=["to a few", "paused", "over"])
def offer(request, world):
    """One that Omar may not see."""
    words = {"to a few": {"chosen": [world.ruth.id]}, "over": {"until": world.day(0)}}
    offer = world.offer("Ines", **words.get(request.param, {}))
    if request.param == "paused":
        offer.pause(world.ines)
        db.session.commit()
    if request.param == "over":
        world.later(days=2)
    return offer


def test_to_whom_it_does_not_speak_it_does_not_exist(world, offer):
    doors = [endpoint for endpoint in DOORS if leads_to_an_offer(world.app, endpoint)]
    assert {"offers.show_offer", "offers.ask", "offers_api.say_yes_please"} <= set(doors)
    omar, nothing = world.client("Omar"), defaultdict(uuid.uuid4)
    found = defaultdict(uuid.uuid4, {"offer_id": offer.id})
    for endpoint in doors:
        there = knock(omar, endpoint, found)
        assert there.status_code == 404, endpoint
        assert told(there) == told(knock(omar, endpoint, nothing)), endpoint
    for page in ("/", "/offers", "/ask"):
        assert "Lentil soup" not in omar.get(page).text
    assert not Program(world, "Omar").get(f"/circles/{world.circle.id}/offers").json["items"]


def test_to_whom_it_speaks_it_does(world):
    offer = world.offer("Ines", chosen=[world.ruth.id])
    for name in ("Ruth", "Ines"):
        assert world.client(name).get(f"/offers/{offer.id}").status_code == 200
        assert "Lentil soup" in world.client(name).get("/").text
        assert "for a few people" in world.client(name).get("/offers").text


def test_a_later_joiner_does_not_see_what_was_addressed_to_others(world):
    few, everyone = world.offer(chosen=[world.ruth.id]), world.offer(title="Bread")
    world.add("Lea")
    db.session.commit()
    lea = world.client("Lea")
    assert lea.get(f"/offers/{few.id}").status_code == 404
    assert lea.get(f"/offers/{everyone.id}").status_code == 200


def test_whoever_leaves_and_comes_again_is_a_later_joiner(world):
    offer = world.offer(chosen=[world.ruth.id, world.omar.id])
    db.session.delete(world.places["Omar"])
    db.session.flush()
    Membership.admit(world.circle, world.omar)
    db.session.commit()
    assert world.client("Omar").get(f"/offers/{offer.id}").status_code == 404


def test_who_was_chosen_is_its_authors_to_know(world):
    offer = world.offer(chosen=[world.ruth.id, world.omar.id])
    program = Program(world, "Ines").get(f"/offers/{offer.id}").json
    assert program["chosen"] == sorted([str(world.ruth.id), str(world.omar.id)])
    assert Program(world, "Ruth").get(f"/offers/{offer.id}").json["chosen"] is None
    assert "Omar" not in world.client("Ruth").get(f"/offers/{offer.id}").text
    assert "Omar and Ruth see this." in world.client("Ines").get(f"/offers/{offer.id}").text


def test_only_people_of_the_circle_are_chosen(world):
    answer = Program(world, "Ines").post(
        f"/circles/{world.circle.id}/offers",
        json={"kind": "meal", "title": "Soup", "chosen": [str(world.clara.id)]},
    )
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "chosen"


def test_whoever_is_narrowed_away_at_this_moment_comes_too_late(world):
    offer = world.offer()
    offer.readdress(world.ines, [world.omar.id])
    db.session.commit()
    with pytest.raises(NotOffered):
        world.take_up(offer, "Ruth")


def test_a_person_in_two_circles_offers_in_one(world):
    elsewhere: Circle = world.other_circle
    Membership.admit(elsewhere, world.ines)
    offer = world.offer("Ines")
    db.session.commit()
    assert world.client("Clara").get(f"/offers/{offer.id}").status_code == 404
