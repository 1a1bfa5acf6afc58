"""I'll say yes first: whoever says "I can" waits for whoever asked."""

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.needs import Address, Series, sign_up, sign_up_for_all
from circles.needs.address import readdress
from circles.needs.answering import AT_ONCE, YES_FIRST, DayByDay, put_way_on
from circles.needs.days import MOVED, call_off, move
from circles.needs.drawing import ACCEPTED, HandLowered, answer_hand, change_way
from circles.needs.enough import say_enough
from circles.needs.hand import OVER, RAISED, Hand
from circles.needs.lowering import step_back
from circles.needs.need import NotYourAsk
from circles.needs.own_say import answer
from circles.needs.sign_up import REOPENED, TAKEN, SignUp, SlotFull
from tests.needs.hands import coming, facts, hand_of, told, up, wave, yes_first


def agree(world, need, name: str, agrees: bool = True, by: str = "Ruth") -> None:
    answer_hand(hand_of(need.slots[0], world.people[name]), world.people[by], agrees)
    db.session.commit()


def test_a_yes_waits_and_takes_no_place(world):
    need = yes_first(world)
    wave(world, need, "Ines", "Omar", note="soup")
    assert (coming(need.slots[0]), up(need.slots[0])) == ([], ["Ines", "Omar"])
    assert hand_of(need.slots[0], world.ines).note == "soup"
    assert facts(TAKEN) == []


def test_saying_it_twice_is_one_hand(world):
    need = yes_first(world)
    wave(world, need, "Ines", note="soup")
    wave(world, need, "Ines", note="bread")
    assert up(need.slots[0]) == ["Ines"]
    assert hand_of(need.slots[0], world.ines).note == "bread"
    assert len(facts(RAISED)) == 1


def test_whoever_asked_hears_who_can(world):
    need = yes_first(world)
    wave(world, need, "Omar", "Ines")
    assert set(told(RAISED)) == {world.ruth.id}
    words = announcement_for(RAISED).words(facts(RAISED)[0], world.ruth.id)
    assert str(words.line) == "Ines, Omar can. Is that all right? Dinner for four"
    assert (str(words.title), str(words.body)[:6]) == (
        "Someone can, and waits for your yes",
        "A meal",
    )


def test_a_yes_makes_it_a_promise_and_is_heard_by_that_one(world):
    need = yes_first(world, openings=[world.tomorrow(wanted=2)])
    wave(world, need, "Ines", "Omar", note="soup")
    agree(world, need, "Ines")
    assert (coming(need.slots[0]), up(need.slots[0])) == (["Ines"], ["Omar"])
    assert need.slots[0].sign_ups[0].note == "soup"
    assert told(ACCEPTED) == [world.ines.id]
    words = announcement_for(ACCEPTED).words(facts(ACCEPTED)[0], world.ines.id)
    assert str(words.line).endswith("Ruth would love you to come: Dinner for four")


