"""Who hears of asks and answers, and what a lock screen may say of it."""

from datetime import UTC, datetime, time, timedelta
from itertools import product

import pytest
from sqlalchemy import delete, select

from circles import clock
from circles.announcement import announcement_for
from circles.database import db
from circles.fact import Fact
from circles.needs import KINDS, Need, Opening, SignUp
from circles.needs.need import ASKED, ENDED
from circles.needs.sign_up import REOPENED, TAKEN

SECRETS = ("Ruth", "Ines", "Maple", "Xtitle", "Xdetails", "Xprivate", "Xnote", "Elm")
LANGUAGES = ("en", "de", "fr", "ar", "ja")


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def last(kind: str) -> Fact:
    facts = select(Fact).where(Fact.kind == kind).order_by(Fact.recorded_at.desc())
    return db.session.scalars(facts).first()


def hearers(world, kind: str) -> set[str]:
    """Names of those who hear of the last fact of this kind, its actor among them."""
    fact = last(kind)
    ids = set(db.session.scalars(announcement_for(kind).hearers(fact)))
    return {name for name, person in world.people.items() if person.id in ids}


def words(world, kind: str, reader: str):
    db.session.expire_all()
    return announcement_for(kind).words(last(kind), world.people[reader].id)


def said(world, kind: str, reader: str) -> tuple[str, str, str]:
    told = words(world, kind, reader)
    return str(told.title), str(told.body), str(told.line)


def step_back(world, need, name: str, slot: int = 0) -> None:
    SignUp.of(need.slots[slot], world.people[name]).release()
    db.session.commit()


def end(need, world, how: str = "withdraw") -> None:
    getattr(need, how)(world.ruth)
    db.session.commit()


class TestAsked:
    def test_everyone_in_the_circle_hears_of_an_ask(self, world):
        world.ask()
        assert hearers(world, ASKED) == {"Ruth", "Sam", "Ines", "Omar"}

    def test_the_lock_screen_tells_kind_and_day(self, world):
        world.ask(title="Soup", openings=[world.tomorrow(hour=15, days=5)])
        assert said(world, ASKED, "Ines") == (
            "A new ask in your circle",
            "A meal, Saturday afternoon",
            "Ruth asks: Soup",
        )

    def test_it_leads_to_the_ask_and_replaces_older_news_of_it(self, world):
        need = world.ask()
        told = words(world, ASKED, "Ines")
        there = f"/needs/{need.id}#slot-{need.slots[0].id}"
        assert (told.path, told.tag) == (there, str(need.id))
        assert told.matters_until == need.slots[0].over_at

    def test_it_speaks_of_the_first_day_that_is_open(self, world):
        need = world.ask(openings=[world.tomorrow(days=day) for day in (3, 1, 2)])
        assert said(world, ASKED, "Omar")[1] == "A meal, Tuesday evening"
        world.promise(need, "Ines", slot=1)
        assert said(world, ASKED, "Omar")[1] == "A meal, Wednesday evening"

    def test_it_is_moot_for_who_said_yes(self, world):
        need = world.ask(openings=[world.tomorrow(wanted=2)])
        world.promise(need, "Ines")
        assert words(world, ASKED, "Ines") is None
        assert words(world, ASKED, "Omar")

    def test_it_is_moot_when_taken_ended_past_or_gone(self, world):
        taken, ended, past, gone = (world.ask() for _ in range(4))
        world.promise(taken, "Ines")
        end(ended, world)
        facts = {f.subject_id: f for f in db.session.scalars(select(Fact))}
        db.session.delete(gone)
        db.session.commit()
        asked = announcement_for(ASKED)
        assert asked.words(facts[past.id], world.omar.id)
        world.at(past.slots[0].over_at)
        for need_id in (f for f in facts if f != past.id):
            assert asked.words(facts[need_id], world.omar.id) is None
        assert asked.words(facts[past.id], world.omar.id) is None


class TestTaken:
    def test_only_who_asked_hears_of_a_yes(self, world):
        world.promise(world.ask())
        assert hearers(world, TAKEN) == {"Ruth"}

    def test_the_inbox_says_who(self, world):
        need = world.ask(openings=[world.tomorrow(wanted=3)])
        world.promise(need, "Omar")
        world.promise(need, "Ines")
        assert said(world, TAKEN, "Ruth") == (
            "A yes to your ask",
            "A meal, Tuesday evening",
            "Ines, Omar can: Dinner for four",
        )

    def test_it_is_moot_when_taken_back_ended_or_gone(self, world):
        need = world.ask()
        world.promise(need)
        step_back(world, need, "Ines")
        assert words(world, TAKEN, "Ruth") is None
        world.promise(need)
        end(need, world)
        assert words(world, TAKEN, "Ruth") is None
        db.session.delete(need)
        db.session.commit()
        assert words(world, TAKEN, "Ruth") is None


