"""An ask whose author goes for good: those who had said yes hear of it, and no more than that."""

import pytest
from sqlalchemy import delete

from circles.database import db
from circles.membership import Membership
from circles.needs import Need, SignUp, sign_up
from circles.needs.need import NeedEnded
from circles.notifications import Notification, fan_out


def inbox(world, name: str) -> str:
    return world.client(name).get("/inbox").text


@pytest.fixture
def gone(world) -> Need:
    """Ruth had asked, Ines and Omar had said yes; now Ruth is gone."""
    need = world.ask("Ruth", openings=[world.tomorrow(wanted=2), world.tomorrow(days=2)])
    world.promise(need, "Ines")
    world.promise(need, "Ines", slot=1)
    world.promise(need, "Omar")
    fan_out()
    key = need.id
    assert world.client("Ruth").post("/you/farewell").status_code == 303
    db.session.expire_all()
    assert db.session.get(Need, key) is None
    return need


def test_whoever_had_said_yes_hears_that_it_is_not_needed(world, gone):
    fan_out()
    for name in ("Ines", "Omar"):
        page = inbox(world, name)
        assert "Something you had said yes to is no longer needed." in page
        assert f'href="/circles/{world.circle.id}/calendar"' in page
        assert "Ruth" not in page
        assert "Dinner" not in page
    told = db.session.query(Notification).filter_by(person_id=world.ines.id, kind="need.gone")
    assert told.count() == 1, "once, whatever they had promised of it"


def test_nobody_else_hears_of_it(world, gone):
    fan_out()
    assert "no longer needed" not in inbox(world, "Sam")


def test_whoever_left_meanwhile_hears_nothing(world, gone):
    place = Membership.of(world.omar, world.circle)
    db.session.delete(place)
    db.session.commit()
    fan_out()
    told = db.session.query(Notification).filter_by(person_id=world.omar.id, kind="need.gone")
    assert not told.count()


def test_what_was_over_is_no_news(world):
    need = world.ask("Ruth")
    world.promise(need, "Ines")
    world.later(days=2)
    world.client("Ruth").post("/you/farewell")
    fan_out()
    assert "Something you had said yes to" not in inbox(world, "Ines")


def drop_slots() -> None:
    """As another transaction does, which this one has not looked at yet."""
    db.session.execute(delete(Need), execution_options={"synchronize_session": False})


def test_a_yes_at_that_moment_comes_too_late(world):
    slot = world.ask("Ruth").slots[0]
    assert slot.wanted
    drop_slots()
    with pytest.raises(NeedEnded):
        sign_up(slot, world.omar)


def test_stepping_back_at_that_moment_has_nothing_to_step_back_from(world):
    need = world.ask("Ruth")
    world.promise(need, "Omar")
    mine = SignUp.of(need.slots[0], world.omar)
    assert mine.slot.need.title
    drop_slots()
    with pytest.raises(NeedEnded):
        mine.release()
