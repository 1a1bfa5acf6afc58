"""Words under an ask: who writes and reads them, who hears of them, and how they go."""

import pytest
from sqlalchemy import select

from circles import clock
from circles.accounts import export_of
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.forgetting import forget
from circles.membership import partings
from circles.membership.parting import leave, what_leaving_means
from circles.needs import Need
from circles.needs.companion import Companion
from circles.needs.need import NeedEnded
from circles.needs.thread import PAGE, WRITTEN, Message, NotYourWords, thread_of
from circles.notifications import Notification, fan_out
from tests.api.program import Program
from tests.form_page import FormPage


def write(need: Need, person, words: str = "Gladly") -> Message:
    message = Message.write(need, person, words)
    db.session.commit()
    return message


def written(need: Need) -> list[str]:
    return [row.words for row in thread_of(need.id).messages]


def inbox(world, name: str) -> str:
    fan_out()
    return FormPage(world.client(name).get("/inbox")).words


def test_a_word_is_read_by_everyone_in_the_circle_and_by_nobody_else(world):
    need = world.ask()
    path = f"/needs/{need.id}"
    answer = world.client("Ines").post(f"{path}/messages", data={"words": "With or without nuts?"})
    assert (answer.status_code, answer.location) == (303, f"{path}#talk")
    for name in ("Ruth", "Sam", "Ines", "Omar"):
        assert "With or without nuts?" in world.client(name).get(path).text
    assert world.client("Clara").get(path).status_code == 404


def test_an_empty_or_endless_word_comes_back_with_a_sentence(world):
    need = world.ask()
    path = f"/needs/{need.id}/messages"
    for words, sentence in (("  ", "Please write"), ("x" * 1001, "Please keep it to 1000")):
        page = FormPage(world.client("Ines").post(path, data={"words": words}))
        assert page.status == 422
        assert sentence in page.errors["words"]
        assert page.values["words"] == words
    assert written(need) == []


def test_the_newest_stands_below_and_older_ones_are_a_page_away(world):
    need = world.ask()
    for number in range(PAGE + 2):
        world.later(minutes=1)
        Message.write(need, world.ines, f"Word {number:02}.")
    db.session.commit()
    ruth = world.client("Ruth")
    page = ruth.get(f"/needs/{need.id}").text
    assert "Word 01." not in page
    assert page.index("Word 02.") < page.index("Word 31.")
    assert "Show earlier words" in page
    ids = Program(world, "Ruth")
    first = ids.get(f"/needs/{need.id}/messages").json
    second = ids.get(f"/needs/{need.id}/messages?after={first['next']}").json
    words = [one["words"] for one in first["items"] + second["items"]]
    assert words == [f"Word {number:02}." for number in reversed(range(PAGE + 2))]
    assert second["next"] is None
    older = ruth.get(f"/needs/{need.id}?after={first['next']}").text
    assert "Word 01." in older
    assert "Word 02." not in older


def test_what_is_said_in_the_same_moment_is_neither_lost_nor_doubled(world):
    need = world.ask()
    moment = clock.now()
    world.at(moment)
    for number in range(PAGE * 2):
        Message.write(need, world.ines, str(number))
    db.session.commit()
    first = thread_of(need.id)
    second = thread_of(need.id, first.after)
    assert second.after is None
    seen = [row.words for row in first.messages + second.messages]
    assert sorted(seen, key=int) == [str(number) for number in range(PAGE * 2)]


def test_after_an_ask_has_ended_its_words_are_read_and_none_are_added(world):
    need = world.ask()
    write(need, world.ines)
    need.close(world.ruth)
    db.session.commit()
    with pytest.raises(NeedEnded):
        Message.write(need, world.ines, "One more")
    page = FormPage(world.client("Omar").get(f"/needs/{need.id}"))
    assert "Gladly" in page.words
    assert not [action for action in page.actions if "messages" in action]
    answer = Program(world, "Ines").post(f"/needs/{need.id}/messages", json={"words": "More"})
    assert (answer.status_code, answer.json["code"]) == (409, "need_ended")