class TestReopened:
    def test_everyone_hears_but_those_who_are_there(self, world):
        need = world.ask(openings=[world.tomorrow(wanted=2)])
        world.promise(need, "Ines")
        world.promise(need, "Omar")
        step_back(world, need, "Ines")
        assert hearers(world, REOPENED) == {"Ruth", "Sam", "Ines"}

    def test_it_names_nobody_not_even_inside(self, world):
        need = world.ask()
        world.promise(need)
        step_back(world, need, "Ines")
        assert said(world, REOPENED, "Omar") == (
            "A place is open again",
            "A meal, Tuesday evening",
            "Tuesday 24 November is open again: Dinner for four",
        )

    def test_who_asked_is_told_who_still_can(self, world):
        need = world.ask(openings=[world.tomorrow(wanted=3)])
        for name in ("Ines", "Omar", "Sam"):
            world.promise(need, name)
        step_back(world, need, "Ines")
        line = "Tuesday 24 November is open again: Dinner for four"
        assert said(world, REOPENED, "Ruth")[2] == f"Omar, Sam can. {line}"
        assert said(world, REOPENED, "Ines")[2] == line

    def test_it_is_no_longer_urgent_news_when_taken_again(self, world):
        need = world.ask()
        world.promise(need)
        step_back(world, need, "Ines")
        world.promise(need, "Omar")
        assert words(world, REOPENED, "Sam") is None

    def test_it_is_moot_when_ended_or_past(self, world):
        need = world.ask()
        world.promise(need)
        step_back(world, need, "Ines")
        assert words(world, REOPENED, "Omar")
        world.at(need.slots[0].over_at)
        assert words(world, REOPENED, "Omar") is None
        world.at(need.slots[0].over_at - timedelta(days=1))
        end(need, world)
        assert words(world, REOPENED, "Omar") is None


class TestEnded:
    def test_those_who_had_promised_hear_of_it(self, world):
        need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
        world.promise(need, "Ines")
        world.promise(need, "Omar", slot=1)
        end(need, world)
        assert hearers(world, ENDED) == {"Ines", "Omar"}

    def test_whose_day_had_passed_does_not(self, world):
        need = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
        world.promise(need, "Ines")
        world.promise(need, "Omar", slot=1)
        world.at(need.slots[0].over_at + timedelta(seconds=1))
        end(need, world)
        assert hearers(world, ENDED) == {"Omar"}

    @pytest.mark.parametrize(
        ("how", "title"),
        [("close", "This is taken care of"), ("withdraw", "This is no longer needed")],
    )
    def test_it_says_how_it_ended(self, world, how, title):
        need = world.ask()
        world.promise(need)
        end(need, world, how)
        line = "You need not come: Dinner for four"
        assert said(world, ENDED, "Ines") == (title, "A meal, Tuesday evening", line)

    def test_it_speaks_of_the_readers_own_day_ahead(self, world):
        need = world.ask(openings=[world.tomorrow(days=day) for day in (1, 2, 3)])
        world.promise(need, "Ines", slot=0)
        world.promise(need, "Ines", slot=2)
        world.promise(need, "Omar", slot=1)
        world.at(need.slots[0].over_at + timedelta(hours=1))
        end(need, world)
        assert said(world, ENDED, "Ines")[1] == "A meal, Thursday evening"
        assert said(world, ENDED, "Omar")[1] == "A meal, Wednesday evening"

    def test_it_is_moot_for_who_stepped_back_and_when_the_day_is_over(self, world):
        need = world.ask(openings=[world.tomorrow(wanted=2)])
        world.promise(need, "Ines")
        world.promise(need, "Omar")
        end(need, world)
        step_back(world, need, "Ines")
        assert words(world, ENDED, "Ines") is None
        assert words(world, ENDED, "Omar")
        world.at(need.slots[0].over_at)
        assert words(world, ENDED, "Omar").matters_until <= clock.now()


@pytest.mark.parametrize(
    ("hours", "urgent"), [(1, True), (5.9, True), (6, True), (6.1, False), (30, False)]
)
def test_only_what_is_wanted_within_six_hours_wakes_a_phone(world, hours, urgent):
    begins = datetime(2026, 11, 23, 9) + timedelta(hours=hours)
    world.ask(openings=[Opening(begins.date(), begins.time())])
    assert words(world, ASKED, "Ines").urgent is urgent


def test_whenever_wakes_no_phone(world):
    world.ask(openings=[Opening()])
    told = words(world, ASKED, "Ines")
    assert not told.urgent
    assert str(told.body) == "A meal, whenever it suits"


@pytest.mark.parametrize(
    ("ahead", "day"), [(0, "Monday"), (5, "Saturday"), (7, "Monday 30 November")]
)
def test_a_day_of_this_week_is_called_by_its_name_alone(world, ahead, day):
    world.ask(openings=[Opening(world.day(ahead), time(10))])
    assert str(words(world, ASKED, "Ines").body) == f"A meal, {day} in the morning"


def test_no_lock_screen_ever_shows_a_word_of_a_person(world):
    openings = {
        "whenever": [Opening()],
        "day": [Opening(world.day(1))],
        "time": [Opening(world.day(1), time(15), datetime(2026, 11, 24, 16))],
        "far": [Opening(world.day(40), time(7), None, 20)],
        "days": [Opening(world.day(day), None, None, 2) for day in (1, 2)],
    }
    for kind, when in product(KINDS, openings.values()):
        for told in everything_told(world, kind.key, when):
            for language in LANGUAGES:
                shown = told.title.say(language) + told.body.say(language)
                assert not [secret for secret in SECRETS if secret in shown], shown
                assert str(kind.discreet) in told.body.say("en")


def everything_told(world, kind: str, openings: list[Opening]) -> list:
    need = world.ask(
        kind=kind,
        title="Xtitle",
        details="Xdetails",
        private_details="Xprivate",
        openings=openings,
    )
    told = [words(world, ASKED, "Ines")]
    world.promise(need, "Ines", note="Xnote")
    told.append(words(world, TAKEN, "Ruth"))
    step_back(world, need, "Ines")
    told.append(words(world, REOPENED, "Omar"))
    world.promise(need, "Ines")
    end(need, world)
    told.append(words(world, ENDED, "Ines"))
    db.session.execute(delete(Need).where(Need.id == need.id))
    db.session.execute(delete(Fact))
    db.session.commit()
    return told
