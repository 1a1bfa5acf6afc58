"""News of hands: nobody hears of their own deed, or their own name."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from circles.database import db
from circles.fact import Fact
from circles.needs import Opening
from circles.needs.answering import YES_FIRST, put_way_on
from circles.needs.hand import OVER, RAISED
from circles.needs.lowering import step_back
from circles.needs.own_say import answer
from circles.needs.regret import say_not_this_time
from circles.notifications import Notification, fan_out
from circles.notifications.inbox import inbox
from tests.form_page import FormPage
from tests.needs.hands import raised, wave, yes_first


def lines(person) -> list[str]:
    return [str(item.words.line) for item in inbox(person).items]


def test_of_two_who_lead_one_who_can_does_not_hear_their_own_name(world):
    need = yes_first(world, "Sam", address=world.address(for_member="Ruth"))
    answer(need, world.ruth, agrees=True)
    wave(world, need, "Ines", "Sam")
    fan_out()
    assert "Ines can. Is that all right? Dinner for four" in lines(world.sam)
    assert "Ines, Sam can. Is that all right? Dinner for four" in lines(world.ruth)


def test_whoever_says_not_this_time_does_not_hear_that_their_hand_is_over(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    put_way_on(need, YES_FIRST)
    wave(world, need, "Ines")
    say_not_this_time(need, world.ines)
    db.session.commit()
    fan_out()
    told = select(Notification.person_id).where(Notification.kind == OVER)
    assert db.session.scalars(told).all() == []


def test_a_time_far_ahead_is_told_with_its_month(world):
    far = world.day(70)
    need = world.ask("Ruth", openings=[Opening(far)])
    put_way_on(need, "raise_hands")
    db.session.commit()
    evening = world.day(69)
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}"))
    assert f"until {evening:%A} {evening.day} {evening:%B}, 18:00" in page.words


def test_no_row_tells_whose_hand_was_up(world):
    need = raised(world)
    fan_out()
    wave(world, need, "Ines", "Omar")
    step_back(need.slots[0], world.omar)
    db.session.commit()
    assert [one.actor_id for one in raised_news()] == [world.ines.id]
    fan_out()
    seen = select(Notification.person_id).where(Notification.read_at.is_not(None))
    assert db.session.scalars(seen).all() == []
    step_back(need.slots[0], world.ines)
    db.session.commit()
    assert raised_news() == []


def raised_news() -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.kind == RAISED)))


def test_no_row_has_a_number_that_tells_who_was_first(world):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("rows are numbered by SQLite alone")
    with pytest.raises(OperationalError, match="rowid"):
        db.session.execute(text("select rowid from hand"))