def test_ones_own_word_is_taken_back_at_once_and_nobody_elses(world):
    need = world.ask()
    message = write(need, world.ines)
    with pytest.raises(NotYourWords):
        message.take_back(world.ruth)
    path = f"/messages/{message.id}/taking-back"
    assert path not in FormPage(world.client("Ruth").get(f"/needs/{need.id}")).actions
    assert path in FormPage(world.client("Ines").get(f"/needs/{need.id}")).actions
    assert "Ines wrote about Dinner for four" in inbox(world, "Ruth")
    assert world.client("Ines").post(path).status_code == 303
    assert written(need) == []
    assert "Ines wrote" not in inbox(world, "Ruth")


class TestWhoHears:
    def hearers(self, world, need) -> set[str]:
        fact = db.session.scalars(select(Fact).where(Fact.kind == WRITTEN)).first()
        ids = set(db.session.scalars(announcement_for(WRITTEN).hearers(fact)))
        return {name for name, person in world.people.items() if person.id in ids}

    def test_whoever_asked_promised_wrote_or_is_with_them(self, world):
        need = world.ask("Ruth", openings=[world.tomorrow(wanted=2)])
        write(need, world.sam)
        assert self.hearers(world, need) == {"Ruth", "Sam"}
        world.promise(need, "Ines")
        Companion.come(need, world.omar)
        db.session.commit()
        assert self.hearers(world, need) == {"Ruth", "Sam", "Ines", "Omar"}

    def test_never_whoever_wrote_it(self, world):
        need = world.ask("Ruth")
        write(need, world.ines)
        fan_out()
        told = select(Notification.person_id).where(Notification.kind == WRITTEN)
        assert set(db.session.scalars(told)) == {world.ruth.id}

    def test_nor_whoever_has_left(self, world):
        need = world.ask("Ruth")
        world.promise(need, "Ines")
        write(need, world.sam)
        db.session.delete(world.places["Ines"])
        db.session.commit()
        assert self.hearers(world, need) == {"Ruth", "Sam"}

    def test_a_lock_screen_shows_no_word_of_anybody(self, world):
        need = world.ask("Ruth", title="Xtitle")
        write(need, world.ines, "Xwords")
        fact = db.session.scalars(select(Fact).where(Fact.kind == WRITTEN)).one()
        told = announcement_for(WRITTEN).words(fact, world.ruth.id)
        assert str(told.title) == "A word in a thread you are in"
        assert "X" not in str(told.body)
        assert "Ines" not in f"{told.title}{told.body}"
        assert (told.path, told.tag) == (f"/needs/{need.id}", str(need.id))

    def test_a_yes_is_not_lost_under_a_word(self, world):
        need = world.ask("Ruth")
        world.promise(need, "Ines")
        write(need, world.omar)
        assert "Ines can. Omar wrote about Dinner for four" in inbox(world, "Ruth")
        assert "Omar wrote about" in inbox(world, "Ines")
        assert "can." not in inbox(world, "Ines")


def test_one_takes_ones_words_along_and_nobody_elses(world):
    need = world.ask()
    write(need, world.ines, "Mine")
    write(need, world.omar, "Theirs")
    assert export_of(world.ines)["messages"] == ["Mine"]


def test_leaving_lets_go_of_what_one_wrote_here_and_nowhere_else(world):
    world.add("Ines2", world.other_circle).person = world.ines
    here, there = world.ask(), world.ask("Clara")
    write(here, world.ines)
    write(here, world.omar, "I stay")
    write(there, world.ines, "Elsewhere")
    place = world.places["Ines"]
    assert any("written in threads" in str(means) for means in what_leaving_means(place))
    assert len(partings) == len(set(map(id, partings)))
    leave(place)
    db.session.commit()
    assert written(here) == ["I stay"]
    assert written(there) == ["Elsewhere"]


def test_it_goes_with_the_ask(world):
    need = world.ask()
    write(need, world.ines)
    need.close(world.ruth)
    db.session.commit()
    world.later(days=31)
    forget()
    assert db.session.scalar(select(Message.id)) is None


def test_going_for_good_leaves_no_word(world):
    write(world.ask(), world.ines, "Quittenbrot")
    assert world.client("Ines").post("/you/farewell").status_code == 303
    assert db.session.scalar(select(Message.id)) is None
