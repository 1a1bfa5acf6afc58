"""A link by which another calendar reads one person's days: whose, which, and how long."""

import logging
import re
from datetime import UTC, datetime, time, timedelta

import pytest

from circles.accounts import Session, go_for_good
from circles.calendar import Feed
from circles.database import db
from circles.membership import Membership
from circles.needs import Opening, SignUp
from circles.web.quiet_log import QuietLog
from tests.calendar.reading import events, parsed
from tests.form_page import FormPage
from tests.rules.test_secrets import dump
from tests.statements import statements


@pytest.fixture(autouse=True)
def monday(world):
    """It is Monday 23 November 2026, 09:00 in London."""
    world.at(datetime(2026, 11, 23, 9, tzinfo=UTC))


def link(client) -> str:
    """A new link, as its maker sees it: the path of it."""
    assert client.post("/calendar/feed").location == "/calendar/feed"
    [found] = set(re.findall(r"http://localhost(/calendar/[\w-]{43}\.ics)", page(client)))
    return found


def page(client) -> str:
    return client.get("/calendar/feed").text


def read(world, path: str) -> list:
    answer = world.client().get(path)
    assert answer.status_code == 200
    return events(answer.data)


def said(world, path: str) -> list[str]:
    return sorted(str(event["SUMMARY"]) for event in read(world, path))


@pytest.fixture
def busy(world):
    """Ines drives tomorrow and asks for company on Thursday; Omar cooks."""
    ride = world.ask(kind="ride", openings=[world.tomorrow()])
    meal = world.ask(openings=[world.tomorrow(), world.tomorrow(days=2)])
    company = world.ask("Ines", kind="presence", openings=[world.tomorrow(days=3)])
    world.promise(ride, "Ines")
    world.promise(meal, "Omar")
    return {"ride": ride, "meal": meal, "company": company}


def test_it_has_my_promises_and_my_asks_and_nothing_else(world, busy):
    path = link(world.client("Ines"))
    found = {str(event["SUMMARY"]): str(event["DESCRIPTION"]) for event in read(world, path)}
    assert found == {
        "A ride · Maple Street": "You said yes to this.",
        "Company · Maple Street": "You asked for this.",
    }


def test_it_has_those_of_all_my_circles_and_of_none_i_left(world, busy):
    elm = Membership.admit(world.other_circle, world.ines)
    there = world.ask("Clara", kind="errand", openings=[world.tomorrow(days=4)])
    world.promise(there, "Ines")
    path = link(world.client("Ines"))
    assert "An errand · Elm Road" in said(world, path)
    db.session.delete(elm)
    db.session.commit()
    assert said(world, path) == ["A ride · Maple Street", "Company · Maple Street"]


def test_whenever_is_in_no_calendar(world):
    world.promise(world.ask(openings=[Opening()]), "Ines")
    assert read(world, link(world.client("Ines"))) == []


def test_what_i_stepped_back_from_is_gone(world, busy):
    ines = world.client("Ines")
    path = link(ines)
    ines.post(f"/slots/{busy['ride'].slots[0].id}/release")
    assert said(world, path) == ["Company · Maple Street"]


def test_what_was_called_off_stays_for_as_long_as_a_promise(world, busy):
    path = link(world.client("Ines"))
    busy["ride"].withdraw(world.ruth)
    db.session.commit()
    [ride] = [e for e in read(world, path) if str(e["SUMMARY"]).startswith("A ride")]
    assert (ride["STATUS"], ride["SEQUENCE"]) == ("CANCELLED", 1)
    world.later(hours=49)
    assert said(world, path) == ["Company · Maple Street"]


def test_what_is_past_leaves_as_a_promise_does(world, busy):
    path = link(world.client("Ines"))
    world.later(days=3)
    assert "A ride · Maple Street" in said(world, path)
    world.later(days=5)
    assert said(world, path) == []


def test_a_day_that_moves_keeps_its_name_and_says_that_it_changed(world, busy):
    path, slot = link(world.client("Ines")), busy["ride"].slots[0]
    [before] = [e for e in read(world, path) if e["SEQUENCE"] == 0 and slot.id.hex in plain(e)]
    later = Opening(world.day(1), time(20))
    slot.starts, slot.begins_at = later.starts, later.begins_at("Europe/London")
    slot.over_at = later.over_at("Europe/London")
    slot.revision += 1
    db.session.commit()
    [after] = [e for e in read(world, path) if slot.id.hex in plain(e)]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 1
    assert after.start - before.start == timedelta(hours=2)


def plain(event) -> str:
    return str(event["UID"]).replace("-", "")


def test_nothing_that_anyone_wrote_or_is_called_is_in_it(world):
    words = ["Insulin\r\nATTACH:x", "Chemo at nine", "14 Maple Street, gate 2284", "lentils; soup"]
    need = world.ask(title=words[0], details=words[1], private_details=words[2])
    world.promise(need, "Ines", note=words[3])
    mine = world.ask("Ines", title=words[0], details=words[1], private_details=words[2])
    world.promise(mine, "Omar", note=words[3])
    one = world.client("Ines").get(f"/slots/{need.slots[0].id}/calendar.ics")
    for answer in (world.client().get(link(world.client("Ines"))), one):
        assert b"BEGIN:VEVENT" in answer.data
        told = answer.data.replace(b"\r\n ", b"").decode() + str(answer.headers)
        parts = {part for word in words for part in re.findall(r"\w{4,}", word)} - {"Maple"}
        hidden = (parts - {"Street"}) | {"Ruth", "Omar", "Ines"}
        assert not [word for word in hidden if word in told]


