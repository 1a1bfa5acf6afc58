"""Kind words: to one person, if one likes, and gone after a week."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from circles import clock
from circles.accounts import export_of
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.membership.parting import leave
from circles.needs import Need, Opening, SignUp
from circles.needs.need import NotYourAsk
from circles.needs.thanks import FADING, SAID, NobodyToThank, Thanks
from circles.notifications import Notification, fan_out
from tests.api.program import Program
from tests.form_page import FormPage

WORDS = "The soup was wonderful."


@pytest.fixture
def need(world) -> Need:
    """Ruth asked for a dinner; Ines and Omar said yes; the day is here."""
    need = world.ask("Ruth", openings=[world.tomorrow(wanted=2)])
    world.promise(need, "Omar")
    world.promise(need, "Ines")
    world.at(need.slots[0].over_at - timedelta(hours=1))
    return need


def thank(need: Need, world, words: str = WORDS, to: str = "Ines") -> Thanks:
    said = Thanks.say(need, world.ruth, world.people[to].id, words)
    db.session.commit()
    return said


def kept() -> list[str]:
    return list(db.session.scalars(select(Thanks.words).order_by(Thanks.words)))


def test_only_the_one_they_are_for_reads_them(world, need):
    ruth, path = world.client("Ruth"), f"/needs/{need.id}"
    answer = ruth.post(f"{path}/thanks/{world.ines.id}", data={"thanks": WORDS})
    assert answer.status_code == 303
    assert "Ruth says thank you." in FormPage(world.client("Ines").get(path)).words
    assert WORDS in world.client("Ines").get(path).text
    for name in ("Omar", "Sam"):
        page = world.client(name).get(path).text
        assert WORDS not in page
        assert "says thank you" not in page
        assert Program(world, name).get(f"{path}/thanks").json["items"] == []
    (told,) = Program(world, "Ines").get(f"{path}/thanks").json["items"]
    assert told["words"] == WORDS


def test_no_words_are_enough(world, need):
    said = Program(world, "Ruth").put(f"/needs/{need.id}/thanks/{world.ines.id}")
    assert said.status_code == 200
    assert "Ruth says thank you." in FormPage(world.client("Ines").get(f"/needs/{need.id}")).words


def test_new_ones_take_the_place_of_the_old(world, need):
    thank(need, world, "First")
    thank(need, world, "Second")
    thank(need, world, "Third", to="Omar")
    assert kept() == ["Second", "Third"]


def test_too_many_words_come_back_beside_the_right_name(world, need):
    typed = "x" * 501
    path = f"/needs/{need.id}/thanks/{world.ines.id}"
    page = FormPage(world.client("Ruth").post(path, data={"thanks": typed}))
    assert page.status == 422
    assert list(page.errors) == [f"thanks-{world.ines.id}"]
    assert kept() == []


def test_nobody_but_whoever_asked_can_say_them(world, need):
    with pytest.raises(NotYourAsk):
        Thanks.say(need, world.omar, world.ines.id, WORDS)
    assert "thanks/" not in world.client("Omar").get(f"/needs/{need.id}").text


def test_only_whoever_said_yes_can_be_thanked(world, need):
    with pytest.raises(NobodyToThank):
        Thanks.say(need, world.ruth, world.sam.id, WORDS)
    SignUp.of(need.slots[0], world.ines).release()
    with pytest.raises(NobodyToThank):
        Thanks.say(need, world.ruth, world.ines.id, WORDS)


def test_from_the_day_itself_until_the_promise_is_forgotten(world):
    world.at(clock.now().replace(hour=12, minute=0))
    need = world.ask("Ruth")
    world.promise(need, "Ines")
    path = f"/needs/{need.id}"
    with pytest.raises(NobodyToThank):
        Thanks.say(need, world.ruth, world.ines.id, WORDS)
    assert "thanks/" not in world.client("Ruth").get(path).text
    world.later(hours=13)  # the day has begun
    assert "thanks/" in world.client("Ruth").get(path).text
    assert Thanks.say(need, world.ruth, world.ines.id, WORDS)
    world.at(need.slots[0].over_at + timedelta(hours=49))
    forget()
    db.session.expire_all()
    with pytest.raises(NobodyToThank):
        Thanks.say(need, world.ruth, world.ines.id, "Too late")
    assert "thanks/" not in world.client("Ruth").get(path).text


def test_whenever_may_be_any_day(world):
    need = world.ask("Ruth", openings=[Opening()])
    world.promise(need, "Ines")
    assert thank(need, world)


def test_they_are_heard_of_without_a_word_on_the_lock_screen(world, need):
    thank(need, world)
    fact = db.session.scalars(select(Fact).where(Fact.kind == SAID)).one()
    told = announcement_for(SAID).words(fact, world.ines.id)
    assert (str(told.title), str(told.body)) == ("A thank you", "Kind words for you.")
    assert announcement_for(SAID).words(fact, world.omar.id) is None
    fan_out()
    heard = select(Notification.person_id).where(Notification.kind == SAID)
    assert set(db.session.scalars(heard)) == {world.ines.id}
    words = FormPage(world.client("Ines").get("/inbox")).words
    assert "Ruth says thank you: Dinner for four" in words


def test_they_fade_after_seven_days_and_are_not_shown_until_then_by_accident(world, need):
    thank(need, world)
    world.later(days=FADING.days, seconds=-5)
    forget()
    assert kept() == [WORDS]
    world.later(seconds=5)
    assert WORDS not in world.client("Ines").get(f"/needs/{need.id}").text
    forget()
    assert kept() == []


def test_they_go_with_the_ask(world, need):
    thank(need, world)
    assert world.client("Ruth").post("/you/farewell").status_code == 303
    assert kept() == []


@pytest.mark.parametrize("who", ["Ruth", "Ines"])
def test_they_go_with_either_of_the_two(world, need, who):
    thank(need, world)
    thank(need, world, "To Omar", to="Omar")
    leave(world.places[who])
    db.session.commit()
    assert kept() == ([] if who == "Ruth" else ["To Omar"])


def test_whoever_said_them_takes_them_along(world, need):
    thank(need, world)
    assert export_of(world.ruth)["thanks"] == [WORDS]
    assert export_of(world.ines)["thanks"] == []
