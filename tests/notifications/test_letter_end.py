"""One click in a letter ends letters of its sort, for whoever has it (RFC 8058)."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from circles.database import db
from circles.notifications import Preference
from circles.notifications.letter_end import LetterEnd
from tests.notifications.mailboxes import PillarBox, give_address, round_of_letters, spread
from tests.world import Client, World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PROGRAMS = [
    {},
    {"Origin": "https://mail.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "none"},
]


def path(world: World, sort: str = "news", name: str = "Ines") -> str:
    return f"/letters/{LetterEnd.secret(world.places[name].id, sort)}"


def program(world: World, says: dict[str, str] | None = None) -> Client:
    """Whatever reads somebody's mail: no session, no cookie."""
    found = world.client()
    found.says = says or {}
    return found


def chosen(world: World, name: str = "Ines") -> tuple[str, bool]:
    db.session.rollback()
    db.session.expire_all()
    kept = Preference.of(world.places[name])
    return kept.letters, kept.weekly_letter


@pytest.fixture
def weekly(world: World) -> World:
    for name in ("Ines", "Omar"):
        Preference.change(world.places[name], weekly_letter=True)
    db.session.commit()
    return world


@pytest.mark.parametrize("says", PROGRAMS)
def test_a_mail_program_ends_news_at_once(weekly, says):
    answer = program(weekly, says).post(path(weekly), data=ONE_CLICK)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert chosen(weekly) == ("never", True)
    assert chosen(weekly, "Omar") == ("unheard", True)


def test_it_may_be_sent_as_a_form_in_parts(weekly):
    told = program(weekly).post(path(weekly), data=ONE_CLICK, content_type="multipart/form-data")
    assert told.status_code == 200
    assert chosen(weekly)[0] == "never"


def test_the_letter_on_sundays_ends_by_itself(weekly):
    for _ in range(2):
        assert program(weekly).post(path(weekly, "weekly"), data=ONE_CLICK).status_code == 200
        assert chosen(weekly) == ("unheard", False)


def test_once_they_have_ended_nobody_is_asked_again(weekly):
    """Many look once more after their mail program has done it."""
    assert "End these letters?" in program(weekly).get(path(weekly)).text
    program(weekly).post(path(weekly), data=ONE_CLICK)
    told = program(weekly).get(path(weekly)).text
    assert "These letters have ended" in told
    assert "/you/news" in told, "where they can be had again"


def test_looking_changes_nothing_however_often(weekly):
    for _ in range(100):
        assert program(weekly).get(path(weekly)).status_code == 200
    assert program(weekly).head(path(weekly)).status_code == 200
    assert chosen(weekly) == ("unheard", True)
    assert db.session.scalars(select(Preference)).all()


def test_the_page_has_one_button_and_names_nobody(weekly):
    page = program(weekly).get(path(weekly)).text
    assert page.count("<form") == 1
    assert 'name="List-Unsubscribe" value="One-Click"' in page
    assert not any(name in page for name in ("Maple", *weekly.people))


def test_a_post_that_is_no_click_ends_nothing(weekly):
    for form in ({}, {"List-Unsubscribe": "no"}):
        assert program(weekly).post(path(weekly), data=form).status_code == 400
    assert chosen(weekly) == ("unheard", True)


def forged(world: World) -> list[str]:
    """An address changed here and there, of nobody, of somebody who left, and none at all."""
    whole = path(world).removeprefix("/letters/")
    gone = LetterEnd.secret(world.places["Omar"].id, "news")
    db.session.delete(world.places["Omar"])
    db.session.commit()
    swapped = whole[:-2] + ("B" if whole[-2] == "A" else "A") + whole[-1]
    return [gone, swapped, whole[::-1], whole[:-1], whole + "A", "x", "x" * 43, "é" * 43, "%00"]


def test_an_address_that_is_none_ends_nothing_and_is_told_alike(weekly):
    answers = [
        program(weekly).open(f"/letters/{secret}", method=method, data=ONE_CLICK)
        for secret in forged(weekly)
        for method in ("GET", "POST")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert "This link ends no letters" in answers[0].text
    assert chosen(weekly) == ("unheard", True)


def test_it_opens_nothing_else(weekly):
    somebody = program(weekly)
    somebody.post(path(weekly), data=ONE_CLICK)
    for page in ("/you", "/inbox", f"/circles/{weekly.circle.id}/news"):
        assert somebody.get(page).status_code == 302


def test_the_address_stands_in_the_letter_and_works(world):
    give_address(world, "Ines")
    world.at(datetime(2026, 11, 24, 12, tzinfo=UTC))
    world.ask("Ruth")
    spread()
    world.later(minutes=11)
    box = PillarBox()
    round_of_letters(box)
    (letter,) = box.letters
    at = re.fullmatch(r"https://care\.example(/letters/[\w-]{43})", letter.ends_at)[1]
    assert letter.ends_at in letter.text
    assert f'href="{letter.ends_at}"' in letter.html
    assert program(world).post(at, data=ONE_CLICK).status_code == 200
    assert chosen(world) == ("never", False)


def test_the_app_undoes_it(weekly):
    give_address(weekly, "Ines")
    program(weekly).post(path(weekly), data=ONE_CLICK)
    at = f"/circles/{weekly.circle.id}/news"
    typed = {"news": "all", "kinds": ["meal"], "lock_screen": "words", "evening_at": ""}
    typed |= {"minutes_before": "0", "letters": "unheard"}
    assert weekly.client("Ines").post(at, data=typed).status_code == 303
    assert chosen(weekly) == ("unheard", False)


def test_the_servers_log_paints_it_over(weekly):
    from circles.web.quiet_log import SECRET

    assert SECRET.sub("[secret]", path(weekly)) == "/letters/[secret]"


def test_before_the_tap_nothing_is_said_to_have_ended(weekly):
    for sort, told in (("news", "with news of this circle"), ("weekly", "on Sundays")):
        at = f"/letters/{LetterEnd.secret(weekly.places['Ines'].id, sort)}"
        page = weekly.client().get(at).text
        assert f"Then no more letters {told}" in page
        assert "You get no more" not in page
