"""Not this time: told without a reason, and kept nowhere as anybody's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.membership.parting import leave
from circles.needs import Need
from circles.needs.answering import YES_FIRST, put_way_on
from circles.needs.audience import Addressed
from circles.needs.forgetting import UNREAD
from circles.needs.in_person import Regret
from circles.needs.need import NeedEnded
from circles.needs.regret import NotAskedInPerson, YouSaidYes, say_not_this_time
from circles.needs.sign_up import sign_up
from circles.needs.thread import Message
from circles.notifications import Notification, fan_out
from tests.api.program import Program
from tests.form_page import FormPage


@pytest.fixture
def need(world) -> Need:
    """Ruth would like the soup that Ines offers."""
    return world.take_up(world.offer("Ines"), "Ruth", details="For two", answers={"eaters": 2})


def decline(world, need: Need):
    return world.client("Ines").post(f"/needs/{need.id}/regret")


def test_whoever_asked_reads_not_this_time_and_no_reason(world, need):
    answer = decline(world, need)
    assert (answer.status_code, answer.location) == (303, f"/circles/{world.circle.id}")
    page = FormPage(world.client("Ruth").get(f"/needs/{need.id}"))
    assert "Not this time." in page.words
    assert "Ines" not in page.words
    assert "This is no longer needed." not in page.words


def test_they_are_offered_to_ask_their_circle_in_the_same_words(world, need):
    decline(world, need)
    link = f"/ask?again={need.id}"
    assert f'href="{link}"' in world.client("Ruth").get(f"/needs/{need.id}").text
    form = FormPage(world.client("Ruth").get(link)).values
    said = (form["kind"], form["title"], form["details"], form["meal.eaters"], form["audience"])
    assert said == ("meal", "Lentil soup", "For two", "2", "everyone")


def test_nobody_asks_again_in_the_words_of_another(world, need):
    ines = world.client("Ines")
    assert "For two" not in ines.get(f"/ask?again={need.id}").text
    assert world.client("Omar").get(f"/ask?again={need.id}").status_code == 404
    assert ines.get("/ask?again=nothing").status_code == 200


def test_nothing_says_who_it_was(world, need):
    decline(world, need)
    fan_out()
    db.session.expire_all()
    assert (need.takes_up_id, need.addressed, need.ended_as) == (None, [], "withdrawn")
    assert not db.session.scalars(select(Addressed)).all()
    assert set(Regret.__table__.columns.keys()) == {"id", "need_id"}
    assert not db.session.scalars(select(Fact.actor_id).where(Fact.actor_id.is_not(None))).all()
    assert world.client("Ines").get(f"/needs/{need.id}").status_code == 404


def test_it_goes_within_eight_days_whatever_the_circle_keeps(world, need):
    decline(world, need)
    key = need.id
    world.later(seconds=UNREAD.total_seconds() - 60)
    forget()
    assert db.session.get(Need, key) is not None
    world.later(minutes=2)
    forget()
    db.session.expire_all()
    assert db.session.get(Need, key) is None
    assert not db.session.scalars(select(Regret)).all()
    assert timedelta(days=8) > UNREAD


def test_an_impatient_thumb_says_it_once(world, need):
    ines = world.client("Ines")
    key = FormPage(ines.get(f"/needs/{need.id}")).key
    for _ in range(2):
        answer = ines.post(f"/needs/{need.id}/regret", data={"idempotency_key": key})
        assert answer.status_code == 303
    assert len(db.session.scalars(select(Regret)).all()) == 1


def test_to_everything_else_not_this_time_stays_silent(world):
    asked = world.ask("Ruth", address=world.address("Ines"))
    with pytest.raises(NotAskedInPerson):
        say_not_this_time(asked, world.ines)
    assert world.client("Ines").post(f"/needs/{asked.id}/regret").status_code == 403
    assert f"/needs/{asked.id}/regret" not in world.client("Ines").get(f"/needs/{asked.id}").text


def test_only_whoever_is_asked_says_it(world, need):
    assert world.client("Ruth").post(f"/needs/{need.id}/regret").status_code == 403
    assert world.client("Omar").post(f"/needs/{need.id}/regret").status_code == 404


def test_a_promise_is_not_taken_back_by_it(world, need):
    sign_up(need.slots[0], world.ines)
    db.session.commit()
    with pytest.raises(YouSaidYes):
        say_not_this_time(need, world.ines)
    assert decline(world, need).status_code == 409


def test_what_was_withdrawn_meanwhile_has_ended(world, need):
    need.withdraw(world.ruth)
    db.session.commit()
    with pytest.raises(NeedEnded):
        say_not_this_time(need, world.ines)


def test_a_program_says_and_reads_it(world, need):
    path = f"/needs/{need.id}"
    before = Program(world, "Ruth").get(path).json
    assert (before["takes_up"], before["not_this_time"]) == (str(need.takes_up_id), False)
    assert Program(world, "Ines").put(f"{path}/regret").status_code == 204
    after = Program(world, "Ruth").get(path).json
    assert (after["not_this_time"], after["ended_as"], after["takes_up"]) == (
        True,
        "withdrawn",
        None,
    )


def test_words_that_were_exchanged_stay_with_whoever_asked(world, need):
    Message.write(need, world.ruth, "Whenever it suits")
    db.session.commit()
    decline(world, need)
    assert "Whenever it suits" in world.client("Ruth").get(f"/needs/{need.id}").text


def test_whoever_leaves_the_circle_leaves_nobody_waiting(world, need):
    assert "reads “not this time”" in world.client("Ines").get(
        f"/circles/{world.circle.id}/leaving"
    ).get_data(as_text=True)
    leave(world.places["Ines"])
    db.session.commit()
    fan_out()
    db.session.expire_all()
    assert need.regret is not None
    words = FormPage(world.client("Ruth").get("/inbox")).words
    assert "Not this time: Lentil soup" in words


@pytest.mark.parametrize("how", ["leaves", "goes for good"])
def test_whoever_goes_after_a_yes_leaves_nobody_waiting_either(world, need, how):
    sign_up(need.slots[0], world.ines)
    db.session.commit()
    if how == "leaves":
        leave(world.places["Ines"])
        db.session.commit()
    else:
        assert world.client("Ines").post("/you/farewell").status_code in (200, 303)
    db.session.expire_all()
    assert need.regret is not None
    assert not need.slots[0].sign_ups


def test_what_lies_behind_is_left_as_it_is_when_they_leave(world, need):
    sign_up(need.slots[0], world.ines)
    db.session.commit()
    world.later(days=2)
    leave(world.places["Ines"])
    db.session.commit()
    assert need.regret is None
    assert need.is_open


def test_it_is_no_news_of_its_own_to_whoever_says_it(world, need):
    fan_out()
    decline(world, need)
    fan_out()
    rows = db.session.scalars(select(Notification).where(Notification.person_id == world.ines.id))
    assert rows.all() == []


@pytest.mark.parametrize("is_spread", [True, False])
def test_no_row_names_who_said_it(world, need, is_spread):
    put_way_on(need, YES_FIRST)
    sign_up(need.slots[0], world.ines)
    db.session.commit()
    fan_out()
    assert lines_of(need) == {world.ines.id, world.ruth.id}
    decline(world, need)
    if is_spread:
        fan_out()
        assert lines_of(need) == {world.ruth.id}
    facts = db.session.scalars(select(Fact).where(Fact.subject_id == need.id)).all()
    assert {(one.kind, one.actor_id, one.detail_id) for one in facts} == {
        ("need.ended", None, None),
        ("need.regretted", None, None),
    }


def lines_of(need: Need) -> set:
    """Whose inboxes hold a line of it."""
    found = select(Notification.person_id).where(Notification.subject_id == need.id)
    return set(db.session.scalars(found))