def test_not_this_time_leaves_nothing_behind(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    agree(world, need, "Ines", agrees=False)
    assert up(need.slots[0]) == coming(need.slots[0]) == []
    assert facts(RAISED) == []
    assert {fact.kind for fact in _all_facts()} == {"need.asked"}


def _all_facts():
    from circles.fact import Fact

    return db.session.scalars(select(Fact)).all()


def test_when_the_day_is_full_nobody_waits_any_more(world):
    need = yes_first(world)
    wave(world, need, "Ines", "Omar")
    agree(world, need, "Omar")
    assert (coming(need.slots[0]), up(need.slots[0])) == (["Omar"], [])
    with pytest.raises(SlotFull):
        sign_up(need.slots[0], world.ines)


def test_a_hand_that_went_down_cannot_be_taken(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    hand = hand_of(need.slots[0], world.ines)
    assert isinstance(step_back(need.slots[0], world.ines), Hand)
    with pytest.raises(HandLowered):
        answer_hand(hand, world.ruth, True)
    assert coming(need.slots[0]) == []


def test_lowering_is_no_news(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    step_back(need.slots[0], world.ines)
    assert up(need.slots[0]) == []
    assert facts(REOPENED) == []
    assert step_back(need.slots[0], world.ines) is None


def test_stepping_back_from_an_accepted_one_reopens_the_place(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    agree(world, need, "Ines")
    assert isinstance(step_back(need.slots[0], world.ines), SignUp)
    assert len(facts(REOPENED)) == 1
    wave(world, need, "Omar")
    assert up(need.slots[0]) == ["Omar"]


def test_only_those_who_lead_say_yes_and_nobody_to_themself(world):
    need = yes_first(world, "Sam", address=Address(for_member=world.ruth.id))
    answer(need, world.ruth, True)
    wave(world, need, "Sam", "Ines")
    with pytest.raises(NotYourAsk):
        answer_hand(hand_of(need.slots[0], world.ines), world.omar, True)
    seen = {
        name: {hand.person.name for hand in db.session.scalars(Hand.visible_to(person))}
        for name, person in world.people.items()
    }
    assert seen == {"Ruth": {"Ines", "Sam"}, "Sam": {"Ines"}, "Ines": set(), "Omar": set()} | {
        "Clara": set()
    }
    agree(world, need, "Sam", by="Ruth")
    assert coming(need.slots[0]) == ["Sam"]


def test_who_asks_for_someone_outside_needs_nobodys_yes(world):
    need = yes_first(world, "Sam", address=Address(for_name="Mr Brown", attested=True))
    wave(world, need, "Sam")
    assert coming(need.slots[0]) == ["Sam"]


def test_at_once_again_gives_places_to_those_who_wait(world):
    need = yes_first(world, openings=[world.tomorrow(wanted=2), world.tomorrow(days=2)])
    wave(world, need, "Ines", "Omar", "Sam")
    wave(world, need, "Omar", slot=1)
    change_way(need, world.ruth, AT_ONCE)
    db.session.commit()
    assert len(coming(need.slots[0])) == 2
    assert (coming(need.slots[1]), up(need.slots[0])) == (["Omar"], [])
    assert need.answering is None


def test_what_was_promised_before_stays_when_a_yes_comes_first(world):
    need = world.ask(openings=[world.tomorrow(wanted=2)])
    world.promise(need, "Ines")
    change_way(need, world.ruth, YES_FIRST)
    wave(world, need, "Ines", "Omar")
    assert (coming(need.slots[0]), up(need.slots[0])) == (["Ines"], ["Omar"])


@pytest.mark.parametrize("how", ["withdraw", "close"])
def test_whoever_waits_hears_when_it_is_no_longer_needed(world, how):
    need = yes_first(world)
    wave(world, need, "Ines")
    getattr(need, how)(world.ruth)
    db.session.commit()
    assert up(need.slots[0]) == []
    assert told(OVER) == [world.ines.id]
    words = announcement_for(OVER).words(facts(OVER)[0], world.ines.id)
    assert "Dinner" not in str(words.title) + str(words.body)


def test_whoever_waits_hears_that_the_day_is_another(world):
    need = yes_first(world, openings=[world.tomorrow(wanted=2)])
    wave(world, need, "Ines", "Omar")
    agree(world, need, "Omar")
    move(need.slots[0], world.ruth, world.tomorrow(days=3, wanted=2))
    db.session.commit()
    assert sorted(told(MOVED)) == sorted([world.ines.id, world.omar.id])
    for one in (world.ines, world.omar):
        assert announcement_for(MOVED).words(facts(MOVED)[0], one.id)
    assert announcement_for(MOVED).words(facts(MOVED)[0], world.sam.id) is None
    assert up(need.slots[0]) == ["Ines"]


def test_a_day_called_off_takes_its_hands_along(world):
    need = yes_first(world, openings=[world.tomorrow(), world.tomorrow(days=2)])
    wave(world, need, "Ines")
    wave(world, need, "Omar", slot=1)
    call_off(need.slots[0], world.ruth)
    db.session.commit()
    assert told(OVER) == [world.ines.id]
    assert db.session.scalars(select(Hand.person_id)).all() == [world.omar.id]


def test_enough_for_now_lets_everyone_go_unheard(world):
    need = yes_first(world)
    wave(world, need, "Ines")
    say_enough(need, world.ruth)
    db.session.commit()
    assert up(need.slots[0]) == []
    assert facts(OVER) == []


def test_who_does_not_see_it_any_more_does_not_wait(world):
    need = yes_first(world)
    wave(world, need, "Ines", "Omar")
    readdress(need, world.ruth, [world.omar.id])
    db.session.commit()
    assert up(need.slots[0]) == ["Omar"]


def test_a_yes_taken_back_takes_hands_along(world):
    need = yes_first(world, "Sam", address=Address(for_member=world.ruth.id))
    answer(need, world.ruth, True)
    wave(world, need, "Ines")
    answer(need, world.ruth, False)
    db.session.commit()
    assert up(need.slots[0]) == []
    assert told(OVER) == [world.ines.id]


def test_with_fewer_places_those_who_wait_for_none_go(world):
    need = yes_first(world, openings=[world.tomorrow(wanted=2)])
    wave(world, need, "Ines", "Omar")
    agree(world, need, "Ines")
    move(need.slots[0], world.ruth, world.tomorrow(wanted=1))
    db.session.commit()
    assert up(need.slots[0]) == []


def test_what_repeats_gets_a_yes_day_by_day(world):
    need = world.repeat()
    put_way_on(need, YES_FIRST)
    db.session.commit()
    with pytest.raises(DayByDay):
        sign_up_for_all(Series.of(need.id), world.ines)
    wave(world, need, "Ines", slot=1)
    assert up(need.slots[1]) == ["Ines"]


def test_a_hand_knows_no_date_and_no_order(world):
    assert set(Hand.__table__.columns.keys()) == {"id", "slot_id", "person_id", "note"}
