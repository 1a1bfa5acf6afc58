"""How much a courier claims: as much as goes out in a moment, at the pace of late."""

from circles.notifications.bag import FIRST, FULLEST, Bag
from circles.notifications.channels.push import IN_FLIGHT


def answered(bag: Bag, count: int) -> None:
    for _ in range(count):
        bag.note_answer()


def test_it_begins_with_what_most_circles_have() -> None:
    assert Bag().worth_claiming(0, now=0.0) == FIRST


def test_a_quick_service_fills_it_and_no_more() -> None:
    bag = Bag()
    bag.worth_claiming(0, now=0.0)
    answered(bag, FULLEST)
    assert bag.worth_claiming(0, now=0.1) == FULLEST
    assert bag.worth_claiming(FULLEST, now=0.2) == 0


def test_more_out_than_the_pace_of_late_allows_claims_nothing() -> None:
    """A service that was quick has become slow. To claim less than nothing is an error in
    PostgreSQL, and in SQLite it is to claim everything."""
    bag = Bag()
    bag.worth_claiming(0, now=0.0)
    answered(bag, FULLEST)
    bag.worth_claiming(0, now=0.1)
    answered(bag, FULLEST - 200)
    assert bag.worth_claiming(200, now=100.0) == 0
    answered(bag, 200)
    assert 0 < bag.worth_claiming(0, now=200.0) <= 2 * IN_FLIGHT
