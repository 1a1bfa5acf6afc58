"""Would you still like to? Asked of one person, who is never pressed."""

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import sign_up
from circles.needs.address import readdress
from circles.needs.need import ASKED
from circles.needs.regret import REGRETTED, say_not_this_time
from circles.notifications import Notification, Rest, fan_out
from circles.notifications.fan_out import hearers_among
from circles.offers.request import REQUESTED
from tests.form_page import FormPage


@pytest.fixture
def need(world):
    return world.take_up(world.offer("Ines"), "Ruth", title="Xtitle")


def fact(kind: str) -> Fact:
    return db.session.scalars(select(Fact).where(Fact.kind == kind)).one()


def heard(kind: str) -> list:
    fan_out()
    told = select(Notification.person_id).where(Notification.kind == kind)
    return list(db.session.scalars(told))


def words(kind: str, person):
    return announcement_for(kind).words(fact(kind), person.id)


def test_only_whoever_offers_it_hears_and_in_other_words_than_of_an_ask(world, need):
    assert not db.session.scalars(select(Fact).where(Fact.kind == ASKED)).all()
    assert heard(REQUESTED) == [world.ines.id]
    line = FormPage(world.client("Ines").get("/inbox")).words
    assert "Would you still like to? Ruth says: yes, please. Xtitle" in line


def test_a_lock_screen_says_no_word_of_it(world, need):
    told = words(REQUESTED, world.ines)
    assert str(told.title) == "Would you still like to?"
    assert "Xtitle" not in f"{told.title} {told.body}"
    assert "Ruth" not in f"{told.title} {told.body}"
    assert told.path == f"/needs/{need.id}"


@pytest.mark.parametrize("then", ["answered", "withdrawn", "asked of everyone", "not this time"])
def test_once_it_is_answered_or_gone_it_is_no_news(world, need, then):
    assert words(REQUESTED, world.ines)
    if then == "answered":
        sign_up(need.slots[0], world.ines)
    elif then == "withdrawn":
        need.withdraw(world.ruth)
    elif then == "asked of everyone":
        readdress(need, world.ruth, None)
    else:
        say_not_this_time(need, world.ines)
    db.session.commit()
    db.session.expire_all()
    left = db.session.scalars(select(Fact).where(Fact.kind == REQUESTED)).all()
    telling = announcement_for(REQUESTED)
    assert [one for one in left if telling.words(one, world.ines.id)] == []


def test_whoever_asked_hears_of_a_yes(world, need):
    sign_up(need.slots[0], world.ines)
    db.session.commit()
    fan_out()
    assert "Ines can: Xtitle" in FormPage(world.client("Ruth").get("/inbox")).words


def test_whoever_asked_hears_not_this_time_and_nobody_else(world, need):
    say_not_this_time(need, world.ines)
    db.session.commit()
    assert heard(REGRETTED) == [world.ruth.id]
    told = words(REGRETTED, world.ruth)
    assert (str(told.title), str(told.body)) == ("Not this time", "A meal")
    assert "Ines" not in str(told.line)


def test_it_rings_nobody_who_rests_and_waits_in_their_inbox(world, need):
    Rest.begin(world.ines)
    db.session.commit()
    fan_out()
    assert not hearers_among(fact(REQUESTED), {world.ines.id})
    assert "yes, please. Xtitle" in FormPage(world.client("Ines").get("/inbox")).words
    assert f"/needs/{need.id}" in world.client("Ines").get("/").text


def test_it_rings_whoever_does_not_rest(world, need):
    fan_out()
    assert hearers_among(fact(REQUESTED), {world.ines.id, world.omar.id}) == {world.ines.id}
