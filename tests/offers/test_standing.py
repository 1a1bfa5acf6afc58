"""Does this still stand? Asked after eight weeks, of its author alone; unanswered, it rests."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.notifications import Notification, Rest, fan_out
from circles.offers import Offer, ask_whether_offers_stand
from circles.offers.offer import ASKED
from circles.offers.standing import ANSWER_WITHIN, ASKED_AFTER, STILL_STANDS
from circles.timetable import TIMETABLE
from tests.form_page import FormPage

SECOND = timedelta(seconds=1)
QUESTION = "Does this still stand?"


def facts() -> list[Fact]:
    return list(db.session.scalars(select(Fact).where(Fact.kind == STILL_STANDS)))


def pass_by(world, offer: Offer) -> None:
    """Let it be the moment at which it is asked about."""
    world.at(offer.since + ASKED_AFTER)
    ask_whether_offers_stand()


def test_after_eight_weeks_and_not_before(world):
    offer = world.offer()
    world.at(offer.since + timedelta(weeks=8) - SECOND)
    ask_whether_offers_stand()
    assert not facts()
    world.later(seconds=1)
    ask_whether_offers_stand()
    assert len(facts()) == 1


def test_its_author_is_asked_once_and_nobody_else(world):
    offer = world.offer("Ines")
    pass_by(world, offer)
    for _ in range(3):
        world.later(hours=1)
        ask_whether_offers_stand()
    fan_out()
    assert len(facts()) == 1
    told = select(Notification.person_id).where(Notification.kind == STILL_STANDS)
    assert db.session.scalars(told).all() == [world.ines.id]
    assert f"{QUESTION} Lentil soup" in FormPage(world.client("Ines").get("/inbox")).words


def test_to_everyone_else_it_stands_while_its_author_is_asked(world):
    offer = world.offer("Ines")
    pass_by(world, offer)
    path = f"/offers/{offer.id}"
    assert QUESTION in FormPage(world.client("Ines").get(path)).words
    assert QUESTION not in FormPage(world.client("Ruth").get(path)).words
    for page in ("/", "/offers"):
        text = world.client("Ruth").get(page).text
        assert "Lentil soup" in text
        assert "still stand" not in text
    assert "does it still stand?" in world.client("Ines").get("/offers").text


def test_a_lock_screen_says_no_word_of_it(world):
    offer = world.offer(title="Xtitle")
    pass_by(world, offer)
    told = announcement_for(STILL_STANDS).words(facts()[0], world.ines.id)
    assert (str(told.title), str(told.body)) == (QUESTION, "A meal")
    assert announcement_for(STILL_STANDS).words(facts()[0], world.ruth.id) is None


def test_one_tap_and_it_stands_for_eight_weeks_more(world):
    offer = world.offer("Ines")
    pass_by(world, offer)
    path = f"/offers/{offer.id}"
    assert f"{path}/renewal" in FormPage(world.client("Ines").get(path)).actions
    assert world.client("Ines").post(f"{path}/renewal").status_code == 303
    assert QUESTION not in FormPage(world.client("Ines").get(path)).words
    fan_out()
    assert QUESTION not in FormPage(world.client("Ines").get("/inbox")).words
    world.later(weeks=7)
    ask_whether_offers_stand()
    db.session.expire_all()
    assert offer.state == "standing"
    world.later(weeks=1)
    ask_whether_offers_stand()
    assert len(facts()) == 2, "eight weeks later it is asked anew"


def test_without_an_answer_it_rests_after_two_weeks_and_nobody_is_told(world):
    offer = world.offer("Ines")
    pass_by(world, offer)
    fan_out()
    world.later(seconds=ANSWER_WITHIN.total_seconds() - 1)
    ask_whether_offers_stand()
    assert world.client("Ruth").get(f"/offers/{offer.id}").status_code == 200
    world.later(seconds=1)
    ask_whether_offers_stand()
    assert len(db.session.scalars(select(Fact)).all()) == 1
    assert world.client("Ruth").get(f"/offers/{offer.id}").status_code == 404
    page = FormPage(world.client("Ines").get(f"/offers/{offer.id}"))
    assert "It is paused. Nobody else sees it." in page.words


def test_a_run_that_was_missed_asks_before_it_pauses(world):
    offer = world.offer()
    world.later(weeks=30)
    ask_whether_offers_stand()
    assert offer.state == "asked"
    ask_whether_offers_stand()
    assert offer.state == "asked"


def test_what_is_paused_or_was_taken_back_is_not_asked_about(world):
    paused, gone = world.offer(), world.offer()
    paused.pause(world.ines)
    gone.take_back(world.ines)
    db.session.commit()
    world.later(weeks=9)
    ask_whether_offers_stand()
    assert not facts()


def test_whoever_rests_finds_the_question_and_so_it_rests_with_them(world):
    offer = world.offer("Ines")
    Rest.begin(world.ines)
    db.session.commit()
    pass_by(world, offer)
    assert fan_out() == 0
    assert db.session.scalars(select(Notification.person_id)).all() == [world.ines.id]
    world.later(days=14)
    ask_whether_offers_stand()
    assert offer.is_paused


@pytest.mark.parametrize("deed", ["pause", "renewal", "taking-back"])
def test_only_its_author_says_so(world, deed):
    offer = world.offer("Ines")
    assert world.client("Ruth").post(f"/offers/{offer.id}/{deed}").status_code == 403
    assert world.client("Clara").post(f"/offers/{offer.id}/{deed}").status_code == 404


def test_the_timetable_does_it(world):
    offer = world.offer("Ines")
    world.later(weeks=9)
    (job,) = [job for job in TIMETABLE if job.name == "offers"]
    job.run(None)
    assert offer.state == ASKED
