"""A member to whom an ask does not speak is a stranger to it: every route that leads to an ask, to
a day of one or to what repeats answers them with the same bytes as for what does not exist."""

import uuid
from collections import defaultdict

import pytest

from circles.needs import Need
from circles.needs.own_say import answer
from tests.needs.hands import hand_that_waits
from tests.rules.test_matrix import DOORS, knock, told


def arguments(app, endpoint: str) -> set[str]:
    (rule, *_) = app.url_map.iter_rules(endpoint)
    return set(rule.arguments)


def leads_to_an_ask(app, endpoint: str) -> bool:
    return bool({"need_id", "slot_id", "series_id"} & arguments(app, endpoint))


def names(need: Need) -> dict[str, uuid.UUID]:
    """What else a route names is of nobody: the ask itself must not be found."""
    day = need.slots[0]
    known = {"need_id": need.id, "slot_id": day.id, "series_id": day.series_id}
    return defaultdict(uuid.uuid4, known)


ASKS = {
    "a few, without Omar": ("Ruth", {"chosen": ("Ines",)}, None),
    "Ruth, before her yes": ("Sam", {"for_member": "Ruth"}, None),
    "Ruth, who took her yes back": ("Sam", {"for_member": "Ruth"}, False),
    "Ruth, who would rather not": ("Sam", {"for_member": "Ruth"}, "rather not"),
}


@pytest.fixture(params=ASKS)
def need(request, world) -> Need:
    name, whom, said = ASKS[request.param]
    need = world.repeat(
        name, address=world.address(*whom.get("chosen", ()), for_member=whom.get("for_member"))
    )
    for agrees in {None: (), False: (True, False), "rather not": (False,)}[said]:
        answer(need, world.ruth, agrees)
    return need


def test_to_whom_it_does_not_speak_it_does_not_exist(world, need):
    doors = [endpoint for endpoint in DOORS if leads_to_an_ask(world.app, endpoint)]
    assert {"needs.sign_up", "needs.sign_up_for_all", "needs_api.show_need"} <= set(doors)
    omar = world.client("Omar")
    nothing: dict[str, uuid.UUID] = defaultdict(uuid.uuid4)
    found = names(need)
    for endpoint in doors:
        there = knock(omar, endpoint, found)
        assert there.status_code == 404, endpoint
        assert told(there) == told(knock(omar, endpoint, nothing)), endpoint


def test_to_whom_it_speaks_it_does(world):
    need = world.ask(address=world.address("Ines"))
    assert knock(world.client("Ines"), "needs.show_need", names(need)).status_code == 200


@pytest.mark.parametrize("noun", ["offer_id", "hand_id"])
def test_offers_and_hands_of_others_do_not_exist_either(world, noun):
    hand = hand_that_waits(world, "Ruth", "Ines")
    offer = world.offer("Ruth", chosen=[world.ines.id])
    named = {"offer_id": offer.id, "hand_id": hand.id, "slot_id": uuid.uuid4()}
    doors = [door for door in DOORS if noun in arguments(world.app, door)]
    assert doors
    omar = world.client("Omar")
    nothing: dict[str, uuid.UUID] = defaultdict(uuid.uuid4)
    for endpoint in doors:
        there = knock(omar, endpoint, defaultdict(uuid.uuid4, named))
        assert there.status_code == 404, endpoint
        assert told(there) == told(knock(omar, endpoint, nothing)), endpoint
