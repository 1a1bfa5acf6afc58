"""Asking on the page: any kind, any time, and every slip of the finger."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from circles import clock
from circles.database import db
from circles.needs import KINDS, Need
from tests.form_page import FormPage
from tests.statements import statements

MONDAY_NOON = "2026-11-23T12:00:00+00:00"
SOUP = {
    "kind": "meal",
    "title": "A pot of soup",
    "details": "Any soup.\nNo nuts, please.",
    "private_details": "14 Maple Street, gate code 2284",
    "when": "2026-11-24",
    "at": "18:00",
    "until": "19:30",
    "wanted": "2",
}
DAYS = SOUP | {
    "when": "days",
    "day_0": "2026-11-24",
    "at_0": "18:00",
    "until_0": "19:00",
    "wanted_0": "2",
    "day_3": "2026-11-26",
    "day_6": "2026-11-29",
    "at_6": "09:15",
}


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, noon."""
    world.at(clock.datetime.fromisoformat(MONDAY_NOON))


@pytest.fixture
def ask(world):
    ruth = world.client("Ruth")
    return lambda form: ruth.post(f"/circles/{world.circle.id}/needs", data=form)


@pytest.fixture
def refused(ask):
    """The page that a form comes back on; nothing was asked."""

    def send(form: dict[str, str], **changed: str) -> FormPage:
        typed = form | changed
        page = FormPage(ask(typed))
        assert page.status == 422
        assert db.session.scalar(select(Need.id)) is None
        assert {name: page.values.get(name) for name in typed} == typed
        assert "What you typed is still here." in page.words
        return page

    return send


def asked() -> Need:
    return db.session.scalars(select(Need)).one()


def day(ahead: int):
    return clock.today("Europe/London") + timedelta(days=ahead)


def test_an_ask_is_kept_as_it_was_typed(world, ask):
    answer = ask(SOUP)
    need = asked()
    assert (answer.status_code, answer.location) == (303, f"/needs/{need.id}")
    assert (need.kind, need.title, need.details) == (SOUP["kind"], SOUP["title"], SOUP["details"])
    assert need.private_details == SOUP["private_details"]
    assert (need.posted_by_id, need.circle_id) == (world.ruth.id, world.circle.id)
    [slot] = need.slots
    assert (slot.day, slot.starts, slot.wanted) == (day(1), time(18), 2)
    assert slot.ends.time() == time(19, 30)


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_each_kind_can_be_asked_from_its_own_words(world, ask, kind):
    form = FormPage(world.client("Ruth").get(f"/ask?kind={kind}")).values
    assert form["kind"] == kind
    ask(form)
    assert (asked().kind, asked().title) == (kind, form["title"])


def test_a_kind_that_is_none_starts_an_empty_form(world):
    form = FormPage(world.client("Ruth").get("/ask?kind=money")).values
    assert "kind" not in form
    assert form["title"] == ""


def test_a_title_alone_is_enough(ask):
    ask({"kind": "other", "title": "It would help if"})
    [slot] = asked().slots
    assert (slot.day, slot.wanted) == (None, 1)


def test_times_do_not_matter_for_whenever(ask):
    ask(SOUP | {"when": "whenever"})
    [slot] = asked().slots
    assert (slot.day, slot.starts, slot.ends, slot.wanted) == (None, None, None, 2)


def test_a_day_needs_no_time(ask):
    ask(SOUP | {"at": "", "until": ""})
    [slot] = asked().slots
    assert (slot.day, slot.starts, slot.ends) == (day(1), None, None)


def test_several_days_may_be_picked_with_gaps_between(ask):
    ask(DAYS)
    assert [(slot.day, slot.starts, slot.wanted) for slot in asked().slots] == [
        (day(1), time(18), 2),
        (day(3), None, 1),
        (day(6), time(9, 15), 1),
    ]


def test_a_night_ends_in_the_morning(ask):
    ask(SOUP | {"at": "22:00", "until": "07:00"})
    [slot] = asked().slots
    assert (slot.ends.date(), slot.ends.time()) == (day(2), time(7))


def test_the_form_offers_days_by_the_circles_clock(world):
    words = FormPage(world.client("Ruth").get("/ask")).words
    for choice in ("Today", "Tomorrow", "Sun 29", "Pick days", "Whenever"):
        assert choice in words


def test_on_a_sunday_the_weekend_is_today(world):
    world.later(days=6)
    words = FormPage(world.client("Ruth").get("/ask")).words
    assert "Sun 29" not in words
    assert "Today" in words


def test_the_form_says_who_will_see_it(world):
    assert "Ines, Omar and Sam will see this." in world.client("Ruth").get("/ask").text
    alone = world.client("Clara").get("/ask").text
    assert "Nobody else is here yet. It waits for those who come." in alone


@pytest.mark.parametrize("kind", ["", "money", "MEAL", "x" * 10_000])
def test_a_kind_that_does_not_exist(ask, kind):
    page = FormPage(ask(SOUP | {"kind": kind}))
    assert page.status == 422
    assert page.errors == {"kind": "Please choose what would help."}
    assert {name: page.values.get(name, kind) for name in SOUP} == SOUP | {"kind": kind}


