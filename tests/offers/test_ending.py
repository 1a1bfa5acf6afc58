"""Paused, taken back, over: always silently, and with nothing left."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from circles.accounts import export_of
from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.membership.parting import leave
from circles.offers import Offer, ask_whether_offers_stand
from circles.offers.audience import OfferedTo
from circles.offers.forgetting import A_YEAR
from tests.form_page import FormPage


def offers() -> list[Offer]:
    db.session.expire_all()
    return list(db.session.scalars(select(Offer).order_by(Offer.title)))


def test_it_is_paused_and_offered_again_with_one_tap_each(world):
    offer = world.offer("Ines")
    path, ines = f"/offers/{offer.id}", world.client("Ines")
    assert f"{path}/pause" in FormPage(ines.get(path)).actions
    for _ in range(2):  # twice is once
        assert ines.post(f"{path}/pause").status_code == 303
    assert world.client("Ruth").get(path).status_code == 404
    page = FormPage(ines.get(path))
    assert "It is paused. Nobody else sees it." in page.words
    assert f"{path}/renewal" in page.actions
    ines.post(f"{path}/renewal")
    assert world.client("Ruth").get(path).status_code == 200
    assert not db.session.scalars(select(Fact)).all()


def test_taken_back_it_is_gone(world):
    offer = world.offer("Ines", chosen=[world.ruth.id])
    world.at(offer.since + timedelta(weeks=8))
    ask_whether_offers_stand()
    answer = world.client("Ines").post(f"/offers/{offer.id}/taking-back")
    assert (answer.status_code, answer.location) == (303, "/offers")
    for noun in (Offer, OfferedTo, Fact):
        assert not db.session.scalars(select(noun)).all()


def test_it_ends_with_its_last_day_in_the_circles_own_zone(world):
    world.at(datetime(2026, 7, 1, 12, tzinfo=UTC))
    offer = world.offer("Ines", until=world.day(0))
    path = f"/offers/{offer.id}"
    world.at(datetime(2026, 7, 1, 22, 59, tzinfo=UTC))  # 23:59 in London
    forget()
    assert world.client("Ruth").get(path).status_code == 200
    world.at(datetime(2026, 7, 1, 23, 0, tzinfo=UTC))
    assert world.client("Ruth").get(path).status_code == 404
    assert world.client("Ines").get(path).status_code == 404
    assert "Lentil soup" not in world.client("Ruth").get("/").text
    forget()
    assert not offers()


def test_a_last_day_may_be_moved_and_taken_away(world):
    offer = world.offer("Ines", until=world.day(2))
    offer.change(world.ines, until=None)
    db.session.commit()
    world.later(days=9)
    forget()
    assert offers() == [offer]


def test_what_is_paused_for_a_year_is_forgotten(world):
    offer = world.offer("Ines")
    offer.pause(world.ines)
    standing = world.offer("Ines", title="Bread")
    db.session.commit()
    world.at(offer.since + A_YEAR - timedelta(minutes=1))
    forget()
    assert len(offers()) == 2
    world.later(minutes=2)
    forget()
    assert offers() == [standing]


def test_pausing_again_does_not_make_it_last(world):
    offer = world.offer("Ines")
    offer.pause(world.ines)
    since = offer.since
    world.later(days=30)
    offer.pause(world.ines)
    assert offer.since == since


def test_what_a_member_who_leaves_offers_goes_with_them(world):
    mine, others = world.offer("Ines"), world.offer("Omar", title="Bread")
    words = FormPage(world.client("Ines").get(f"/circles/{world.circle.id}/leaving")).words
    assert "What is offered here is taken back." in words
    assert "What is offered here" not in world.client("Ruth").get("/you/farewell").text
    leave(world.places["Ines"])
    db.session.commit()
    assert offers() == [others]
    assert mine not in db.session


@pytest.mark.parametrize("name", ["Ines", "Ruth"])
def test_nothing_of_someone_who_goes_for_good_is_offered(world, name):
    offer = world.offer("Ines", chosen=[world.ruth.id])
    need = world.take_up(offer, "Ruth")
    assert world.client(name).post("/you/farewell").status_code in (200, 303)
    assert bool(offers()) is (name == "Ruth")
    if name == "Ines":
        assert need.regret is not None
        assert "Ines" not in world.client("Ruth").get(f"/needs/{need.id}").text


def test_ones_own_offers_are_taken_along(world):
    offer = world.offer("Ines", weekdays="TU,TH", suits="after six", details="Enough for two")
    world.offer("Omar", title="Bread")
    offer.pause(world.ines)
    db.session.commit()
    assert export_of(world.ines)["offers"] == [
        {
            "circle": "Maple Street",
            "kind": "meal",
            "title": "Lentil soup",
            "details": "Enough for two",
            "suits": "after six",
            "weekdays": ["TU", "TH"],
            "until": None,
            "is_paused": True,
        }
    ]
    assert not export_of(world.ruth)["offers"]
