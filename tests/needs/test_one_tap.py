"""What can be answered where news of an ask is shown."""

from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs.need import ASKED
from circles.needs.sign_up import REOPENED, SignUp
from tests.needs.hands import raised, yes_first


def told(kind, person):
    fact = db.session.scalars(select(Fact).where(Fact.kind == kind)).first()
    return announcement_for(kind).words(fact, person.id)


def test_one_place_can_be_taken_and_the_page_opens_on_it(world):
    need = world.ask()
    words = told(ASKED, world.ines)
    assert (words.answer.need_id, words.answer.slot_id) == (need.id, need.slots[0].id)
    assert words.path == f"/needs/{need.id}#slot-{need.slots[0].id}"


def test_whoever_asked_answers_nothing(world):
    need = world.ask("Ruth")
    words = told(ASKED, world.ruth)
    assert (words.answer, words.path) == (None, f"/needs/{need.id}")


def test_of_several_places_none_is_taken_by_a_thumb(world):
    world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
    assert told(ASKED, world.ines).answer.slot_id is None


def test_a_hand_is_raised_on_the_page(world):
    for ask in (yes_first, raised):
        need = ask(world)
        words = told(ASKED, world.ines)
        assert words.answer.slot_id is None
        assert words.path.startswith(f"/needs/{words.answer.need_id}#slot-"), need


def test_whoever_is_asked_in_person_answers_on_the_page(world):
    need = world.take_up(world.offer("Ines"), "Ruth")
    world.promise(need, "Ines")
    SignUp.of(need.slots[0], world.ines).release()
    db.session.commit()
    assert told(REOPENED, world.ines).answer is None