@pytest.mark.parametrize("form", [SOUP, DAYS])
@pytest.mark.parametrize("title", ["", " \u200b", "x" * 10_000, "\u202eliam", "so\0up"])
def test_a_title_that_cannot_be(refused, form, title):
    page = refused(form, title=title)
    assert list(page.errors) == ["title"] == list(page.described)


@pytest.mark.parametrize("field", ["details", "private_details"])
@pytest.mark.parametrize("words", ["x" * 10_000, "愛" * 10_000, "a\0b", "\u2066a"])
def test_more_words_that_cannot_be(refused, field, words):
    assert list(refused(SOUP, **{field: words}).errors) == [field]


@pytest.mark.parametrize("wanted", ["0", "21", "-1", "two", "1.5", "9" * 400, "１０", "1e1"])
def test_a_number_of_people_that_cannot_be(refused, wanted):
    assert refused(SOUP, wanted=wanted).errors == {"wanted": "Ask for 1 to 20 people."}
    page = refused(DAYS, wanted_3=wanted)
    assert page.errors == {"wanted_3": "Ask for 1 to 20 people."}


@pytest.mark.parametrize("when", ["someday", "2026-11-22", "2026-02-30", "2126-11-23", "\0", "26"])
def test_a_day_that_cannot_be(ask, when):
    page = FormPage(ask(SOUP | {"when": when}))
    assert page.status == 422
    assert list(page.errors) == ["when"]
    assert {name: page.values.get(name, when) for name in SOUP} == SOUP | {"when": when}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-22", "That day has passed already."),
        ("1066-10-14", "That day has passed already."),
        ("9999-12-31", "Is the year right?"),
        ("24.11.2026", "Please give a day, or a day and a time."),
        ("0000-00-00", "Please give a day, or a day and a time."),
        ("2029-11-24", "That is more than two years ahead. Is the year right?"),
        ("", "Please say which day, too."),
    ],
)
def test_a_picked_day_that_cannot_be(refused, typed, sentence):
    assert refused(DAYS, day_6=typed).errors == {"day_6": sentence}


def test_no_day_picked_at_all(refused):
    page = refused(SOUP, when="days")
    assert page.errors == {"day_0": "Please choose at least one day."}


@pytest.mark.parametrize("at", ["25:00", "noon", "６時", "6pm"])
def test_a_time_that_is_none(refused, at):
    assert list(refused(SOUP, at=at).errors) == ["at"]
    assert list(refused(DAYS, at_6=at).errors) == ["at_6"]


@pytest.mark.parametrize("until", ["18:00", "17:59", "25:00", "later"])
def test_an_end_that_cannot_be(refused, until):
    assert list(refused(SOUP, until=until).errors) == ["until"]
    assert list(refused(DAYS, until_0=until).errors) == ["until_0"]


def test_an_end_without_a_start(refused):
    assert refused(SOUP, at="").errors == {"until": "Please say from when, too."}
    assert refused(DAYS, at_0="").errors == {"until_0": "Please say from when, too."}


def test_a_time_that_has_passed(refused):
    page = refused(SOUP, when="2026-11-23", at="08:00", until="09:00")
    assert list(page.errors.values()) == ["That time has passed already."]


def test_everything_that_is_wrong_is_said_at_once(refused):
    page = refused(SOUP, title="", wanted="0", details="a\0")
    assert set(page.errors) == {"title", "wanted", "details"}


def test_an_empty_form_is_a_sentence_too(ask):
    page = FormPage(ask({}))
    assert page.status == 422
    assert set(page.errors) == {"kind", "title"}


def test_nobody_asks_in_a_circle_they_are_not_in(world):
    clara = world.client("Clara")
    answer = clara.post(f"/circles/{world.circle.id}/needs", data=SOUP)
    assert answer.status_code == 404
    assert db.session.scalar(select(Need.id)) is None


def test_an_impatient_thumb_asks_once(world, ask):
    page = FormPage(world.client("Ruth").get("/ask?kind=meal"))
    assert page.key
    form = page.values | {"idempotency_key": page.key}
    first, second = ask(form), ask(form)
    assert first.location == second.location == f"/needs/{asked().id}"


def test_asking_everyone_reads_no_list_of_everyone(world, ask):
    """It takes as long in a circle of a thousand as in one of ten."""
    ask(SOUP)
    with statements() as sent:
        ask(SOUP)
    lists = [
        one for one in sent if "FROM membership" in one and "membership.person_id = " not in one
    ]
    assert lists == []


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_the_circles_today(world, zone):
    world.other_circle.time_zone = zone
    db.session.commit()
    here = clock.today(zone)
    clara = world.client("Clara")
    assert f'value="{here}"' in clara.get("/ask").text
    clara.post(
        f"/circles/{world.other_circle.id}/needs",
        data={"kind": "meal", "title": "Soup", "when": here.isoformat()},
    )
    [slot] = asked().slots
    assert (slot.day, slot.time_zone) == (here, zone)
    assert not slot.is_over
