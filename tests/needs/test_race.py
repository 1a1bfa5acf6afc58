"""Two members take the last place at once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from circles import database
from circles.database import db
from circles.fact import Fact
from circles.needs import SignUp, Slot
from circles.needs.sign_up import REOPENED
from tests.bench.last_place import PROCESSES, SLOTS, WANTED, race


def test_of_two_who_take_the_last_place_at_once_one_gets_it(database_url, tmp_path):
    came_of_it = race(database_url, tmp_path, rivals=2)
    assert came_of_it.helpers == {WANTED: SLOTS}
    assert came_of_it.outcomes == {"yes": SLOTS, "slot_full": SLOTS}
    assert [sum(member.outcomes.values()) for member in came_of_it.members] == (
        [2 * SLOTS // PROCESSES] * PROCESSES
    )


def test_an_impatient_thumb_steps_back_once(app, world):
    need = world.ask()
    world.promise(need)
    slot_id, ines = need.slots[0].id, world.ines.id
    db.session.rollback()

    def step_back(_: int) -> None:
        with app.app_context():
            mine = db.session.scalar(select(SignUp).where(SignUp.person_id == ines))
            if mine is not None:
                mine.release()
            database.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(step_back, range(8)))
    assert SignUp.of(db.session.get(Slot, slot_id), world.ines) is None
    assert db.session.scalar(select(func.count(Fact.id)).where(Fact.kind == REOPENED)) == 1
