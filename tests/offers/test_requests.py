"""Yes, please: an ask for the one who offers, and for nobody else."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from circles.database import db
from circles.needs import Need, Opening, sign_up
from circles.needs.address import readdress
from circles.offers.offer import NotOffered
from circles.offers.request import AskedAlready, OwnOffer
from tests.form_page import FormPage


def only_need() -> Need:
    return db.session.scalars(select(Need)).one()


def test_one_tap_asks_in_the_words_of_the_offer(world):
    offer = world.offer("Ines", details="Enough for two")
    path = f"/offers/{offer.id}"
    page = FormPage(world.client("Ruth").get(path))
    answer = world.client("Ruth").post(f"{path}/requests", data=page.values)
    need = only_need()
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert (need.kind, need.title, need.details) == ("meal", "Lentil soup", "")
    assert (need.posted_by_id, need.audience) == (world.ruth.id, "chosen")
    assert [one.membership.person_id for one in need.addressed] == [world.ines.id]
    assert [(slot.day, slot.wanted) for slot in need.slots] == [(None, 1)]


def test_nobody_else_sees_it(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    path = f"/needs/{need.id}"
    assert world.client("Ines").get(path).status_code == 200
    assert world.client("Ruth").get(path).status_code == 200
    for name in ("Omar", "Sam", "Clara"):
        assert world.client(name).get(path).status_code == 404
        assert str(need.id) not in world.client(name).get("/").text
    assert "Ines sees this." in world.client("Ruth").get(path).text


def test_everything_of_an_ask_is_possible(world):
    offer = world.offer("Ines")
    day = world.day(2).isoformat()
    form = {
        "title": "Soup on Friday",
        "when": "days",
        "day_0": day,
        "at_0": "18:00",
        "meal.eaters": "3",
        "meal.never": "Nuts",
        "details": "Ring twice",
        "private_details": "gate 2284",
    }
    assert world.client("Ruth").post(f"/offers/{offer.id}/requests", data=form).status_code == 303
    need = only_need()
    assert (need.title, need.details, need.private_words) == (
        "Soup on Friday",
        "Ring twice",
        "gate 2284",
    )
    assert need.answers == {"eaters": 3, "never": "Nuts"}
    assert [slot.day.isoformat() for slot in need.slots] == [day]
    assert "gate 2284" not in world.client("Ines").get(f"/needs/{need.id}").text
    world.promise(need, "Ines")
    assert "gate 2284" in world.client("Ines").get(f"/needs/{need.id}").text


@pytest.mark.parametrize(
    ("field", "form", "sentence"),
    [
        ("title", {"title": " "}, "Please write something here."),
        ("when", {"when": "2020-01-01"}, "That day has passed already."),
        ("day_0", {"when": "days"}, "Please choose at least one day."),
        ("meal.eaters", {"meal.eaters": "400"}, "Say a number from 1 to 40."),
    ],
)
def test_a_wrong_form_comes_back_as_it_was_typed(world, field, form, sentence):
    offer = world.offer("Ines")
    typed = {"title": "Soup", "when": "whenever", "details": "Ring twice"} | form
    page = FormPage(world.client("Ruth").post(f"/offers/{offer.id}/requests", data=typed))
    assert page.status == 422
    assert page.errors == {field: sentence}
    assert page.values["details"] == "Ring twice"
    assert not db.session.scalars(select(Need)).all()


def test_a_repeating_rule_that_was_forged_is_no_day_at_all(world):
    offer = world.offer("Ines")
    form = {"title": "Soup", "when": "repeating", "first": world.day(1).isoformat()}
    assert world.client("Ruth").post(f"/offers/{offer.id}/requests", data=form).status_code == 303
    assert [slot.day for slot in only_need().slots] == [None]


def test_it_is_answered_with_a_plain_yes(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}"))
    assert "Would you still like to?" in page.words
    assert "Ruth says: yes, please." in page.words
    assert f"/slots/{need.slots[0].id}/sign-up" in page.actions
    assert f"/needs/{need.id}/regret" in page.actions
    sign_up(need.slots[0], world.ines)
    db.session.commit()
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}"))
    assert f"/needs/{need.id}/regret" not in page.actions


def test_on_the_board_of_whoever_is_asked_both_answers_are_one_tap(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    page = FormPage(world.client("Ines").get("/"))
    assert "asks you alone" in page.words
    assert f"/slots/{need.slots[0].id}/sign-up" in page.actions
    assert f"/needs/{need.id}/regret" in page.actions
    assert 'data-action="put-aside"' not in world.client("Ines").get("/").text
    assert f"/needs/{need.id}/regret" not in FormPage(world.client("Ruth").get("/")).actions


def test_whoever_asks_twice_is_led_to_what_they_asked(world):
    offer = world.offer("Ines")
    need = world.take_up(offer, "Ruth")
    with pytest.raises(AskedAlready):
        world.take_up(offer, "Ruth")
    page = FormPage(world.client("Ruth").get(f"/offers/{offer.id}"))
    assert "You said “yes, please”." in page.words
    assert f"/offers/{offer.id}/requests" not in page.actions
    form = {"title": "Soup", "when": "whenever"}
    answer = world.client("Ruth").post(f"/offers/{offer.id}/requests", data=form)
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert world.take_up(offer, "Omar").id != need.id


@pytest.mark.parametrize("how", ["withdrawn", "over"])
def test_once_it_has_ended_or_passed_one_may_ask_again(world, how):
    offer = world.offer("Ines")
    need = world.take_up(offer, "Ruth")
    if how == "withdrawn":
        need.withdraw(world.ruth)
    else:
        world.later(days=3)
    assert world.take_up(offer, "Ruth", openings=[Opening()]).id != need.id


def test_nobody_takes_up_their_own_offer(world):
    offer = world.offer("Ines")
    with pytest.raises(OwnOffer):
        world.take_up(offer, "Ines")
    page = world.client("Ines").get(f"/offers/{offer.id}").text
    assert f"/offers/{offer.id}/requests" not in page


def test_what_was_paused_or_taken_back_a_moment_ago_is_not_offered(world):
    offer, other = world.offer("Ines"), world.offer("Omar")
    offer.pause(world.ines)
    db.session.commit()
    with pytest.raises(NotOffered):
        world.take_up(offer, "Ruth")
    world.client("Omar").post(f"/offers/{other.id}/taking-back")
    with pytest.raises(NotOffered):
        world.take_up(other, "Ruth")


@pytest.mark.parametrize("ends", ["pause", "take_back"])
def test_a_request_stands_when_the_offer_does_not(world, ends):
    offer = world.offer("Ines")
    need = world.take_up(offer, "Ruth")
    getattr(offer, ends)(world.ines)
    db.session.commit()
    db.session.expire_all()
    assert need.is_open
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}"))
    assert f"/needs/{need.id}/regret" in page.actions
    assert f"/slots/{need.slots[0].id}/sign-up" in page.actions


def test_asked_of_more_people_it_is_an_ask_like_any_other(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    readdress(need, world.ruth, None)
    db.session.commit()
    page = FormPage(world.client("Ines").get(f"/needs/{need.id}"))
    assert "Would you still like to?" not in page.words
    assert f"/needs/{need.id}/regret" not in page.actions
    assert world.client("Omar").get(f"/needs/{need.id}").status_code == 200


def test_asked_of_somebody_else_alone_it_is_no_request_to_them(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    readdress(need, world.ruth, [world.omar.id])
    db.session.commit()
    assert f"/needs/{need.id}/regret" not in world.client("Omar").get(f"/needs/{need.id}").text
    assert world.client("Ines").get(f"/needs/{need.id}").status_code == 404


def test_asked_of_the_same_person_again_it_stays_one(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    readdress(need, world.ruth, [world.ines.id])
    db.session.commit()
    assert f"/needs/{need.id}/regret" in world.client("Ines").get(f"/needs/{need.id}").text


def test_the_days_that_suit_come_first(world):
    world.at(datetime(2026, 11, 25, 9, tzinfo=UTC))  # a Wednesday
    offer = world.offer("Ines", weekdays="TU", until=date(2026, 12, 20))
    page = world.client("Ruth").get(f"/offers/{offer.id}").text
    days = re.findall(r'name="when" value="([^"]*)"', page)
    assert days == ["2026-12-01", "2026-12-08", "days", "whenever"]
    soon = world.offer("Ines", weekdays="TU", until=date(2026, 12, 2), title="Other soup")
    page = world.client("Ruth").get(f"/offers/{soon.id}").text
    assert re.findall(r'name="when" value="([^"]*)"', page) == ["2026-12-01", "days", "whenever"]
