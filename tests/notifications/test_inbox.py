"""The inbox, on the page and for programs: mine alone, newest first, seen at once."""

import re
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from circles.database import db
from circles.membership import Membership
from circles.notifications import Notification, fan_out
from circles.notifications import inbox as of_inbox
from tests.statements import statements
from tests.world import World


@pytest.fixture
def news(world: World) -> World:
    """Ruth asked; everyone else has heard."""
    world.need = world.ask("Ruth", title="Soup on Sunday")
    fan_out()
    return world


def test_it_tells_what_happened(news: World) -> None:
    page = news.client("Sam").get("/inbox").text
    assert "Soup on Sunday" in page
    assert f"/needs/{news.need.id}" in page
    assert "today" in page


def test_who_asked_and_strangers_are_not_told(news: World) -> None:
    for name in ("Ruth", "Clara"):
        assert "Soup on Sunday" not in news.client(name).get("/inbox").text


def test_reading_changes_nothing_and_having_seen_does(news: World) -> None:
    browser = news.client("Sam")
    page = browser.get("/inbox")
    assert Notification.any_unread(news.sam)
    db.session.rollback()
    assert saw(browser, page).status_code == 303
    assert not Notification.any_unread(news.sam)
    assert Notification.any_unread(news.ines)


def test_a_dot_stands_where_there_is_news(news: World) -> None:
    browser = news.client("Sam")
    with_dot = browser.get("/you").text
    saw(browser, browser.get("/inbox"))
    assert with_dot != browser.get("/you").text


def test_whoever_answers_an_ask_has_seen_the_news_of_it(news: World) -> None:
    news.promise(news.need, "Sam")
    fan_out()
    assert not Notification.any_unread(news.sam)
    assert Notification.any_unread(news.ines)


def test_in_two_circles_the_inbox_says_which(news: World) -> None:
    assert "· <bdi>Maple Street</bdi>" not in news.client("Sam").get("/inbox").text
    Membership.admit(news.other_circle, news.sam)
    db.session.commit()
    assert "· <bdi>Maple Street</bdi>" in news.client("Sam").get("/inbox").text


def test_what_has_settled_itself_is_no_line_and_can_be_put_away(news: World) -> None:
    news.need.withdraw(news.ruth)
    db.session.commit()
    browser = news.client("Sam")
    page = browser.get("/inbox")
    assert "Soup on Sunday" not in page.text
    assert "I have seen these" in page.text
    saw(browser, page)
    assert "I have seen these" not in browser.get("/inbox").text


def test_what_came_after_the_page_was_made_is_still_new(news: World) -> None:
    """Even where it happened before: it is spread a moment later."""
    browser = news.client("Sam")
    news.ask("Ruth", title="A ride on Monday")
    page = browser.get("/inbox")
    fan_out()
    assert saw(browser, page).status_code == 303
    assert lines(browser) == {"A ride on Monday": True, "Soup on Sunday": False}


def test_newer_news_of_the_same_ask_is_new_again(news: World) -> None:
    news.promise(news.need, "Ines")
    browser = news.client("Sam")
    page = browser.get("/inbox")
    sign_up = news.need.slots[0].sign_ups[0]
    sign_up.release()
    db.session.commit()
    fan_out()
    saw(browser, page)
    assert lines(browser) == {"Soup on Sunday": True}


@pytest.mark.parametrize("seen", ["", "x", f"{uuid.UUID(int=4)} x", "x 2026-11-25T12:00:00+00:00"])
def test_what_no_page_sends_puts_nothing_away(news: World, seen: str) -> None:
    assert news.client("Sam").post("/inbox/reading", data={"seen": seen}).status_code == 303
    assert Notification.any_unread(news.sam)


def saw(browser: Any, page: Any) -> Any:
    """Send the form of an inbox, as its button does."""
    seen = re.findall(r'name="seen" value="([^"]+)"', page.text)
    return browser.post("/inbox/reading", data={"seen": seen})


def lines(browser: Any) -> dict[str, bool]:
    """What the inbox tells of, and whether it is new."""
    items = browser.get("/api/v1/notifications").json["items"]
    return {re.sub(r".*: ", "", item["line"]): item["is_new"] for item in items}


def test_news_of_a_circle_one_has_left_is_gone(news: World) -> None:
    db.session.delete(news.places["Sam"])
    db.session.commit()
    assert not Notification.any_unread(news.sam)
    assert of_inbox.inbox(news.sam).items == []


def test_programs_read_it_in_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_inbox, "PAGE", 2)
    for number in range(5):
        world.ask("Ruth", title=f"Ask {number}")
    fan_out()
    headers = {"Authorization": f"Bearer {world.token('Sam')}"}
    browser, lines, after = world.client(), [], ""
    while after is not None:
        answer = browser.get(f"/api/v1/notifications?after={after}", headers=headers).json
        lines += [item["line"] for item in answer["items"]]
        after = answer["next"]
    assert [line[-1] for line in lines] == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize("after", ["x", "%00", "AAAA", "a" * 300, "ä"])
def test_a_page_that_is_not_there_is_a_clear_no(news: World, after: str) -> None:
    answer = news.client("Sam").get(f"/api/v1/notifications?after={after}")
    assert answer.status_code == 422
    assert answer.json["code"] == "invalid"


def test_programs_see_it_as_it_is(news: World) -> None:
    browser = news.client("Sam")
    (item,) = browser.get("/api/v1/notifications").json["items"]
    assert item["kind"] == "need.asked"
    assert item["is_new"] is True
    assert item["happened_at"].endswith("+00:00")
    assert item["circle_id"] == str(news.circle.id)
    assert browser.post("/api/v1/notifications/reading").status_code == 204
    (item,) = browser.get("/api/v1/notifications").json["items"]
    assert item["is_new"] is False


def test_programs_too_put_away_only_what_they_have_seen(news: World) -> None:
    browser = news.client("Sam")
    (item,) = browser.get("/api/v1/notifications").json["items"]
    news.ask("Ruth", title="A ride on Monday")
    fan_out()
    seen = {"seen": [{"id": item["id"], "happened_at": item["happened_at"]}]}
    assert browser.post("/api/v1/notifications/reading", json=seen).status_code == 204
    assert lines(browser) == {"A ride on Monday": True, "Soup on Sunday": False}


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_year_without_room_is_named(news: World, at: str) -> None:
    seen = {"seen": [{"id": str(uuid.uuid4()), "happened_at": at}]}
    answer = news.client("Sam").post("/api/v1/notifications/reading", json=seen)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["detail"] == "Is the year right?"


def test_the_row_holds_no_words_and_not_whose_deed_it_was(news: World) -> None:
    row = db.session.scalars(select(Notification)).first()
    kept = {column.name for column in Notification.__table__.columns}
    assert row is not None
    assert kept == {
        "id",
        "person_id",
        "kind",
        "circle_id",
        "subject_id",
        "detail_id",
        "happened_at",
        "read_at",
    }


def test_twenty_lines_take_no_more_statements_than_one(news: World) -> None:
    with statements() as few:
        news.client("Sam").get("/inbox")
    for number in range(20):
        news.ask("Ruth", title=f"Ask {number}")
    fan_out()
    with statements() as many:
        news.client("Sam").get("/inbox")
    assert len(many) == len(few)
