"""Handing over at the end of a season."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from circles import clock
from circles.database import db
from circles.membership import Membership, turn_seasons
from circles.membership.handing_over import NotWilling, hand_over
from circles.membership.permissions import CoordinatorsOnly
from circles.membership.season import Willing
from circles.membership.stewardship_log import log_of


@pytest.fixture
def over(world):
    """Sam's season is over, and Omar would like a turn."""
    turn_seasons()
    world.at(clock.now() + timedelta(days=92))
    Willing.say(world.places["Omar"])
    db.session.commit()
    return world


def roles(world) -> dict[str, str]:
    db.session.expire_all()
    return {name: world.places[name].role for name in ("Sam", "Omar", "Ines")}


def test_the_page_asks_members_for_a_turn(over):
    page = over.client("Ines").get("/circle").get_data(as_text=True)
    assert "Would you like a turn?" in page
    assert "I would like a turn" in page
    assert "Hand over" not in page


def test_whoever_said_so_may_think_again(over):
    omar = over.client("Omar")
    assert "Rather not, after all" in omar.get("/circle").get_data(as_text=True)
    omar.post(f"/circles/{over.circle.id}/turn/withdrawal")
    assert "I would like a turn" in omar.get("/circle").get_data(as_text=True)


def test_the_coordinator_hands_over_on_the_page(over):
    sam = over.client("Sam")
    assert "Omar</bdi> would like a turn" in sam.get("/circle").get_data(as_text=True)
    assert sam.post(f"/memberships/{over.places['Omar'].id}/hand-over").status_code == 303
    assert roles(over) == {"Sam": "member", "Omar": "coordinator", "Ines": "member"}
    assert "Would you like a turn" not in sam.get("/circle").get_data(as_text=True)


def test_both_stand_in_the_log(over):
    hand_over(over.places["Sam"], over.places["Omar"])
    db.session.commit()
    deeds = {(row[0], row[1], row[2]) for row in log_of(over.circle)}
    assert deeds == {("made_coordinator", "Sam", "Omar"), ("stepped_down", "Sam", None)}


def test_nobody_is_made_to(over):
    with pytest.raises(NotWilling):
        hand_over(over.places["Sam"], over.places["Ines"])


def test_a_member_hands_nothing_over(over):
    with pytest.raises(CoordinatorsOnly):
        hand_over(over.places["Ines"], over.places["Omar"])


def test_staying_asks_nobody_for_another_season(over):
    sam = over.client("Sam")
    assert sam.post(f"/circles/{over.circle.id}/season").status_code == 303
    assert "Your season is over" not in sam.get("/circle").get_data(as_text=True)


def test_handed_over_twice_at_once_it_is_done_once(over):
    Willing.say(over.places["Ines"])
    db.session.commit()
    start, told = Barrier(2), []
    addresses = [f"/memberships/{over.places[name].id}/hand-over" for name in ("Omar", "Ines")]
    clients = [over.client("Sam") for _ in addresses]

    def tap(client, address):
        start.wait()
        with over.app.app_context():
            told.append(client.post(address).status_code)

    threads = [Thread(target=tap, args=pair) for pair in zip(clients, addresses, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [303, 403]
    coordinators = db.session.query(Membership).filter_by(
        circle_id=over.circle.id, role="coordinator"
    )
    assert coordinators.count() == 1
