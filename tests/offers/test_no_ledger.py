"""Whoever is asked in person may well have said yes: who that was goes as a promise goes."""

import pytest
from sqlalchemy import select

from circles.database import db
from circles.forgetting import forget
from circles.needs import Addressed, Need, Opening, SignUp


def addressed() -> int:
    return len(db.session.scalars(select(Addressed)).all())


def after(world, **ahead: float) -> None:
    world.later(**ahead)
    forget()
    db.session.expire_all()


@pytest.mark.parametrize("how", ["passed", "closed"])
def test_two_days_later_an_ask_says_no_more_whom_it_asked(world, how):
    need = world.take_up(world.offer("Ines"), "Ruth")
    world.promise(need, "Ines")
    if how == "closed":
        need.close(world.ruth)
        db.session.commit()
    else:
        world.at(need.slots[0].over_at)
    after(world, hours=47)
    assert addressed() == 1
    assert need.takes_up_id is not None
    after(world, hours=2)
    assert not addressed()
    assert need.takes_up_id is None
    assert not db.session.scalars(select(SignUp)).all()
    page = world.client("Ruth").get(f"/needs/{need.id}").text
    assert "Ines" not in page


def test_without_a_day_it_waits_for_its_answer_until_it_ends(world):
    need: Need = world.take_up(world.offer("Ines"), "Ruth", openings=[Opening()])
    after(world, days=33)
    assert addressed() == 1
    need.withdraw(world.ruth)
    db.session.commit()
    after(world, days=3)
    assert not addressed()


def test_an_ask_of_a_few_that_took_nothing_up_is_left_as_it_is(world):
    world.ask("Ruth", address=world.address("Ines"))
    after(world, days=4)
    assert addressed() == 1
