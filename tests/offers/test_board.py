"""Offered right now: beneath the asks, by title, and not a statement more."""

import re

import pytest

from circles.accounts import Person
from circles.database import db
from circles.membership import Waiting
from circles.offers import Offer
from circles.offers.listing import offers_in
from tests.needs.test_board import MOST_STATEMENTS, busy
from tests.statements import statements


def titles(page: str) -> list[str]:
    return re.findall(r'href="/offers/[^"]*" dir="auto">([^<]*)</a>', page)


def test_what_is_offered_stands_beneath_the_asks(world):
    world.ask(title="Dinner")
    world.offer("Ines", title="Lentil soup", weekdays="TU")
    page = world.client("Omar").get("/").text
    assert page.index("Dinner") < page.index("Offered right now") < page.index("Lentil soup")
    assert 'href="/offer"' in page
    assert 'href="/offers"' in page


def test_without_an_offer_there_is_a_kind_sentence(world):
    page = world.client("Omar").get("/").text
    assert "Offered right now" in page
    assert "small things are welcome" in page


def test_the_order_is_that_of_titles_and_of_nothing_else(world):
    for name, title in (("Ruth", "b"), ("Ines", "Éclairs"), ("Omar", "a"), ("Ines", "C")):
        world.offer(name, title=title)
    assert titles(world.client("Sam").get("/").text) == ["a", "b", "C", "Éclairs"]


def test_only_the_first_page_of_a_board_shows_offers(world):
    busy(world, asks=31)
    world.offer()
    page = world.client("Omar").get("/").text
    [more] = re.findall(r'href="([^"]*after=[^"]*)"', page)
    assert "Offered right now" not in world.client("Omar").get(more.replace("&amp;", "&")).text


def test_a_full_board_with_offers_takes_few_statements(world):
    busy(world)
    few = [world.ruth.id, world.omar.id]
    for number in range(20):
        world.offer("Ines", title=f"Offer {number}", chosen=few if number % 2 else None)
    for name in ("Dele", "Lea"):
        Waiting.knock(world.circle, Person.arrive(name), world.ines.id)
    db.session.commit()
    for name in ("Omar", "Sam"):
        client = world.client(name)
        for path in ("/", f"/circles/{world.circle.id}"):
            with statements() as sent:
                assert titles(client.get(path).text)
            assert len(sent) <= MOST_STATEMENTS, sent


@pytest.mark.parametrize("path", ["/offers", "/ask"])
def test_no_page_grows_with_what_is_offered(world, path):
    omar = world.client("Omar")
    world.offer()
    with statements() as few:
        omar.get(path)
    for number in range(9):
        world.offer("Ines", title=f"Offer {number}", chosen=[world.omar.id])
    with statements() as many:
        omar.get(path)
    assert len(many) == len(few) <= MOST_STATEMENTS, many


def test_the_page_of_an_offer_takes_few_statements(world):
    offer = world.offer(chosen=[world.ruth.id, world.omar.id])
    for name in ("Ines", "Omar"):
        client = world.client(name)
        with statements() as sent:
            assert client.get(f"/offers/{offer.id}").status_code == 200
        assert len(sent) <= MOST_STATEMENTS, sent


def test_pages_go_on_where_the_last_one_ended(world):
    words = ["b", "B", "a", "c", "A thing that begins like another", "A thing that begins like one"]
    for title in words:
        world.offer("Ines", title=title)
    seen, after = [], None
    for expected in (2, 2, 2):
        page = offers_in(world.circle.id, world.omar.id, after, limit=2)
        assert len(page.offers) == expected
        seen += [row.title for row in page.offers]
        after = page.after
    assert after is None
    assert sorted(seen) == sorted(words)
    assert [title[0].lower() for title in seen] == list("aaabbc")


def test_one_circle_never_sees_what_another_offers(world):
    world.offer("Clara", title="Elm")
    world.offer("Ines", title="Maple")
    assert titles(world.client("Clara").get("/").text) == ["Elm"]
    assert titles(world.client("Omar").get("/offers").text) == ["Maple"]


def test_the_own_ones_are_found_again_also_where_they_are_paused(world):
    offer: Offer = world.offer(title="Bread")
    offer.pause(world.ines)
    db.session.commit()
    page = world.client("Ines").get("/offers").text
    assert "What you offer" in page
    assert "paused" in page
    assert titles(page) == ["Bread"]
    assert not titles(world.client("Ines").get("/").text)
    assert "Nothing is offered yet" in world.client("Omar").get("/offers").text
    assert 'href="/offers"' in world.client("Ines").get("/you").text


def test_the_plus_asks_and_offers(world):
    page = world.client("Omar").get("/calendar").text
    for kind in ("meal", "wisdom", "other"):
        assert f'href="/ask?kind={kind}"' in page
        assert f'href="/offer?kind={kind}"' in page
