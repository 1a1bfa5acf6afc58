"""Is this still needed? Asked once, some days after the last day; unanswered, it ends quietly."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.needs import Need, Opening, let_lapse, open_needs
from circles.needs.lapse import (
    ANSWER_WITHIN,
    ASKED_AFTER,
    STILL_NEEDED,
    DaysHavePassed,
    Lapse,
    renew,
)
from circles.needs.need import ENDED, NeedEnded, NotYourAsk
from circles.notifications import Notification, fan_out
from circles.timetable import TIMETABLE
from tests.api.program import Program
from tests.form_page import FormPage

SECOND = timedelta(seconds=1)


def asked() -> int:
    return len(db.session.scalars(select(Fact).where(Fact.kind == STILL_NEEDED)).all())


def pass_by(world, need: Need) -> None:
    """Let it be the moment at which an ask is asked about."""
    last = max(slot.over_at for slot in need.slots)
    world.at(last + ASKED_AFTER)
    let_lapse()


def test_three_days_after_its_last_day_and_not_before(world):
    need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=4)])
    world.at(need.slots[1].over_at + ASKED_AFTER - SECOND)
    let_lapse()
    assert not asked()
    world.later(seconds=1)
    let_lapse()
    assert asked() == 1


def test_its_author_is_asked_once_and_nobody_else(world):
    need = world.ask("Ruth")
    world.promise(need, "Ines")
    pass_by(world, need)
    for _ in range(3):
        world.later(hours=1)
        let_lapse()
    assert asked() == 1
    fan_out()
    told = select(Notification.person_id).where(Notification.kind == STILL_NEEDED)
    assert db.session.scalars(told).all() == [world.ruth.id]
    words = FormPage(world.client("Ruth").get("/inbox")).words
    assert "Is this still needed? Dinner for four" in words


def test_a_lock_screen_says_no_word_of_it(world):
    need = world.ask("Ruth", title="Xtitle")
    pass_by(world, need)
    fact = db.session.scalars(select(Fact).where(Fact.kind == STILL_NEEDED)).one()
    told = announcement_for(STILL_NEEDED).words(fact, world.ruth.id)
    assert (str(told.title), str(told.body)) == ("Is this still needed?", "A meal")
    need.close(world.ruth)
    assert announcement_for(STILL_NEEDED).words(fact, world.ruth.id) is None


def test_what_has_a_day_ahead_has_ended_or_is_fresh_is_left_alone(world):
    ended, fresh = world.ask(), world.ask(openings=[Opening()])
    half = world.ask(openings=[world.tomorrow(), world.tomorrow(days=20)])
    ended.close(world.ruth)
    db.session.commit()
    world.later(days=10)
    let_lapse()
    assert not asked()
    assert fresh.is_open
    assert half.is_open


def test_yes_keeps_what_has_no_day_for_thirty_days_more(world):
    need = world.ask("Ruth", kind="lend", openings=[Opening()])
    pass_by(world, need)
    path = f"/needs/{need.id}"
    page = FormPage(world.client("Ruth").get(path))
    assert "Is this still needed?" in page.words
    assert "Is this still needed?" not in FormPage(world.client("Ines").get(path)).words
    assert not open_needs(world.circle.id, world.ines.id).needs
    assert world.client("Ruth").post(f"{path}/renewal").status_code == 303
    assert "Is this still needed?" not in FormPage(world.client("Ruth").get(path)).words
    (listed,) = open_needs(world.circle.id, world.ines.id).needs
    assert listed.row.id == need.id
    world.later(days=29)
    let_lapse()
    assert need.is_open
    assert asked() == 1
    world.later(days=4)
    let_lapse()
    assert asked() == 2, "a month later it is asked anew"


def test_days_that_have_passed_cannot_be_waited_for(world):
    need = world.ask("Ruth")
    pass_by(world, need)
    page = world.client("Ruth").get(f"/needs/{need.id}").text
    assert "renewal" not in page
    assert 'href="/ask?kind=meal"' in page
    with pytest.raises(DaysHavePassed):
        renew(need, world.ruth)
    answer = Program(world, "Ruth").post(f"/needs/{need.id}/renewal")
    assert (answer.status_code, answer.json["code"]) == (409, "days_have_passed")


def test_it_is_taken_care_of_with_one_tap(world):
    need = world.ask("Ruth")
    pass_by(world, need)
    path = f"/needs/{need.id}/closing"
    assert path in FormPage(world.client("Ruth").get(f"/needs/{need.id}")).actions
    world.client("Ruth").post(path)
    db.session.expire_all()
    assert need.ended_as == "closed"
    assert "Is this still needed?" not in world.client("Ruth").get(f"/needs/{need.id}").text


def test_only_its_author_says_so_and_not_after_it_ended(world):
    need = world.ask("Ruth", openings=[Opening()])
    with pytest.raises(NotYourAsk):
        renew(need, world.ines)
    need.close(world.ruth)
    db.session.commit()
    with pytest.raises(NeedEnded):
        renew(need, world.ruth)


def test_without_an_answer_it_ends_after_seven_days_and_nobody_is_told(world):
    need = world.ask("Ruth", openings=[Opening()], private_details="gate 2284")
    world.promise(need, "Ines")
    last = need.slots[0].over_at
    pass_by(world, need)
    world.later(seconds=ANSWER_WITHIN.total_seconds() - 1)
    let_lapse()
    assert need.is_open
    world.later(seconds=1)
    let_lapse()
    assert (need.ended_as, need.ended_at) == ("closed", last)
    assert need.private_words is None
    assert not db.session.scalars(select(Fact).where(Fact.kind == ENDED)).all()
    assert not db.session.scalars(select(Lapse)).all()
    let_lapse()
    assert asked() == 1


def test_it_is_not_forgotten_while_its_author_is_asked_and_then_by_its_last_day(world):
    world.circle.fading_days = 7
    need = world.ask("Ruth")
    key = need.id
    pass_by(world, need)
    world.later(days=6)
    forget()
    assert db.session.get(Need, key) is not None
    world.later(days=1)
    let_lapse()
    forget()
    db.session.expire_all()
    assert db.session.get(Need, key) is None


def test_a_day_that_was_added_takes_the_question_back(world):
    need = world.ask("Ruth")
    pass_by(world, need)
    need.slots[0].over_at += timedelta(days=30)
    db.session.commit()
    let_lapse()
    assert not db.session.scalars(select(Lapse)).all()
    world.later(days=8)
    let_lapse()
    assert need.is_open


def test_a_run_that_was_missed_asks_before_it_ends(world):
    need = world.ask("Ruth")
    world.later(days=25)
    let_lapse()
    assert need.is_open
    assert asked() == 1


def test_the_timetable_does_it():
    assert [job.name for job in TIMETABLE if job.name == "lapse"]