def test_a_wrong_secret_and_one_taken_back_are_answered_alike(world, busy):
    ines = world.client("Ines")
    path = link(ines)
    [action] = [a for a in FormPage(ines.get("/calendar/feed")).actions if "revocation" in a]
    assert ines.post(action).location == "/calendar/feed"
    back, wrong = world.client().get(path), world.client().get(f"/calendar/{'x' * 43}.ics")
    short = world.client().get("/calendar/x.ics")
    assert back.status_code == wrong.status_code == short.status_code == 404
    assert back.data == wrong.data == short.data
    assert [*back.headers] == [*wrong.headers] == [*short.headers]


def test_it_ends_with_the_device_it_was_made_on(world, busy):
    ines, other = world.client("Ines"), world.client("Ines")
    path, others = link(ines), link(other)
    ines.post("/sign-out")
    assert world.client().get(path).status_code == 404
    assert world.client().get(others).status_code == 200
    Session.close_others(world.ines)
    db.session.commit()
    assert world.client().get(others).status_code == 404


def test_whoever_is_removed_reads_nothing_of_the_circle_any_more(world, busy):
    path = link(world.client("Ines"))
    removed = f"/memberships/{world.places['Ines'].id}/removal"
    assert world.client("Sam").post(removed).status_code == 303
    assert read(world, path) == []


def test_whoever_goes_for_good_leaves_no_link_behind(world, busy):
    path = link(world.client("Ines"))
    go_for_good(world.ines)
    db.session.commit()
    assert world.client().get(path).status_code == 404
    assert db.session.query(Feed).all() == []


def test_a_device_has_one_link_and_a_new_one_ends_the_old(world):
    ines = world.client("Ines")
    old, new = link(ines), link(ines)
    assert old != new
    assert world.client().get(old).status_code == 404
    assert world.client().get(new).status_code == 200
    assert page(ines).count("Take back") == 1


def test_it_is_shown_until_its_page_is_left_and_nowhere_else(world):
    ines = world.client("Ines")
    path = link(ines)
    assert path in page(ines)
    assert f"webcal://localhost{path}" in page(ines)
    assert path not in page(world.client("Ines"))
    ines.get("/calendar")
    assert path not in page(ines)
    assert world.client().get(path).status_code == 200


def test_nobody_sees_or_ends_the_links_of_another(world):
    link(world.client("Ines"))
    [feed] = Feed.of(world.ines)
    assert "Take back" not in page(world.client("Omar"))
    assert world.client("Omar").post(f"/calendar/feeds/{feed.id}/revocation").status_code == 404


def test_what_has_not_changed_is_not_written_again(world, busy):
    path, calendar = link(world.client("Ines")), world.client()
    first = calendar.get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    world.later(hours=1)
    with statements() as sent:
        again = calendar.get(path, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert len(sent) == 2, sent
    assert "private" in first.headers["Cache-Control"]
    world.promise(busy["meal"], "Ines", slot=1)
    assert calendar.get(path, headers=known).status_code == 200


def test_it_is_a_calendar_also_to_who_only_asks(world, busy):
    path = link(world.client("Ines"))
    answer, asked = world.client().get(path), world.client().head(path)
    assert answer.content_type == asked.content_type == "text/calendar; charset=utf-8"
    assert (asked.status_code, asked.data) == (200, b"")
    assert asked.headers["ETag"] == answer.headers["ETag"]
    assert "Set-Cookie" not in answer.headers


def test_a_feed_takes_two_statements_however_much_is_in_it(world):
    path = link(world.client("Ines"))
    for ahead in range(1, 12):
        world.promise(world.ask(openings=[world.tomorrow(days=ahead)]), "Ines")
    with statements() as sent:
        assert len(read(world, path)) == 11
    assert len(sent) == 2, sent


def test_its_secret_is_neither_kept_nor_logged(world, busy, caplog):
    caplog.set_level(logging.DEBUG)
    path = link(world.client("Ines"))
    world.client().get(path)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in dump()
    assert secret not in caplog.text


def test_a_request_that_breaks_the_server_is_logged_without_the_secret(caplog):
    log = logging.getLogger("tests.calendar")
    log.addFilter(QuietLog())
    log.error("Error handling request %s %s", "GET", f"/calendar/{'aB3_-' * 8}xyz.ics")
    assert "GET /calendar/[secret].ics" in caplog.text


def test_a_day_can_be_taken_along_by_itself(world, busy):
    slot = busy["ride"].slots[0]
    path = f"/slots/{slot.id}/calendar.ics"
    answer = world.client("Ines").get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    [event] = parsed(answer.data).events
    assert str(event["UID"]) == f"{slot.id}@localhost"
    assert event["URL"] == f"http://localhost/needs/{slot.need_id}"
    assert event["DESCRIPTION"] == "You said yes to this."
    [looked_at] = parsed(world.client("Omar").get(path).data).events
    assert "DESCRIPTION" not in looked_at


def test_whenever_it_suits_cannot_be_taken_along(world):
    slot = world.ask(openings=[Opening()]).slots[0]
    answer = world.client("Ines").get(f"/slots/{slot.id}/calendar.ics")
    assert answer.status_code == 404
    assert "on no day yet" in answer.text


def test_only_ones_own_days_offer_to_be_taken_along(world, busy):
    slots = busy["meal"].slots
    take = [f"/slots/{slot.id}/calendar.ics" for slot in slots]
    pages = {n: world.client(n).get(f"/needs/{busy['meal'].id}").text for n in world.people}
    assert [path in pages["Omar"] for path in take] == [True, False]
    assert [path in pages["Ruth"] for path in take] == [True, True]
    assert [path in pages["Ines"] for path in take] == [False, False]
    assert take[0] in world.client("Omar").get("/calendar").text
    assert db.session.query(SignUp).count() == 2
